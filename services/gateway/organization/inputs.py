"""What mutations about organisations take: the fields of organization's requests, ids as global ids."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.organization.enums import CellSetting, OrganizationType, Role
from services.gateway.types.scalars import Json, Position

COMMAND_ID = (
    "Mã lệnh do phần mềm khách tạo; gửi lại cùng mã thì nhận cùng câu trả lời"
    " / The client's id of the command; the same id always gets the same answer"
)
MIN_POSITION = "Chờ dữ liệu đến vị trí này trước khi quyết định / Decide only once the data has reached this position"
EXPECTED_VERSION = "Phiên bản đã đọc; khác thì từ chối / The version that was read; refused if it has changed"


@strawberry.input(description="Thành lập tổ chức đảng / Founding a party organisation")
class FoundOrganizationInput:
    """Thành lập tổ chức."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    parent_id: strawberry.ID = strawberry.field(description="Tổ chức cấp trên trực tiếp / The organisation right above")
    name: str = strawberry.field(description="Tên / The name")
    type: OrganizationType = strawberry.field(description="Loại tổ chức / The kind")
    setting: CellSetting | None = strawberry.field(default=None, description="Loại hình chi bộ / The setting of a cell")
    effective_on: date = strawberry.field(description="Hoạt động từ ngày / Stands from")
    code: str | None = strawberry.field(
        default=None, description="Mã số; bỏ trống thì lấy số tiếp theo / The code; without it the next free number"
    )
    external: bool = strawberry.field(default=False, description="Chưa kết nối với hệ thống / Not connected")
    decision_number: str | None = strawberry.field(default=None, description="Số quyết định / The decision's number")
    decision_date: date | None = strawberry.field(default=None, description="Ngày quyết định / The decision's date")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Giao vai trò cho người dùng / Granting a user a role")
class GrantRoleInput:
    """Giao vai trò."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    user: str = strawberry.field(description="Tài khoản / The account")
    role: Role = strawberry.field(description="Vai trò / The role")
    organization_id: strawberry.ID = strawberry.field(description="Tại tổ chức / At the organisation")
    from_: date | None = strawberry.field(name="from", default=None, description="Từ ngày / From")
    to: date | None = strawberry.field(default=None, description="Đến trước ngày / Until before")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Cử người thay một vai trò / Naming a substitute for a role")
class DelegateAuthorityInput:
    """Cử người thay."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    user: str = strawberry.field(description="Tài khoản của người thay / The substitute's account")
    role: Role = strawberry.field(description="Vai trò / The role")
    organization_id: strawberry.ID = strawberry.field(description="Tại tổ chức / At the organisation")
    for_user: str | None = strawberry.field(
        default=None, description="Thay cho tài khoản; bỏ trống là chính mình / For whom; without it for oneself"
    )
    from_: date = strawberry.field(name="from", description="Từ ngày / From")
    to: date = strawberry.field(description="Đến trước ngày / Until before")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Thôi giao vai trò / Ending a role")
class EndRoleGrantInput:
    """Thôi giao vai trò."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    user: str = strawberry.field(description="Tài khoản / The account")
    role: Role = strawberry.field(description="Vai trò / The role")
    organization_id: strawberry.ID = strawberry.field(description="Tại tổ chức / At the organisation")
    for_user: str | None = strawberry.field(
        default=None, description="Nếu là người thay: thay cho tài khoản / Of a substitute: for whom"
    )
    to: date | None = strawberry.field(
        default=None, description="Từ ngày này không còn vai trò; mặc định hôm nay / No right from this day; today"
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Đặt một quy định / Setting a rule")
class SetPolicyInput:
    """Đặt quy định."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    key: str = strawberry.field(description="Khóa / The key")
    organization_id: strawberry.ID = strawberry.field(description="Áp dụng cho tổ chức và cấp dưới / For this subtree")
    valid_from: date = strawberry.field(description="Áp dụng từ ngày / In force from")
    valid_to: date | None = strawberry.field(default=None, description="Đến trước ngày / Until before")
    value: Json | None = strawberry.field(default=None, description="Giá trị / The value")
    source: str = strawberry.field(description="Số và ngày của văn bản / The number and date of the document")
    confirmed: bool = strawberry.field(default=False, description="Đã xác nhận / Confirmed")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)
