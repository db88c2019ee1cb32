"""Tính phương án từ sổ tổ chức - reads what the pure function needs, and keeps what it came to while the plan lives."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from services.organization.application.look import Look
from services.organization.domain.refusals import LegalityIsNotSet
from services.organization.domain.restructuring.life_refusals import PlanIsNotForYou, StepNeedsAnotherRole
from services.organization.domain.restructuring.operations import Operation, leaving, named
from services.organization.domain.restructuring.planning import Planned, check_allocations, plan
from services.organization.domain.restructuring.report import Report, counts_of, digest_of
from services.organization.domain.restructuring.restructuring import Restructuring, same_digest
from services.organization.domain.restructuring.rows import FOUNDED
from shared.eventlog.work import Work
from shared.vocabulary.codes import ROOT

_KEPT = 4


class Computed(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan comes to, and how it is counted."""

    planned: Planned
    report: Report


class ComputedPlans:
    """The last few plans by digest: while one is being laid down, part after part, it is not computed again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[UUID, str], Computed] = OrderedDict()

    def get(self, plan_id: UUID, digest: str) -> Computed | None:
        """What was computed under a digest."""
        return self._kept.get((plan_id, digest))

    def keep(self, plan_id: UUID, result: Computed) -> Computed:
        """Remember it; the oldest goes."""
        self._kept[(plan_id, result.report.digest)] = result
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return result


async def computed(plan_id: UUID, state: Restructuring, work: Work, look: Look) -> Computed:
    """The plan on the tree as it stands; refused if it reaches outside the actor's authority."""
    operations = state.operations
    await refuse_outside(operations, plan_id, work, look)
    places = {place for one in operations for place in named(one, plan_id) if place is not None}
    places |= set(state.allocations.values())
    codes = {one.new.code for one in operations if one.new is not None}
    tree = await look.register.tree(places, codes, leaving(operations))
    legality = await look.rules.value("organization.legality", (ROOT,), state.effective_on)
    if legality is None:
        raise LegalityIsNotSet("effective_on", on=state.effective_on)
    planned = plan(tree, plan_id, operations, state.effective_on, legality)
    check_allocations(planned, tree, state.pairs, state.effective_on)
    members, leftovers = await _members(planned, state, look)
    ended = [row.organization for row in planned.rows if row.successors]
    report = Report(
        digest=digest_of(operations, state.pairs, state.effective_on, planned, legality),
        counts=counts_of(operations, planned, members),
        counted_at=work.basis.get("membership", 0),
        redirected_transfers=await look.members.moving(ended),
        leftovers=leftovers,
    )
    return look.plans.keep(plan_id, Computed(planned=planned, report=report))


async def laid_down(plan_id: UUID, state: Restructuring, work: Work, look: Look) -> Computed:
    """What was approved, exactly: from memory, or computed once more to the same digest."""
    assert state.report is not None
    kept = look.plans.get(plan_id, state.report.digest)
    if kept is None:
        kept = await computed(plan_id, state, work, look)
        same_digest(state.report, kept.report.digest)
    return kept


async def refuse_outside(operations: Sequence[Operation], plan_id: UUID, work: Work, look: Look) -> None:
    """Everything that an actor's plan names stands under a role of the actor's."""
    if work.actor.role == "service":
        return
    places = {place for one in operations for place in named(one, plan_id) if place is not None}
    roots = [root.organization for root in await look.scope.roots(work.actor)]
    if not roots or work.actor.role not in ("committee_officer", "approver"):
        raise StepNeedsAnotherRole("restructuring_id", needed="committee_officer, approver")
    if code := await look.register.outside(sorted(places), roots):
        raise PlanIsNotForYou("operations", code=code)


def touched(result: Computed) -> dict[UUID, str]:
    """The organisations that a plan changes or founds, with their codes, and those that receive."""
    places: dict[UUID, str] = {}
    for row in result.planned.rows:
        for receiver in (*row.successors, *((row.parent,) if row.kind == FOUNDED and row.parent else ())):
            places.setdefault(receiver, "")
    return {**places, **{row.organization: row.code for row in result.planned.rows}}


async def _members(planned: Planned, state: Restructuring, look: Look) -> tuple[dict[str, int], int]:
    cells = planned.ended_cells
    total = await look.members.under(list(cells)) if cells else 0
    allocated = len(state.allocations)
    return {"members": total, "allocated": allocated}, max(0, total - allocated)


def part(values: Sequence[Any], number: int, size: int) -> tuple[Any, ...]:
    """One part of many, from 0."""
    return tuple(values[number * size : (number + 1) * size])
