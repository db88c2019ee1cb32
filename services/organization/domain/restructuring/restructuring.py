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
    HandoverIsAwaited,
    PlanHasChanged,
    RestructuringIsNotInThatState,
    RestructuringIsUnknown,
)
from services.organization.domain.restructuring.operations import Operation
from services.organization.domain.restructuring.plan_facts import (
    FACTS,
    Allocation,
    HandoverAccepted,
    HandoverRefused,
    MembersAllocated,
    OperationsAdded,
    RestructuringApproved,
    RestructuringCounted,
    RestructuringDrafted,
    RestructuringExecutionStarted,
    RestructuringFact,
    RestructuringProved,
    RestructuringReverted,
    RestructuringRevoked,
    RestructuringStaged,
    RestructuringTookEffect,
)
from services.organization.domain.restructuring.report import Proof, Report
from services.organization.domain.restructuring.rows import Row
from shared.vocabulary.facts import Fact, Stream

# State: what decisions need to remember


class Restructuring(msgspec.Struct, frozen=True, kw_only=True):
    """A plan; `state` is empty while there is none."""

    state: str = ""
    title: str = ""
    effective_on: date = date.min
    drafted_by: str = ""
    decision_number: str | None = None
    decision_date: date | None = None
    declared: dict[str, int] = {}
    operations: tuple[Operation, ...] = ()
    allocated: tuple[tuple[Allocation, ...], ...] = ()  # as they were entered; whoever is named again goes elsewhere
    report: Report | None = None
    parts: int = 0
    staged: int = 0
    handed_over: tuple[UUID, ...] = ()
    accepted_by: str = ""
    took_effect: bool = False
    undoable_until: date | None = None
    proof: Proof | None = None

    @property
    def allocations(self) -> dict[UUID, Allocation]:
        """Who goes where, in the order in which members were first named; gathered anew each time it is asked."""
        return {one.member: one for entered in self.allocated for one in entered}


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
        decision_number=fact.decision_number,
        decision_date=fact.decision_date,
        declared=fact.declared,
    )


_EVOLVE: dict[type[Fact], Any] = {
    RestructuringDrafted: _drafted,
    OperationsAdded: lambda s, f: replace(s, operations=(*s.operations, *f.operations), report=None),
    MembersAllocated: lambda s, f: replace(s, allocated=(*s.allocated, f.allocations), report=None),
    RestructuringCounted: lambda s, f: replace(s, report=f.report),
    RestructuringApproved: lambda s, f: replace(
        s, state="APPROVED", report=f.report, handed_over=f.handed_over, parts=f.parts
    ),
    HandoverAccepted: lambda s, f: replace(s, accepted_by=f.accepted_by),
    HandoverRefused: lambda s, _: replace(s, state="REVOKED"),
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


def approve(
    plan_id: UUID,
    plan: Restructuring,
    report: Report,
    digest: str,
    *,
    approver: str,
    handed_over: tuple[UUID, ...] = (),
    parts: int = 0,
) -> RestructuringApproved:
    """Another person, the same digest, the counts that were declared."""
    in_state(plan, "DRAFT")
    if approver == plan.drafted_by:
        raise DraftIsApprovedByAnother("restructuring_id")
    same_digest(report, digest)
    for differing in counts_that_differ(plan, report):
        raise differing
    return RestructuringApproved(
        plan=plan_id, approved_by=approver, report=report, handed_over=handed_over, parts=parts
    )


def counts_that_differ(plan: Restructuring, report: Report) -> list[CountsDiffer]:
    """Each figure of the decision that is not what was counted, by its name."""
    return [
        CountsDiffer("declared_counts", name=name, declared=declared, counted=counted)
        for name, declared in plan.declared.items()
        if (counted := report.counts.get(name, 0)) != declared
    ]


def both_sides(plan: Restructuring) -> Restructuring:
    """The plan, if whatever it hands over has been taken over."""
    if plan.handed_over and not plan.accepted_by:
        raise HandoverIsAwaited("restructuring_id")
    return plan


def same_digest(report: Report | None, digest: str) -> None:
    """What is decided on is what was counted."""
    if report is None or report.digest != digest:
        raise PlanHasChanged("digest")


def parts_of(rows: Sequence[Row], allocations: Sequence[Allocation], size: int) -> int:
    """In how many parts a plan is laid down."""
    return max(1, -(-max(len(rows), len(allocations)) // size))
