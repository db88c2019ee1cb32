"""What mutations about members and transfers take, as the contract has it."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.membership.enums import MemberState, TransferKind, TransferReason
from services.gateway.organization.inputs import COMMAND_ID, EXPECTED_VERSION, MIN_POSITION
from services.gateway.types.scalars import Position

ACTED_ON = "Ngày ghi trên giấy; mặc định hôm nay ở Việt Nam / The date on paper; today in Viet Nam by default"
PAPER_NUMBER = "Số giấy; bỏ trống thì lấy số tiếp theo của sổ / The paper's number; without it the register's next"
SIGNATORY = "Người ký / Who signed"
EVIDENCE = "Mã băm của bản giấy / The hash of the paper"
ON_BEHALF = "Cấp trên nhập thay việc làm trên giấy / Entered by the superior for a body below"


@strawberry.input(description="Mã ở hệ thống khác / A number in another system")
class ExternalIdInput:
    """Mã ở hệ thống khác."""

    system: str = strawberry.field(description="Hệ thống / The system")
    value: str = strawberry.field(description="Mã / The number")


@strawberry.input(description="Đăng ký đảng viên vào chi bộ / Registering a member in a cell")
class RegisterMemberInput:
    """Đăng ký đảng viên."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description="Chi bộ / The cell")
    full_name: str = strawberry.field(description="Họ và tên / The full name")
    personal_id: str = strawberry.field(description="Số định danh cá nhân, 12 chữ số / The personal id, 12 digits")
    date_of_birth: date = strawberry.field(description="Ngày sinh / The date of birth")
    state: MemberState = strawberry.field(description="Dự bị hoặc chính thức / Probationary or full")
    file_number: str | None = strawberry.field(default=None, description="Số lý lịch / The file number")
    card_number: str | None = strawberry.field(default=None, description="Số thẻ / The card number")
    admitted_on: date | None = strawberry.field(default=None, description="Ngày kết nạp / Admitted on")
    full_member_on: date | None = strawberry.field(default=None, description="Ngày chính thức / Full member on")
    home_since: date | None = strawberry.field(default=None, description="Sinh hoạt tại chi bộ từ / At home here since")
    residence_place_id: strawberry.ID | None = strawberry.field(
        default=None, description="Nơi cư trú / The place of residence"
    )
    workplace_id: strawberry.ID | None = strawberry.field(default=None, description="Nơi làm việc / The place of work")
    external_ids: list[ExternalIdInput] | None = strawberry.field(
        default=None, description="Mã ở hệ thống khác / Numbers in other systems"
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(
    description="Nhập thay: cấp trên nhập việc cấp dưới đã làm trên giấy / A superior enters what was done on paper"
)
class OnBehalfInput:
    """Nhập thay."""

    organization_id: strawberry.ID = strawberry.field(description="Tổ chức đã làm / The body that acted")
    evidence_hash: str | None = strawberry.field(default=None, description=EVIDENCE)


@strawberry.input(description="Đề nghị chuyển sinh hoạt đảng / Asking for a transfer")
class RequestTransferInput:
    """Đề nghị chuyển sinh hoạt."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    member_id: strawberry.ID | None = strawberry.field(
        default=None, description="Đảng viên; hoặc fileNumber / The member; or fileNumber"
    )
    file_number: str | None = strawberry.field(
        default=None, description="Số lý lịch; nơi đến chỉ biết số / The file number; a pull knows only the number"
    )
    kind: TransferKind = strawberry.field(description="Hình thức / The kind")
    destination_id: strawberry.ID = strawberry.field(description="Nơi đến / The destination")
    reason: TransferReason = strawberry.field(description="Lý do / The reason")
    decision_number: str | None = strawberry.field(default=None, description="Số quyết định / The decision's number")
    decision_date: date | None = strawberry.field(default=None, description="Ngày quyết định / The decision's date")
    effective_on: date = strawberry.field(description="Ngày hiệu lực / When the move takes effect")
    acted_on: date | None = strawberry.field(default=None, description=ACTED_ON)
    return_by: date | None = strawberry.field(
        default=None, description="Hạn trở về, nếu tạm thời / Back by, if temporary"
    )
    pull: bool | None = strawberry.field(default=False, description="Nơi đến đề nghị / Asked for by the destination")
    on_behalf: OnBehalfInput | None = strawberry.field(default=None, description=ON_BEHALF)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(
    description="Một bước của việc chuyển; commandId và transferId là đủ / A step; commandId and transferId suffice"
)
class TransferStepInput:
    """Một bước."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    transfer_id: strawberry.ID = strawberry.field(description="Hồ sơ chuyển / The transfer")
    accept: bool | None = strawberry.field(
        default=True, description="Chấp nhận; false cần remark / Accepted; false needs a remark"
    )
    acted_on: date | None = strawberry.field(default=None, description=ACTED_ON)
    remark: str | None = strawberry.field(default=None, description="Ý kiến / The remark")
    forward_to_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Giới thiệu xuống đâu, khi nơi nhận là nơi đến / The next body, where this is the destination",
    )
    paper_number: str | None = strawberry.field(default=None, description=PAPER_NUMBER)
    signatory: str | None = strawberry.field(default=None, description=SIGNATORY)
    evidence_hash: str | None = strawberry.field(default=None, description=EVIDENCE)
    on_behalf: OnBehalfInput | None = strawberry.field(default=None, description=ON_BEHALF)
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Một việc cần nêu lý do / An act that needs a reason")
class TransferReasonInput:
    """Một việc có lý do."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    transfer_id: strawberry.ID = strawberry.field(description="Hồ sơ chuyển / The transfer")
    reason: str = strawberry.field(description="Lý do / The reason")
    to_hop: int | None = strawberry.field(
        default=None,
        description="Trả về chặng nào, 0 là chi bộ nơi đi; mặc định chặng trước / To which hop; the one before",
    )
    present_by: date | None = strawberry.field(default=None, description="Hạn nộp mới / The new limit to present")
    return_by: date | None = strawberry.field(default=None, description="Hạn trở về mới / The new date of return")
    acted_on: date | None = strawberry.field(default=None, description=ACTED_ON)
    paper_number: str | None = strawberry.field(default=None, description=PAPER_NUMBER)
    signatory: str | None = strawberry.field(default=None, description=SIGNATORY)
    evidence_hash: str | None = strawberry.field(default=None, description=EVIDENCE)
    on_behalf: OnBehalfInput | None = strawberry.field(default=None, description=ON_BEHALF)
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)
