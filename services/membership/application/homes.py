"""Nơi sinh hoạt hiện nay - the stated cell, or what has succeeded it: no member's record is touched by a merger.

A member whom a plan allocates alone is at home in the cell that the plan names from the very commit in which the plan
takes effect. The fact that states it comes later, with thousands of others; whatever is decided about the member before
that records it first, in its own commit. So nobody ever decides on half of a plan.
"""

from uuid import UUID

from services.membership.domain.cell import CELLS
from services.membership.domain.member import MEMBERS, Member
from services.membership.domain.member_facts import MemberPlacedByPlan
from services.membership.domain.placing import allocation, may_be_allocated, placed, put_back
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
        fact = await _taken_back(member, work) or await _allocated(member_id, member, work)
        if fact is None:
            return
        work.record(MEMBERS, member_id, fact, province=ROOT)


async def _taken_back(member: Member, work: Work) -> MemberPlacedByPlan | None:
    """By the plan that placed the member last."""
    if member.placed_by is None:
        return None
    return put_back(member, (await work.load(PLANS, plan_stream(member.placed_by))).state)


async def _allocated(member_id: UUID, member: Member, work: Work) -> MemberPlacedByPlan | None:
    """The allocation of the first plan on the way from the stated cell that has not placed the member yet."""
    cell = member.home
    for _ in range(_FURTHEST):
        if cell is None:
            return None
        state = (await work.load(CELLS, cell)).state
        if (by := may_be_allocated(member, state)) is not None:
            plan = (await work.load(PLANS, plan_stream(by))).state
            if (move := allocation(member_id, plan)) is not None:
                return placed(member, move, by, plan, await home_now(work, move.cell))
        cell = state.successor if state.ended_on is not None else None
    return None
