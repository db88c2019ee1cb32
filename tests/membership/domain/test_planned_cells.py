"""What a plan does to a cell, and whom it has put where: each thing once, and taken back what it did."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.membership.domain.cell import CELLS, Cell, CellClosed, CellDivided, CellImported, CellReopened
from services.membership.domain.member import Member
from services.membership.domain.placing import allocation, may_be_allocated, placed, put_back
from services.membership.domain.plan import Plan, PlannedCell, PlannedMove
from services.membership.domain.planned_cells import divided, enacted, made_whole, taken_back

ONE, TWO, PLAN, OTHER, AN = (UUID(int=n) for n in range(1, 6))
ON = date(2026, 1, 1)
STANDING = Cell(code="79.26740.001", type="CELL", begins_on=date(2025, 7, 1))
ENDED = PlannedCell(kind="ENDED", cell=ONE, code="79.26740.001", type="CELL", successor=TWO)
FOUNDED = PlannedCell(kind="FOUNDED", cell=TWO, code="79.26740.002", type="CELL", heir=ONE)


def after(cell: Cell, change: Any) -> Cell:
    return cell if change is None else CELLS.evolve(cell, change)


@pytest.mark.parametrize("allocating", [None, PLAN])
def test_a_cell_ends_once_and_stands_again_as_it_was(allocating: UUID | None):
    change = enacted(ENDED, STANDING, ON, allocating)
    assert change == CellClosed(effective_on=ON, successor=TWO, plan=allocating)
    gone = after(STANDING, change)
    assert enacted(ENDED, gone, ON, allocating) is None
    assert after(gone, taken_back(ENDED, gone, ON)) == STANDING


def test_a_cell_is_founded_once_and_ends_into_its_heir():
    change = enacted(FOUNDED, Cell(), ON, None)
    assert change == CellImported(code=FOUNDED.code, type="CELL", effective_on=ON)
    assert enacted(FOUNDED, after(Cell(), change), ON, None) is None
    assert taken_back(FOUNDED, after(Cell(), change), ON) == CellClosed(effective_on=ON, successor=ONE)


def test_what_is_no_cell_and_what_is_unknown_is_left_alone():
    committee = PlannedCell(kind="FOUNDED", cell=TWO, code="79.26740.003", type="GRASSROOTS_COMMITTEE")
    assert enacted(committee, Cell(), ON, None) is None
    assert enacted(ENDED, Cell(), ON, None) is None and taken_back(ENDED, Cell(), ON) is None


def test_a_divided_cell_is_made_whole_by_its_own_plan_alone():
    change = divided(STANDING, PLAN)
    assert change == CellDivided(plan=PLAN)
    halved = after(STANDING, change)
    assert (made_whole(halved, OTHER), made_whole(halved, PLAN)) == (None, CellReopened())
    assert divided(Cell(), PLAN) is None


def test_a_member_is_placed_by_a_plan_that_counts_and_goes_back_with_it():
    move = PlannedMove(member=AN, cell=TWO)
    drafted = Plan(parts=(0,), outstanding={AN: move})
    counting = Plan(parts=(0,), outstanding={AN: move}, effective_on=ON)
    assert (allocation(AN, drafted), allocation(AN, counting), allocation(ONE, counting)) == (None, move, None)
    member = Member(home=ONE)
    fact = placed(member, move, PLAN, counting, TWO)
    assert (fact.from_cell, fact.to_cell, fact.on, fact.plan) == (ONE, TWO, ON, PLAN)
    there = Member(home=TWO, placed_by=PLAN, placed_from=ONE, followed=frozenset({PLAN}))
    cell = Cell(code="79.26740.001", plan=PLAN)
    assert (may_be_allocated(member, cell), may_be_allocated(there, cell)) == (PLAN, None)
    assert put_back(there, counting) is None
    back = put_back(there, Plan(effective_on=ON, taken_back=True))
    assert back is not None and (back.from_cell, back.to_cell, back.plan) == (TWO, ONE, PLAN)
    assert put_back(Member(home=TWO), Plan(effective_on=ON, taken_back=True)) is None
