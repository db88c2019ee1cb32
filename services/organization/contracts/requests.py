"""What organization may be asked to do: the bodies of its HTTP API."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from services.organization.contracts.enums import (
    AffiliationKind,
    CellSetting,
    CommitteePosition,
    Degree,
    DualRole,
    OrganizationType,
    PlaceKind,
    PoliticalTheory,
    Role,
    WayOfLeavingOffice,
    WayOfTakingOffice,
)
from services.organization.contracts.restructuring import Allocation, Operation
from shared.vocabulary.requests import Request


class FoundOrganization(Request, frozen=True, kw_only=True):
    """Thành lập tổ chức đảng. Without `code` the next free number under the parent is given (contract: Codes).

    `synthetic` labels demo data; only another service may set it, and nothing in the public API does.
    """

    parent_id: UUID
    name: str
    type: OrganizationType
    setting: CellSetting | None = None
    effective_on: date
    code: str | None = None
    external: bool = False
    synthetic: bool = False
    decision_number: str | None = None
    decision_date: date | None = None


class NewOrganization(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list: an organisation under a parent that stands before the list, or earlier in it."""

    code: str
    name: str
    type: OrganizationType
    parent_id: UUID
    setting: CellSetting | None = None


class FoundOrganizations(Request, frozen=True, kw_only=True):
    """Lập nhiều tổ chức mẫu cùng lúc, all or none (≤ 500): made-up trees for demonstrations and measurements.

    Only another service may send it; nothing in the public API does. The id of the n-th line (from 0) is
    `new_id(command_id, "organization/<n>")`.
    """

    effective_on: date
    organizations: tuple[NewOrganization, ...]


class GrantRole(Request, frozen=True, kw_only=True):
    """Giao vai trò cho người dùng tại một tổ chức, trong một khoảng ngày [from, to)."""

    user: str
    role: Role
    organization_id: UUID
    from_date: date | None = None
    to_date: date | None = None
    member_id: UUID | None = None  # the member whose account this is; said by the system alone


class EndRoleGrant(Request, frozen=True, kw_only=True):
    """Thôi giao vai trò từ một ngày."""

    grant_id: UUID
    to_date: date


class SeatGiven(msgspec.Struct, frozen=True, kw_only=True):
    """Một người vào cấp ủy, with qualification and other offices as plain facts."""

    member_id: UUID
    position: CommitteePosition
    way: WayOfTakingOffice
    degree: Degree | None = None
    theory: PoliticalTheory | None = None
    dual_roles: tuple[DualRole, ...] = ()


class SeatLeaving(msgspec.Struct, frozen=True, kw_only=True):
    """Một người thôi một chức danh cấp ủy."""

    member_id: UUID
    position: CommitteePosition
    why: WayOfLeavingOffice


class AppointCommittee(Request, frozen=True, kw_only=True):
    """Quyết định về cấp ủy: who takes and who leaves a seat from `on` (default: today), planned size and term."""

    organization_id: UUID
    on: date | None = None
    decision_number: str | None = None
    decision_date: date | None = None
    planned_size: int | None = None
    term_from: date | None = None
    term_to: date | None = None
    seats: tuple[SeatGiven, ...] = ()
    leaving: tuple[SeatLeaving, ...] = ()


class RecordTraining(Request, frozen=True, kw_only=True):
    """Ghi một lớp bồi dưỡng cấp ủy: the day and the attendances, no names."""

    organization_id: UUID
    held_on: date
    attendances: int
    decision_number: str | None = None


class RegisterPlace(Request, frozen=True, kw_only=True):
    """Ghi địa bàn vào sổ của xã, phường, with the cells that are there; of the head only: a member, yes or no."""

    organization_id: UUID
    kind: PlaceKind
    name: str
    valid_from: date
    valid_to: date | None = None
    head_is_member: bool | None = None
    cells: tuple[UUID, ...] = ()


class RecordPlace(Request, frozen=True, kw_only=True):
    """Ghi thay đổi của địa bàn từ ngày `on` (default: today); what is absent stays."""

    place_id: UUID
    on: date | None = None
    valid_to: date | None = None
    head_is_member: bool | None = None
    cells_added: tuple[UUID, ...] = ()
    cells_left: tuple[UUID, ...] = ()


class RecordAffiliation(Request, frozen=True, kw_only=True):
    """Ghi đoàn thể của một tổ chức thuộc cấp nào, within [from, to): an organisation of ours, or by name."""

    organization_id: UUID
    kind: AffiliationKind
    superior_id: UUID | None = None
    superior_name: str | None = None
    valid_from: date
    valid_to: date | None = None


class RecordExternalId(Request, frozen=True, kw_only=True):
    """Ghi mã của tổ chức ở hệ thống khác; without a value it bears none there any more."""

    organization_id: UUID
    system: str
    value: str | None = None


class DelegateAuthority(Request, frozen=True, kw_only=True):
    """Cử người thay, within [from, to). `for_user` holds the role there; without it the actor's own role is meant."""

    user: str
    role: Role
    organization_id: UUID
    for_user: str | None = None
    from_date: date
    to_date: date


class SetPolicy(Request, frozen=True, kw_only=True):
    """Đặt một quy định cho một tổ chức và cấp dưới của nó, từ một ngày, theo một văn bản."""

    key: str
    organization_id: UUID
    valid_from: date
    valid_to: date | None = None
    value: Any
    source: str
    confirmed: bool = False


class DraftRestructuring(Request, frozen=True, kw_only=True):
    """Lập phương án sắp xếp. `declared_counts` are the figures of the decision form, by name of a report's count."""

    title: str
    effective_on: date
    decision_number: str | None = None
    decision_date: date | None = None
    declared_counts: dict[str, int] = msgspec.field(default_factory=dict)


class AddOperations(Request, frozen=True, kw_only=True):
    """Thêm thao tác vào phương án đang lập."""

    restructuring_id: UUID
    operations: tuple[Operation, ...]


class AllocateMembers(Request, frozen=True, kw_only=True):
    """Phân bổ từng đảng viên của những chi bộ sẽ kết thúc."""

    restructuring_id: UUID
    allocations: tuple[Allocation, ...]


class RestructuringStep(Request, frozen=True, kw_only=True):
    """What every further step of a plan names; `digest` is that of the dry run that was read."""

    restructuring_id: UUID
    digest: str | None = None


class DryRunRestructuring(RestructuringStep, frozen=True, kw_only=True):
    """Tính thử: the same computation as the run, nothing moves."""


class ApproveRestructuring(RestructuringStep, frozen=True, kw_only=True):
    """Duyệt, by another person than the one who drafted it, with the digest."""


class ExecuteRestructuring(RestructuringStep, frozen=True, kw_only=True):
    """Thực hiện, with the digest; it takes effect on its day, at once where that has come."""


class AcceptHandover(RestructuringStep, frozen=True, kw_only=True):
    """Tiếp nhận, by the receiving side, with the digest."""


class RefuseHandover(RestructuringStep, frozen=True, kw_only=True):
    """Không tiếp nhận, by the receiving side: the plan is revoked."""


class UndoRestructuring(Request, frozen=True, kw_only=True):
    """Thu hồi, by the revoking decision: before the plan took effect it never will, after it all is as before."""

    restructuring_id: UUID
    decision_number: str
    decision_date: date
