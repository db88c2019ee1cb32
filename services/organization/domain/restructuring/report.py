"""Kết quả tính thử và chứng minh bảo toàn - what a plan is counted to come to, and what it was proved to keep."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

import msgspec

from services.organization.domain.restructuring.access import AccessChange
from services.organization.domain.restructuring.operations import Allocation, Operation
from services.organization.domain.restructuring.planning import Planned
from services.organization.domain.restructuring.rows import CHANGED, ENDED, FOUNDED
from services.organization.domain.restructuring.rules import Rules
from services.organization.domain.restructuring.thresholds import Finding

SEATS = "SEATS"
ORGANIZATION_ENDED = "ORGANIZATION_ENDED"
_encode = msgspec.json.Encoder(order="sorted").encode


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Số đếm tại một vị trí - everything that has a standing home, guest cell or body, of all that was known there."""

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
    """Ngoại lệ được liệt kê - so many of a kind that rightly stand no more, and the rule behind it."""

    kind: str
    count: int
    why: str


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
    """Điều còn vướng: what an approval would refuse now, in which row of the operations (or allocations)."""

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


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """Chứng minh bảo toàn; whoever reads the logs can count it again."""

    before: Figures
    after: Figures
    digest: str
    exceptions: tuple[ProofException, ...] = ()

    @property
    def holds(self) -> bool:
        """Nobody and nothing was lost, nothing appeared; seats of organisations that ended are listed."""
        listed = sum(one.count for one in self.exceptions if one.kind == SEATS)
        return self.before == msgspec.structs.replace(self.after, seats=self.after.seats + listed)


def digest_of(
    operations: Sequence[Operation],
    allocations: Sequence[Allocation],
    on: date,
    planned: Planned,
    rules: Rules,
) -> str:
    """What two persons agree on: operations, allocation, what stood before (in the rows), and the policy rows."""
    covered = [_encode(list(operations)), _encode(list(allocations)), _encode(on), _encode(planned.rows)]
    return sha256(b"\0".join((*covered, _encode(rules)))).hexdigest()


def counts_of(operations: Sequence[Operation], planned: Planned, members: Mapping[str, int]) -> dict[str, int]:
    """The figures of a decision form: organisations by what happens to them, and members."""
    kinds = Counter(one.kind for one in operations)
    return {
        "operations": len(operations),
        "founded": planned.count(FOUNDED),
        "changed": planned.count(CHANGED),
        "ended": planned.count(ENDED),
        "cells_ended": len(planned.ended_cells),
        **{f"operations_{kind.lower()}": count for kind, count in sorted(kinds.items())},
        **members,
    }


def proof_of(before: Figures, after: Figures, seats_ended: int) -> Proof:
    """Both counts, under one digest; a seat ends with its organisation (24-QĐ/TW 16.4)."""
    digest = sha256(_encode([before, after])).hexdigest()
    ended = (ProofException(kind=SEATS, count=seats_ended, why=ORGANIZATION_ENDED),) if seats_ended else ()
    return Proof(before=before, after=after, digest=digest, exceptions=ended)
