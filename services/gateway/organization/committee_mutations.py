"""Mutations about committees: posted to the organization service with the user's own token."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from services.gateway.organization.enums import (
    CommitteePosition,
    Degree,
    DualRole,
    PoliticalTheory,
    WayOfLeavingOffice,
    WayOfTakingOffice,
)
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.organization.mutations import Input, OrganizationPayload, organization_payload
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import MEMBER, ORGANIZATION, uuid_of
from services.gateway.types.scalars import Position
from services.organization.contracts import requests
from shared.vocabulary.requests import Request

_MEMBER = "Đảng viên / The member"
_POSITION = "Chức danh / The position"
_PLACE = "Tổ chức / The organisation"
_DECISION = "Số quyết định / The decision's number"


@strawberry.input(description="Một người vào cấp ủy / A member who takes a seat")
class SeatInput:
    """Một người vào cấp ủy."""

    member_id: strawberry.ID = strawberry.field(description=_MEMBER)
    position: CommitteePosition = strawberry.field(description=_POSITION)
    way: WayOfTakingOffice = strawberry.field(description="Bầu, chỉ định hay bổ sung / How the seat is taken")
    degree: Degree | None = strawberry.field(default=None, description="Trình độ chuyên môn / The highest degree")
    theory: PoliticalTheory | None = strawberry.field(default=None, description="Lý luận chính trị / Political theory")
    dual_roles: list[DualRole] | None = strawberry.field(default=None, description="Kiêm nhiệm / Other offices held")


@strawberry.input(description="Một người thôi chức danh / A member who leaves a seat")
class SeatLeavingInput:
    """Một người thôi chức danh."""

    member_id: strawberry.ID = strawberry.field(description=_MEMBER)
    position: CommitteePosition = strawberry.field(description=_POSITION)
    why: WayOfLeavingOffice = strawberry.field(description="Lý do / Why")


@strawberry.input(description="Quyết định về cấp ủy / A decision about a committee")
class AppointCommitteeInput:
    """Quyết định về cấp ủy."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description=_PLACE)
    on: date | None = strawberry.field(default=None, description="Từ ngày; mặc định hôm nay / From; default today")
    decision_number: str | None = strawberry.field(default=None, description=_DECISION)
    decision_date: date | None = strawberry.field(default=None, description="Ngày quyết định / The decision's date")
    planned_size: int | None = strawberry.field(default=None, description="Số lượng cấp ủy viên / The planned size")
    term_from: date | None = strawberry.field(default=None, description="Nhiệm kỳ từ / The term's first day")
    term_to: date | None = strawberry.field(default=None, description="Đến trước ngày / The day before which it ends")
    seats: list[SeatInput] | None = strawberry.field(default=None, description="Người vào cấp ủy / Who takes a seat")
    leaving: list[SeatLeavingInput] | None = strawberry.field(default=None, description="Người thôi / Who leaves one")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Ghi một lớp bồi dưỡng cấp ủy / Recording a class held for committee members")
class RecordTrainingInput:
    """Lớp bồi dưỡng."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description=_PLACE)
    held_on: date = strawberry.field(description="Ngày mở lớp / The day it was held")
    attendances: int = strawberry.field(description="Lượt người dự / How many attended")
    decision_number: str | None = strawberry.field(default=None, description=_DECISION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.type
class CommitteeMutations:
    """Lệnh về cấp ủy."""

    @strawberry.mutation(description="Ghi quyết định về cấp ủy / Record a decision about a committee")
    async def appoint_committee(
        self, info: Info, input: Annotated[AppointCommitteeInput, Input]
    ) -> OrganizationPayload:
        """Bầu, chỉ định, bổ sung, thôi cấp ủy."""

        def make() -> Request:
            given = {name: getattr(input, name) for name in _GIVEN}
            return requests.AppointCommittee(
                **given,
                organization_id=uuid_of(input.organization_id, ORGANIZATION, "input", "organizationId"),
                seats=tuple(_seat(one) for one in input.seats or ()),
                leaving=tuple(_leaving(one) for one in input.leaving or ()),
            )

        return await organization_payload(info, make)

    @strawberry.mutation(description="Ghi một lớp bồi dưỡng / Record a class that was held")
    async def record_training(self, info: Info, input: Annotated[RecordTrainingInput, Input]) -> OrganizationPayload:
        """Lớp bồi dưỡng."""

        def make() -> Request:
            return requests.RecordTraining(
                command_id=input.command_id,
                organization_id=uuid_of(input.organization_id, ORGANIZATION, "input", "organizationId"),
                held_on=input.held_on,
                attendances=input.attendances,
                decision_number=input.decision_number,
                min_position=input.min_position,
            )

        return await organization_payload(info, make)


_GIVEN = (
    "command_id", "on", "decision_number", "decision_date", "planned_size", "term_from", "term_to", "min_position",
)  # fmt: skip


def _seat(given: SeatInput) -> requests.SeatGiven:
    return requests.SeatGiven(
        member_id=uuid_of(given.member_id, MEMBER, "input", "seats"),
        position=given.position,
        way=given.way,
        degree=given.degree,
        theory=given.theory,
        dual_roles=tuple(given.dual_roles or ()),
    )


def _leaving(given: SeatLeavingInput) -> requests.SeatLeaving:
    member = uuid_of(given.member_id, MEMBER, "input", "leaving")
    return requests.SeatLeaving(member_id=member, position=given.position, why=given.why)
