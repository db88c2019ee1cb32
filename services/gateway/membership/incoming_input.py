"""What registers a letter from an organisation that is not connected."""

from datetime import date
from typing import Any
from uuid import UUID

import strawberry

from services.gateway.membership.enums import MemberState, TransferKind, TransferReason
from services.gateway.membership.inputs import EVIDENCE, SIGNATORY
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.types.scalars import Position
from services.membership.contracts.requests import IncomingPerson


@strawberry.input(description="Người chưa có hồ sơ ở đây, theo giấy tờ mang về / A person who is not known here yet")
class IncomingPersonInput:
    """Người chưa có hồ sơ."""

    full_name: str = strawberry.field(description="Họ và tên / The full name")
    personal_id: str = strawberry.field(description="Số định danh cá nhân, 12 chữ số / The personal id, 12 digits")
    date_of_birth: date = strawberry.field(description="Ngày sinh / The date of birth")
    state: MemberState = strawberry.field(description="Dự bị hoặc chính thức / Probationary or full")
    file_number: str | None = strawberry.field(default=None, description="Số lý lịch / The file number")
    card_number: str | None = strawberry.field(default=None, description="Số thẻ / The card number")
    admitted_on: date | None = strawberry.field(default=None, description="Ngày kết nạp / Admitted on")
    full_member_on: date | None = strawberry.field(default=None, description="Ngày chính thức / Full member on")


@strawberry.input(
    description="Đăng ký giấy giới thiệu từ nơi chưa kết nối; nêu đúng một: memberId, fileNumber, person"
    " / Register a letter from outside; exactly one of memberId, fileNumber, person"
)
class RegisterIncomingTransferInput:
    """Đăng ký giấy chuyển đến."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    origin_id: strawberry.ID = strawberry.field(description="Nơi đi, ngoài hệ thống / The origin, not connected")
    destination_id: strawberry.ID = strawberry.field(description="Nơi đến / The destination")
    kind: TransferKind = strawberry.field(description="Hình thức / The kind: OFFICIAL, TEMPORARY, RETURN_FROM_ABROAD")
    reason: TransferReason = strawberry.field(description="Lý do / The reason")
    letter_number: str = strawberry.field(description="Số giấy giới thiệu / The letter's number")
    introduced_on: date = strawberry.field(description="Ngày ghi trên giấy / The date on the letter")
    member_id: strawberry.ID | None = strawberry.field(default=None, description="Đảng viên đã có / A known member")
    file_number: str | None = strawberry.field(default=None, description="Số lý lịch / The file number")
    person: IncomingPersonInput | None = strawberry.field(default=None, description="Người mới / A newcomer")
    effective_on: date | None = strawberry.field(
        default=None, description="Ngày hiệu lực; mặc định ngày trên giấy / In effect from; the letter's date"
    )
    return_by: date | None = strawberry.field(
        default=None, description="Hạn trở về, nếu tạm thời / Back by, if temporary"
    )
    signatory: str | None = strawberry.field(default=None, description=SIGNATORY)
    evidence_hash: str | None = strawberry.field(default=None, description=EVIDENCE)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


def person_of(given: IncomingPersonInput | None) -> IncomingPerson | None:
    """The person as membership takes him."""
    fields: dict[str, Any] = {} if given is None else vars(given)
    return None if given is None else IncomingPerson(**fields)
