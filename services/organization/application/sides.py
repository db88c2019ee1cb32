"""Ai được làm gì với một phương án - what whoever drafts, approves and takes over must have authority over."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.organization.application.look import Look
from services.organization.contracts.identity import ROOT_ID
from services.organization.domain.restructuring.deciding import refuse_lower_bodies
from services.organization.domain.restructuring.life_refusals import (
    PlanIsNotForYou,
    RestructuringIsUnknown,
    StepNeedsAnotherRole,
)
from services.organization.domain.restructuring.operations import TRANSFER_ORG, Operation, giving, named, resolved
from services.organization.domain.restructuring.planning import Planned
from services.organization.domain.restructuring.restructuring import RESTRUCTURING, Restructuring
from services.organization.domain.restructuring.rules import Rules
from services.organization.domain.restructuring.tree import Tree
from shared.eventlog.work import Work


async def in_sight(plan_id: UUID, work: Work, look: Look) -> Restructuring:
    """The plan, if the actor drafted it or has a role at or over one of its organisations; else there is none."""
    plan = (await work.load(RESTRUCTURING, plan_id)).state
    actor = work.actor
    if plan.state and (actor.role == "service" or plan.drafted_by == actor.subject):
        return plan
    if not plan.state or actor.role == "member" or not await _held_there(plan, plan_id, work, look):
        raise RestructuringIsUnknown("restructuring_id")
    return plan


async def _held_there(plan: Restructuring, plan_id: UUID, work: Work, look: Look) -> bool:
    """Whoever has a role over the nation has one over each of thousands of organisations."""
    places = {place for one in plan.operations for place in named(one, plan_id) if place is not None}
    for asked in ([ROOT_ID], sorted(places)):
        if any(roles.over for roles in (await look.scope.held_at(work.actor, asked)).values()):
            return True
    return False


async def refuse_outside(
    operations: Sequence[Operation], plan_id: UUID, work: Work, look: Look, *, first: int = 1
) -> None:
    """Everything that an actor's plan gives stands under a role of the actor's; `first`: the number of the first."""
    if work.actor.role == "service":
        return
    places = {place for one in operations for place in giving(one, plan_id) if place is not None}
    roots = [root.organization for root in await look.scope.roots(work.actor)]
    if not roots or work.actor.role not in ("committee_officer", "approver"):
        raise StepNeedsAnotherRole("restructuring_id", needed="committee_officer, approver")
    outside = {} if ROOT_ID in roots else await look.register.outside(sorted(places), roots)
    if outside:
        refuse_those(outside, named_in(operations, plan_id, first), "operations")


async def refuse_cells_outside(cells: Sequence[UUID], work: Work, look: Look) -> None:
    """Members are allocated inside the actor's authority; whoever lives elsewhere goes through a holding cell."""
    if work.actor.role != "service":
        roots = [root.organization for root in await look.scope.roots(work.actor)]
        outside = await look.register.outside(sorted(set(cells)), roots)
        refuse_those(outside, {cell: len(cells) - n for n, cell in enumerate(reversed(cells))}, "allocations")


def refuse_those(outside: Mapping[UUID, str], rows: Mapping[UUID, int], path: str) -> None:
    """The first of them, by its row."""
    if outside:
        place = min(outside, key=lambda one: (rows.get(one, 0), outside[one]))
        raise PlanIsNotForYou(path, row=rows.get(place, 0), code=outside[place])


def named_in(operations: Sequence[Operation], plan_id: UUID, first: int = 1) -> dict[UUID, int]:
    """Each organisation that operations speak of, with the number of the first that does."""
    numbered = list(enumerate(operations, start=first))
    return {place: row for row, one in reversed(numbered) for place in named(one, plan_id) if place is not None}


async def refuse_lower_body(planned: Planned, tree: Tree, rules: Rules, work: Work, look: Look) -> None:
    """Whoever approves acts for a body that decides on every organisation of the plan."""
    acting = {root.organization: root.code for root in await look.scope.roots(work.actor)}
    delegated = [
        place
        for place, code in acting.items()
        if await look.rules.value("organization.delegated_superior", (code,), work.today) is True
    ]
    refuse_lower_bodies(planned, tree, rules.decides, acting, delegated)


def receiving(operations: Sequence[Operation], plan_id: UUID, moved: Sequence[UUID]) -> set[UUID]:
    """Where these organisations go."""
    taken = [one for one in operations if one.kind == TRANSFER_ORG and set(one.sources) & set(moved)]
    targets = (resolved(plan_id, one.target) for one in taken if one.target)
    return {target for target in targets if target is not None}


async def handed_over(operations: Sequence[Operation], plan_id: UUID, work: Work, look: Look) -> tuple[UUID, ...]:
    """The organisations that leave the authority of whoever approves: the other side is asked about them."""
    roots = [root.organization for root in await look.scope.roots(work.actor)]
    moves = [one for one in operations if one.kind == TRANSFER_ORG and one.target]
    targets = {one.target: resolved(plan_id, one.target) for one in moves if one.target}
    far = {to for to, target in targets.items() if target is not None and await look.register.outside([target], roots)}
    return tuple(source for one in moves if one.target in far for source in one.sources)
