"""What mutations about restructurings take."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.organization.enums import (
    CellSetting,
    CommitteePosition,
    OperationKind,
    OrganizationType,
    WayOfTakingOffice,
)
from services.gateway.organization.inputs import COMMAND_ID, EXPECTED_VERSION, MIN_POSITION
from services.gateway.types.scalars import Position

_PLAN = "Phương án / The restructuring"
_REF = "id hoặc new:<key> / an id, or new:<key>"


@strawberry.input(description="Số ghi trong quyết định / A figure of the decision form")
class DeclaredCountInput:
    """Số ghi trong quyết định."""

    name: str = strawberry.field(description="Tên số đếm của kết quả tính thử / The name of a report's count")
    count: int = strawberry.field(description="Số ghi / The figure declared")


@strawberry.input(description="Lập phương án sắp xếp / Drafting a restructuring")
class DraftRestructuringInput:
    """Lập phương án."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    title: str = strawberry.field(description="Tên phương án / The title")
    effective_on: date = strawberry.field(description="Ngày hiệu lực / The day from which it counts")
    decision_number: str | None = strawberry.field(default=None, description="Số quyết định / The decision's number")
    decision_date: date | None = strawberry.field(default=None, description="Ngày quyết định / The decision's date")
    declared_counts: list[DeclaredCountInput] | None = strawberry.field(
        default=None, description="Các số ghi trong quyết định; khác thì không duyệt / Refused when they differ"
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Tổ chức lập mới trong phương án / An organisation that the plan founds")
class NewBodyInput:
    """Tổ chức lập mới."""

    key: str = strawberry.field(description="Tên trong phương án / Its name inside the plan")
    code: str = strawberry.field(description="Mã số / The code")
    name: str = strawberry.field(description="Tên / The name")
    type: OrganizationType = strawberry.field(description="Loại / The kind")
    parent: strawberry.ID = strawberry.field(description=f"Cấp trên / The one above: {_REF}")
    setting: CellSetting | None = strawberry.field(default=None, description="Loại hình chi bộ / A cell's setting")


@strawberry.input(description="Một người vào cấp ủy / A member who takes a seat in a committee")
class AppointmentInput:
    """Một người vào cấp ủy."""

    member_id: strawberry.ID = strawberry.field(description="Đảng viên / The member")
    position: CommitteePosition = strawberry.field(description="Chức danh / The position")
    way: WayOfTakingOffice = strawberry.field(description="Bầu, chỉ định hay bổ sung / How the seat is taken")


@strawberry.input(description="Một thao tác; kind quyết định các ô cần / One operation; kind says which fields count")
class OperationInput:
    """Một thao tác."""

    kind: OperationKind = strawberry.field(description="Loại thao tác / The kind")
    sources: list[strawberry.ID] | None = strawberry.field(default=None, description="Tổ chức nguồn / The sources")
    target: strawberry.ID | None = strawberry.field(default=None, description=f"Nơi tiếp nhận / The target: {_REF}")
    targets: list[strawberry.ID] | None = strawberry.field(
        default=None, description=f"SPLIT: nơi đầu nhận phần còn lại / the first takes what is left: {_REF}"
    )
    new: NewBodyInput | None = strawberry.field(default=None, description="Tổ chức lập mới / What is founded")
    children: list[strawberry.ID] | None = strawberry.field(
        default=None, description="SEPARATE: tổ chức trực thuộc đi theo / the organisations that go along"
    )
    type: OrganizationType | None = strawberry.field(default=None, description="RETYPE: loại mới / the new kind")
    name: str | None = strawberry.field(default=None, description="RENAME: tên mới / the new name")
    holding: strawberry.ID | None = strawberry.field(
        default=None,
        description="DISSOLVE, SPLIT: chi bộ tạm quản lý người ở ngoài phạm vi phương án"
        f" / the cell that holds members who live outside the plan's reach: {_REF}",
    )
    seats: list[AppointmentInput] | None = strawberry.field(
        default=None, description="STRENGTHEN: những người vào cấp ủy / who takes a seat in the committee"
    )
    consent_number: str | None = strawberry.field(
        default=None, description="Số văn bản đồng ý của cấp trên / The number of the superior's written consent"
    )
    consent_date: date | None = strawberry.field(default=None, description="Ngày văn bản đồng ý / Its date")


@strawberry.input(description="Thêm thao tác / Adding operations")
class AddOperationsInput:
    """Thêm thao tác."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    restructuring_id: strawberry.ID = strawberry.field(description=_PLAN)
    operations: list[OperationInput] = strawberry.field(description="Các thao tác / The operations")
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Một đảng viên và chi bộ tiếp nhận / A member and the cell that takes them")
class AllocationInput:
    """Phân bổ."""

    member_id: strawberry.ID = strawberry.field(description="Đảng viên / The member")
    cell: strawberry.ID = strawberry.field(description=f"Chi bộ tiếp nhận / The cell: {_REF}")
    onward: strawberry.ID | None = strawberry.field(
        default=None,
        description="Từ chi bộ tạm quản lý giới thiệu tiếp đến / From a holding cell: the organisation introduced to",
    )


@strawberry.input(description="Phân bổ đảng viên / Allocating members")
class AllocateMembersInput:
    """Phân bổ đảng viên."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    restructuring_id: strawberry.ID = strawberry.field(description=_PLAN)
    allocations: list[AllocationInput] = strawberry.field(description="Các phân bổ / The allocations")
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Một bước của phương án / A step of a restructuring")
class RestructuringStepInput:
    """Một bước."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    restructuring_id: strawberry.ID = strawberry.field(description=_PLAN)
    digest: str | None = strawberry.field(
        default=None, description="Mã đối chiếu của lần tính thử đã xem / The digest of the dry run that was read"
    )
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Thu hồi phương án theo quyết định / Undoing a restructuring by a revoking decision")
class UndoRestructuringInput:
    """Thu hồi."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    restructuring_id: strawberry.ID = strawberry.field(description=_PLAN)
    decision_number: str = strawberry.field(description="Số quyết định thu hồi / The revoking decision's number")
    decision_date: date = strawberry.field(description="Ngày quyết định thu hồi / Its date")
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)
