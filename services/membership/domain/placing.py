"""Phân bổ theo phương án - whom a plan in effect, or one that was taken back, has put where: the member's own fact."""

from uuid import UUID

from services.membership.domain.cell import Cell
from services.membership.domain.member import Member
from services.membership.domain.member_facts import MemberPlacedByPlan
from services.membership.domain.plan import Plan, PlannedMove


def may_be_allocated(member: Member, cell: Cell) -> UUID | None:
    """The plan that has members of this cell at home elsewhere, unless it has placed the member before."""
    return cell.plan if cell.plan not in member.followed else None


def allocation(member_id: UUID, plan: Plan) -> PlannedMove | None:
    """Where the plan puts the member, once it counts and while that is not stated."""
    return plan.outstanding.get(member_id) if plan.effective_on is not None else None


def placed(member: Member, move: PlannedMove, plan_id: UUID, plan: Plan, to_cell: UUID) -> MemberPlacedByPlan:
    """From the stated cell into what the allocated one has become."""
    assert member.home is not None
    assert plan.effective_on is not None
    return MemberPlacedByPlan(
        from_cell=member.home, to_cell=to_cell, on=plan.effective_on, plan=plan_id, onward=move.onward
    )


def put_back(member: Member, plan: Plan) -> MemberPlacedByPlan | None:
    """Whoever has not moved on since the plan goes back to where it took them from."""
    if member.placed_by is None or member.placed_from is None or member.home is None:
        return None
    if not plan.taken_back or plan.effective_on is None:
        return None
    return MemberPlacedByPlan(
        from_cell=member.home, to_cell=member.placed_from, on=plan.effective_on, plan=member.placed_by
    )
