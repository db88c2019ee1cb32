"""What mutations about service at home take."""

from datetime import date, datetime
from uuid import UUID

import strawberry

from services.gateway.membership.home.enums import AskedBy, CustodianKind, VisitSlot
from services.gateway.organization.inputs import COMMAND_ID, EXPECTED_VERSION, MIN_POSITION
from services.gateway.types.scalars import Position

HOME_SERVICE_ID = "Dịch vụ tại nhà / The home service"
SEAL = "Số trên niêm phong / The number on the seal"
INVENTORY = "SHA-256 của bản kê tài liệu / The digest of the list of contents"
PAPERS = "Số tài liệu trong túi / How many papers are inside"
WITNESS = "Người làm chứng; chỉ giữ mã hóa trong việc này / A witness; kept encrypted, within this task"


@strawberry.input(description="Đề nghị phục vụ tại nhà / Asking for service at home")
class RequestHomeServiceInput:
    """Đề nghị phục vụ tại nhà."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    member_id: strawberry.ID = strawberry.field(description="Đảng viên / The member")
    service: str = strawberry.field(
        description="Mã dịch vụ trong danh mục, ví dụ COLLECT_AT_HOME / The catalogue's code of the service"
    )
    organization_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Cấp ủy phục vụ; mặc định cấp ủy trên chi bộ / Who serves; the committee over the cell",
    )
    transfer_id: strawberry.ID | None = strawberry.field(default=None, description="Hồ sơ chuyển / The transfer")
    address: str = strawberry.field(description="Địa chỉ đến / Where to come")
    neighbourhood: str = strawberry.field(description="Khu phố, thôn, ấp / The neighbourhood")
    asked_by: AskedBy | None = strawberry.field(default=AskedBy.CELL, description="Ai đề nghị / Who asks")
    consent: bool = strawberry.field(description="Đảng viên đồng ý / The member consents")
    consent_on: date | None = strawberry.field(
        default=None, description="Ngày đồng ý; mặc định hôm nay / When; today by default"
    )
    authorisation_hash: str | None = strawberry.field(
        default=None, description="Mã băm giấy ủy quyền của người thân / The hash of a relative's authorisation"
    )
    proxy: str | None = strawberry.field(default=None, description="Người được nhận thay / Who may receive instead")
    weak: bool | None = strawberry.field(
        default=False, description="Sức khỏe yếu: có hoặc không, không chẩn đoán / Weak: yes or no, no diagnosis"
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Lên lịch đến nhà / Planning a visit")
class ScheduleVisitInput:
    """Lên lịch."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    home_service_id: strawberry.ID = strawberry.field(description=HOME_SERVICE_ID)
    on: date = strawberry.field(description="Ngày đến / The day")
    slot: VisitSlot | None = strawberry.field(default=VisitSlot.MORNING, description="Buổi / The time of day")
    officer: strawberry.ID | None = strawberry.field(
        default=None,
        description="Tài khoản cán bộ; bỏ trống thì chia đều / The officer; without one the load is shared",
    )
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Thôi phục vụ, có lý do / Calling a service off, with a reason")
class HomeServiceReasonInput:
    """Thôi phục vụ."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    home_service_id: strawberry.ID = strawberry.field(description=HOME_SERVICE_ID)
    reason: str = strawberry.field(description="Lý do / The reason")
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Người giao hoặc người nhận / A giver or receiver")
class CustodianInput:
    """Người giữ."""

    kind: CustodianKind = strawberry.field(description="Loại / The kind")
    organization_id: strawberry.ID | None = strawberry.field(
        default=None, description="Cấp ủy, khi kind là BODY / The committee, for BODY"
    )
    officer: strawberry.ID | None = strawberry.field(
        default=None, description="Tài khoản, khi kind là OFFICER / The account, for OFFICER"
    )


@strawberry.input(description="Ba đồng hồ của máy / The three clocks of a device")
class DeviceTimeInput:
    """Giờ trên máy; the same however often the act is sent."""

    device_time: datetime = strawberry.field(description="Giờ trên máy, có múi giờ / The wall clock, with its zone")
    synced_at: datetime = strawberry.field(
        description="serverTime của lần đồng bộ gần nhất / serverTime of the last sync"
    )
    monotonic_offset_ms: int = strawberry.field(
        description="Mili giây từ lần đồng bộ đó, theo đồng hồ không chỉnh được / Since then, by the steady clock"
    )


@strawberry.input(description="Niêm phong, bàn giao hoặc mở hồ sơ / Sealing, handing over or opening a file")
class RecordCustodyInput:
    """Giữ hồ sơ."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    home_service_id: strawberry.ID = strawberry.field(description=HOME_SERVICE_ID)
    seal_number: str = strawberry.field(description=SEAL)
    inventory_hash: str | None = strawberry.field(default=None, description=INVENTORY)
    papers: int | None = strawberry.field(default=None, description=PAPERS)
    giver: CustodianInput = strawberry.field(description="Người đang giữ / Who has it")
    receiver: CustodianInput | None = strawberry.field(default=None, description="Người nhận / Who takes it")
    intact: bool | None = strawberry.field(
        default=True, description="Niêm phong còn nguyên; không thì mở sự cố / Whole; if not, an incident opens"
    )
    opened: bool | None = strawberry.field(
        default=False, description="Cấp ủy đang giữ mở hồ sơ theo thẩm quyền / The committee that has it opens it"
    )
    witness: str | None = strawberry.field(default=None, description=WITNESS)
    postal_number: str | None = strawberry.field(default=None, description="Số bưu gửi / The postal item's number")
    at: DeviceTimeInput | None = strawberry.field(default=None, description="Giờ trên máy / The device's clocks")
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Đóng sự cố niêm phong / Closing a custody incident")
class CloseCustodyIncidentInput:
    """Đóng sự cố."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    home_service_id: strawberry.ID = strawberry.field(description=HOME_SERVICE_ID)
    seal_number: str = strawberry.field(description="Số niêm phong mới / The new seal's number")
    inventory_hash: str = strawberry.field(description=INVENTORY)
    papers: int = strawberry.field(description=PAPERS)
    witness: str = strawberry.field(description=WITNESS)
    minutes_number: str = strawberry.field(description="Số biên bản / The number of the minutes")
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)
