"""Phương án sắp xếp - drafted, filled, counted, approved by another person, staged, in effect; revoked or undone."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from services.organization.domain.restructuring.life_refusals import (
    CountsDiffer,
    DraftIsApprovedByAnother,
    PlanHasChanged,
    RestructuringIsNotInThatState,
    RestructuringIsUnknown,
)
from services.organization.domain.restructuring.operations import Operation
from services.organization.domain.restructuring.report import Figures, Proof, Report
from services.organization.domain.restructuring.rows import Row
from shared.vocabulary.facts import Fact, Stream

# Facts: what has happened; the TOPICs are stored, they never change


class Allocation(msgspec.Struct, frozen=True, kw_only=True):
    """Phân bổ - one member of a cell that ends goes to a cell of their own."""

    member: UUID
    cell: UUID


class RestructuringDrafted(Fact, frozen=True, kw_only=True):
    """Lập phương án - by whom, by which decision, from which day."""

    TOPIC = "organization.RestructuringDrafted"
    plan: UUID
    title: str
    effective_on: date
    drafted_by: str
    decision_number: str | None = None
    decision_date: date | None = None
    declared: dict[str, int] = msgspec.field(default_factory=dict)


class OperationsAdded(Fact, frozen=True, kw_only=True):
    """Thêm thao tác - `first` is the number of the first of them, from 1."""

    TOPIC = "organization.OperationsAdded"
    plan: UUID
    first: int
    operations: tuple[Operation, ...]


class MembersAllocated(Fact, frozen=True, kw_only=True):
    """Phân bổ đảng viên - a later allocation of the same member replaces the earlier one."""

    TOPIC = "organization.MembersAllocated"
    plan: UUID
    allocations: tuple[Allocation, ...]


class RestructuringCounted(Fact, frozen=True, kw_only=True):
    """Tính thử - what the plan would come to, as counted then; nothing moves."""

    TOPIC = "organization.RestructuringCounted"
    plan: UUID
    report: Report


class RestructuringApproved(Fact, frozen=True, kw_only=True):
    """Duyệt - another person has approved exactly what the digest covers."""

    TOPIC = "organization.RestructuringApproved"
    plan: UUID
    approved_by: str
    report: Report


class RestructuringExecutionStarted(Fact, frozen=True, kw_only=True):
    """Thực hiện - its rows are being laid down in so many parts; nothing counts yet."""

    TOPIC = "organization.RestructuringExecutionStarted"
    plan: UUID
    effective_on: date
    digest: str
    parts: int


class RestructuringStaged(Fact, frozen=True, kw_only=True):
    """Một phần của phương án đã được ghi; inert until the plan takes effect."""

    TOPIC = "organization.RestructuringStaged"
    plan: UUID
    part: int
    rows: tuple[Row, ...]
    allocations: tuple[Allocation, ...] = ()


class RestructuringTookEffect(Fact, frozen=True, kw_only=True):
    """Có hiệu lực - from here on all staged rows count, at once, from `effective_on`."""

    TOPIC = "organization.RestructuringTookEffect"
    plan: UUID
    effective_on: date
    digest: str
    before: Figures
    undoable_until: date | None = None  # the last day on which it may be undone


class RestructuringProved(Fact, frozen=True, kw_only=True):
    """Bảo toàn - what was counted before and after."""

    TOPIC = "organization.RestructuringProved"
    plan: UUID
    proof: Proof


class RestructuringRevoked(Fact, frozen=True, kw_only=True):
    """Thu hồi trước khi có hiệu lực - the plan will never count."""

    TOPIC = "organization.RestructuringRevoked"
    plan: UUID
    revoked_by: str
    decision_number: str
    decision_date: date


class RestructuringReverted(Fact, frozen=True, kw_only=True):
    """Thu hồi sau khi có hiệu lực - everything stands as it stood before the plan."""

    TOPIC = "organization.RestructuringReverted"
    plan: UUID
    effective_on: date
    reverted_by: str
    decision_number: str
    decision_date: date


RestructuringFact = (
    RestructuringDrafted
    | OperationsAdded
    | MembersAllocated
    | RestructuringCounted
    | RestructuringApproved
    | RestructuringExecutionStarted
    | RestructuringStaged
    | RestructuringTookEffect
    | RestructuringProved
    | RestructuringRevoked
    | RestructuringReverted
)
FACTS: tuple[type[Fact], ...] = (
    RestructuringDrafted,
    OperationsAdded,
    MembersAllocated,
    RestructuringCounted,
    RestructuringApproved,
    RestructuringExecutionStarted,
    RestructuringStaged,
    RestructuringTookEffect,
    RestructuringProved,
    RestructuringRevoked,
    RestructuringReverted,
)


# State: what decisions need to remember


class Restructuring(msgspec.Struct, frozen=True, kw_only=True):
    """A plan; `state` is empty while there is none."""

    state: str = ""
    title: str = ""
    effective_on: date = date.min
    drafted_by: str = ""
    declared: dict[str, int] = {}
    operations: tuple[Operation, ...] = ()
    allocations: dict[UUID, UUID] = {}
    report: Report | None = None
    parts: int = 0
    staged: int = 0
    took_effect: bool = False
    undoable_until: date | None = None
    proof: Proof | None = None

    @property
    def pairs(self) -> list[tuple[UUID, UUID]]:
        """The allocations, in the order in which members were first named."""
        return list(self.allocations.items())


# Evolve: fact → state


def evolve(state: Restructuring, fact: RestructuringFact) -> Restructuring:
    """Total, without clock and without questions."""
    return _EVOLVE[type(fact)](state, fact)


def _drafted(_: Restructuring, fact: RestructuringDrafted) -> Restructuring:
    return Restructuring(
        state="DRAFT",
        title=fact.title,
        effective_on=fact.effective_on,
        drafted_by=fact.drafted_by,
        declared=fact.declared,
    )


def _allocated(state: Restructuring, fact: MembersAllocated) -> Restructuring:
    added = {one.member: one.cell for one in fact.allocations}
    return replace(state, allocations={**state.allocations, **added}, report=None)


_EVOLVE: dict[type[Fact], Any] = {
    RestructuringDrafted: _drafted,
    OperationsAdded: lambda s, f: replace(s, operations=(*s.operations, *f.operations), report=None),
    MembersAllocated: _allocated,
    RestructuringCounted: lambda s, f: replace(s, report=f.report),
    RestructuringApproved: lambda s, f: replace(s, state="APPROVED", report=f.report),
    RestructuringExecutionStarted: lambda s, f: replace(s, state="EXECUTING", parts=f.parts),
    RestructuringStaged: lambda s, _: replace(s, staged=s.staged + 1),
    RestructuringTookEffect: lambda s, f: replace(
        s, state="EXECUTED", took_effect=True, undoable_until=f.undoable_until
    ),
    RestructuringProved: lambda s, f: replace(s, proof=f.proof),
    RestructuringRevoked: lambda s, _: replace(s, state="REVOKED"),
    RestructuringReverted: lambda s, _: replace(s, state="UNDONE"),
}

RESTRUCTURING: Stream[Restructuring] = Stream("restructuring", Restructuring(), evolve, FACTS)


# Decide: (state, what is asked) → facts, or a named refusal


def in_state(plan: Restructuring, *states: str) -> Restructuring:
    """The plan, if there is one in one of these states."""
    if not plan.state:
        raise RestructuringIsUnknown("restructuring_id")
    if plan.state not in states:
        raise RestructuringIsNotInThatState("restructuring_id", state=plan.state, needed=", ".join(states))
    return plan


def approve(plan_id: UUID, plan: Restructuring, report: Report, digest: str, approver: str) -> RestructuringApproved:
    """Another person, the same digest, the counts that were declared."""
    in_state(plan, "DRAFT")
    if approver == plan.drafted_by:
        raise DraftIsApprovedByAnother("restructuring_id")
    same_digest(report, digest)
    for name, declared in plan.declared.items():
        counted = report.counts.get(name, 0)
        if counted != declared:
            raise CountsDiffer("declared_counts", name=name, declared=declared, counted=counted)
    return RestructuringApproved(plan=plan_id, approved_by=approver, report=report)


def same_digest(report: Report | None, digest: str) -> None:
    """What is decided on is what was counted."""
    if report is None or report.digest != digest:
        raise PlanHasChanged("digest")


def parts_of(rows: Sequence[Row], allocations: Sequence[Allocation], size: int) -> int:
    """In how many parts a plan is laid down."""
    return max(1, -(-max(len(rows), len(allocations)) // size))
