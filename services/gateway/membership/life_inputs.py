"""What mutations about a member's life take: holds, decisions, corrections."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.membership.enums import MemberDecision
from services.gateway.membership.inputs import EVIDENCE
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.types.scalars import Position

MEMBER_ID = "Đảng viên / The member"


@strawberry.input(description="Tạm giữ hoặc thôi tạm giữ; không ghi nội dung vụ việc / A hold; never what it is about")
class HoldInput:
    """Tạm giữ."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    member_id: strawberry.ID = strawberry.field(description=MEMBER_ID)
    organization_id: strawberry.ID = strawberry.field(description="Cơ quan ban hành / The issuing body")
    document_number: str = strawberry.field(description="Số văn bản / The document's number")
    on: date | None = strawberry.field(default=None, description="Ngày; mặc định hôm nay / The day; today by default")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Quyết định về đảng viên; chỉ số và ngày / A decision: number and date only")
class DecideMemberStateInput:
    """Quyết định về đảng viên."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    member_id: strawberry.ID = strawberry.field(description=MEMBER_ID)
    decision: MemberDecision = strawberry.field(description="Loại quyết định / The kind of decision")
    decision_date: date = strawberry.field(description="Ngày quyết định / The decision's date")
    decision_number: str | None = strawberry.field(
        default=None, description="Số quyết định; từ trần thì không cần / The number; not needed for a death"
    )
    effective_on: date | None = strawberry.field(
        default=None, description="Ngày hiệu lực; mặc định ngày quyết định / In effect from; the decision's date"
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Đính chính lý lịch; bỏ trống là giữ nguyên / A correction; what is absent stays")
class CorrectMemberInput:
    """Đính chính."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    member_id: strawberry.ID = strawberry.field(description=MEMBER_ID)
    evidence_hash: str = strawberry.field(description=EVIDENCE)
    full_name: str | None = strawberry.field(default=None, description="Họ và tên / The full name")
    personal_id: str | None = strawberry.field(default=None, description="Số định danh / The personal id")
    date_of_birth: date | None = strawberry.field(default=None, description="Ngày sinh / The date of birth")
    file_number: str | None = strawberry.field(default=None, description="Số lý lịch / The file number")
    card_number: str | None = strawberry.field(default=None, description="Số thẻ / The card number")
    admitted_on: date | None = strawberry.field(default=None, description="Ngày kết nạp / Admitted on")
    full_member_on: date | None = strawberry.field(default=None, description="Ngày chính thức / Full member on")
    seniority_from: date | None = strawberry.field(default=None, description="Tính tuổi đảng từ / Seniority from")
    residence_place_id: strawberry.ID | None = strawberry.field(
        default=None, description="Nơi cư trú / The place of residence"
    )
    workplace_id: strawberry.ID | None = strawberry.field(default=None, description="Nơi làm việc / The place of work")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)
