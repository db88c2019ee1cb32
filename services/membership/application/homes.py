"""Nơi sinh hoạt hiện nay - the stated cell, or what has succeeded it: no member's record is touched by a merger.

A member whom a plan allocates alone is at home in the cell that the plan names from the very commit in which the plan
takes effect. The fact that states it comes later, with thousands of others; whatever is decided about the member before
that records it first, in its own commit. So nobody ever decides on half of a plan.
"""

from uuid import UUID

from services.membership.domain.cell import CELLS
from services.membership.domain.member import MEMBERS, Member
from services.membership.domain.member_facts import MemberPlacedByPlan
from services.membership.domain.plan import PLANS, plan_stream
from shared.eventlog.work import Work
from shared.vocabulary.codes import ROOT

_FURTHEST = 32


async def home_now(work: Work, stated: UUID) -> UUID:
    """What a cell has become; every cell on the way is guarded."""
    cell = stated
    for _ in range(_FURTHEST):
        state = (await work.load(CELLS, cell)).state
        if state.ended_on is None or state.successor is None:
            return cell
        cell = state.successor
    return cell


async def at_home(member_id: UUID, work: Work) -> tuple[Member, UUID | None]:
    """The member with what plans have decided about the home, and the cell of that home now; None: no such member."""
    await place_as_planned(member_id, work)
    member = (await work.load(MEMBERS, member_id)).state
    return member, None if member.home is None else await home_now(work, member.home)


async def place_as_planned(member_id: UUID, work: Work) -> None:
    """Record what plans in effect, and plans taken back, come to for a member; mostly there is nothing to record."""
    while True:
        member = (await work.load(MEMBERS, member_id)).state
        placed = await _taken_back(member, work) or await _allocated(member_id, member, work)
        if placed is None:
            return
        work.record(MEMBERS, member_id, placed, province=ROOT)


async def _taken_back(member: Member, work: Work) -> MemberPlacedByPlan | None:
    """Whoever has not moved on since goes back to where the plan took them from."""
    if member.placed_by is None or member.placed_from is None or member.home is None:
        return None
    plan = (await work.load(PLANS, plan_stream(member.placed_by))).state
    if not plan.taken_back or plan.effective_on is None:
        return None
    return MemberPlacedByPlan(
        from_cell=member.home, to_cell=member.placed_from, on=plan.effective_on, plan=member.placed_by
    )


async def _allocated(member_id: UUID, member: Member, work: Work) -> MemberPlacedByPlan | None:
    """The allocation of the first plan on the way from the stated cell that has not placed the member yet."""
    cell = member.home
    for _ in range(_FURTHEST):
        if cell is None:
            return None
        state = (await work.load(CELLS, cell)).state
        if state.plan is not None and state.plan not in member.followed:
            plan = (await work.load(PLANS, plan_stream(state.plan))).state
            if plan.effective_on is not None and (move := plan.outstanding.get(member_id)) is not None:
                assert member.home is not None
                to_cell = await home_now(work, move.cell)
                on = {"on": plan.effective_on, "plan": state.plan, "onward": move.onward}
                return MemberPlacedByPlan(from_cell=member.home, to_cell=to_cell, **on)
        cell = state.successor if state.ended_on is not None else None
    return None
