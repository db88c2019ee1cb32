"""The values that plans are made of, as they travel: operations in, rows, figures and proofs out."""

from datetime import date
from uuid import UUID

import msgspec


class NewBody(msgspec.Struct, frozen=True, kw_only=True):
    """Tổ chức lập mới trong phương án; `key` is its name inside the plan, `parent` an id or `new:<key>`."""

    key: str
    code: str
    name: str
    type: str
    parent: str
    setting: str | None = None


class Appointment(msgspec.Struct, frozen=True, kw_only=True):
    """Một người vào cấp ủy."""

    member: UUID
    position: str
    way: str


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """Một thao tác: `kind` says which fields count; `target` and `targets` are ids or `new:<key>`."""

    kind: str
    sources: tuple[UUID, ...] = ()
    target: str | None = None
    targets: tuple[str, ...] = ()
    new: NewBody | None = None
    children: tuple[UUID, ...] = ()
    type: str | None = None
    name: str | None = None
    holding: str | None = None
    seats: tuple[Appointment, ...] = ()
    consent_number: str | None = None
    consent_date: date | None = None


class Allocation(msgspec.Struct, frozen=True, kw_only=True):
    """Phân bổ - one member of a cell that ends goes to a cell of their own; from a holding cell `onward` takes them."""

    member: UUID
    cell: UUID
    onward: UUID | None = None


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """What stood before a plan."""

    name: str
    type: str
    parent: UUID | None


class LineageRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Một dòng kế thừa: FOUNDED, CHANGED or ENDED; inert until the plan takes effect.

    ENDED: the first of `successors` takes what is left. FOUNDED: `heir` takes it back if the plan is undone.
    """

    kind: str
    organization: UUID
    code: str
    name: str
    type: str
    parent: UUID | None
    setting: str | None = None
    successors: tuple[UUID, ...] = ()
    origins: tuple[UUID, ...] = ()
    heir: UUID | None = None
    before: Before | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Một tổ chức ngoài ngưỡng sau sắp xếp; `consent` is the number of the paper that allows it."""

    kind: str
    organization: UUID
    code: str
    counted: int
    limit: int
    consent: str | None = None


class AccessChange(msgspec.Struct, frozen=True, kw_only=True):
    """Người phụ trách một tổ chức thấy thêm và bớt bao nhiêu tổ chức."""

    organization: UUID
    code: str
    gains: int = 0
    loses: int = 0


class LeftOver(msgspec.Struct, frozen=True, kw_only=True):
    """Chi bộ kết thúc còn đảng viên chưa phân bổ riêng."""

    cell: UUID
    code: str
    members: int


class MovedOrganization(msgspec.Struct, frozen=True, kw_only=True):
    """Một tổ chức được chuyển giao, with the members who go with it."""

    organization: UUID
    members: int


class PlanConflict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Điều còn vướng: what an approval would refuse: its code, what fills its texts, and in which row of `path`."""

    refusal: str
    path: str
    row: int = 0
    params: dict[str, str] = {}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Kết quả tính thử; `counted_at` is how far the membership log had been read."""

    digest: str
    counts: dict[str, int]
    counted_at: int
    redirected_transfers: int = 0
    leftovers: int = 0
    thresholds: tuple[Finding, ...] = ()
    access_changes: tuple[AccessChange, ...] = ()
    leftover_cells: tuple[LeftOver, ...] = ()
    moved: tuple[MovedOrganization, ...] = ()
    conflicts: tuple[PlanConflict, ...] = ()


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Số đếm - everything that has a standing home, guest cell or body; each `_at` is a place in a published log."""

    members: int = 0
    cards: int = 0
    transfers: int = 0
    counted_at: int = 0  # of membership's log
    guests: int = 0
    evaluations: int = 0  # that are running
    evaluated_at: int = 0  # of evaluation's log
    seats: int = 0
    seated_at: int = 0  # of organization's own log


class ProofException(msgspec.Struct, frozen=True, kw_only=True):
    """Ngoại lệ được liệt kê - so many of a kind (SEATS) that rightly stand no more, and why."""

    kind: str
    count: int
    why: str


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """Chứng minh bảo toàn."""

    before: Figures
    after: Figures
    digest: str
    exceptions: tuple[ProofException, ...] = ()

    @property
    def holds(self) -> bool:
        """Nobody and nothing was lost but what is listed, and nothing appeared."""
        listed = sum(one.count for one in self.exceptions if one.kind == "SEATS")
        return self.before == msgspec.structs.replace(self.after, seats=self.after.seats + listed)
