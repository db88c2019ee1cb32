"""What submitVisitBatch takes: acts that an officer did offline, each with an id and clocks of its own."""

from enum import StrEnum
from uuid import UUID

import strawberry

from services.gateway.membership.home.enums import Recipient, VisitFailure
from services.gateway.membership.home.home_inputs import (
    HOME_SERVICE_ID,
    INVENTORY,
    PAPERS,
    SEAL,
    WITNESS,
    CustodianInput,
    DeviceTimeInput,
)
from services.gateway.organization.inputs import COMMAND_ID, EXPECTED_VERSION


@strawberry.enum(description="Việc làm tại một lần đến nhà / What was done at a visit")
class VisitAct(StrEnum):
    """Việc."""

    START = "START"
    FAIL = "FAIL"
    COMPLETE = "COMPLETE"
    HAND_OVER = "HAND_OVER"


@strawberry.input(description="Bàn giao hồ sơ tại lần đến nhà / The hand-over at a visit")
class HandOverInput:
    """Bàn giao."""

    giver: CustodianInput = strawberry.field(description="Người giao / From whom")
    receiver: CustodianInput = strawberry.field(description="Người nhận / To whom")
    seal_number: str = strawberry.field(description=SEAL)
    intact: bool | None = strawberry.field(default=True, description="Niêm phong còn nguyên / The seal is whole")
    inventory_hash: str | None = strawberry.field(default=None, description=INVENTORY)
    papers: int | None = strawberry.field(default=None, description=PAPERS)


@strawberry.input(description="Một việc đã làm khi không có mạng / One act done offline")
class VisitItemInput:
    """Một việc."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    home_service_id: strawberry.ID = strawberry.field(description=HOME_SERVICE_ID)
    visit: int = strawberry.field(description="Lần đến nhà thứ mấy / Which visit")
    kind: VisitAct = strawberry.field(description="Việc gì / What was done")
    at: DeviceTimeInput = strawberry.field(description="Giờ trên máy / The device's clocks")
    failure: VisitFailure | None = strawberry.field(default=None, description="Vì sao không gặp / Why, for FAIL")
    proof_ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Minh chứng đã tải lên / Proofs that were uploaded"
    )
    one_time_code: str | None = strawberry.field(default=None, description="Mã một lần / The one-time code")
    witness: str | None = strawberry.field(default=None, description=WITNESS)
    recipient: Recipient | None = strawberry.field(default=Recipient.MEMBER, description="Ai nhận / Who received")
    hand_over: HandOverInput | None = strawberry.field(default=None, description="Bàn giao / The hand-over")
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)


@strawberry.input(description="Các việc gửi cùng lúc, thứ tự tùy ý / Acts sent together, in any order")
class SubmitVisitBatchInput:
    """Một lần gửi."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    items: list[VisitItemInput] = strawberry.field(description="Các việc, tối đa 50 / The acts, at most 50")
