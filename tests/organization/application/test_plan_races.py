"""Plans that meet: of eight over one cell exactly one wins, round after round; and an undo leaves no trace.

Long form: RESTRUCTURING_ROUNDS=100 RESTRUCTURING_UNDOS=500 (`make proof`).
"""

import asyncio
import os
import random
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
import pytest

from services.organization.contracts.restructuring import NewBody, Operation
from services.organization.domain.restructuring.life_refusals import OrganizationIsInAnotherPlan
from shared.authority.tree import WITH_PATHS
from tests.organization.application.desk import OTHER_WARD, PROVINCE, WARD, Desk, merge

ROUNDS = int(os.environ.get("RESTRUCTURING_ROUNDS", "2"))
UNDOS = int(os.environ.get("RESTRUCTURING_UNDOS", "6"))


@pytest.fixture
async def desk(office: Any) -> Desk:
    return await Desk(office).open()


async def test_of_eight_plans_over_one_cell_exactly_one_wins_and_the_others_learn_of_it(desk: Desk):
    others = [await desk.cell(WARD, f"Chi bộ {n}") for n in range(8)]
    for number in range(ROUNDS):
        cell = await desk.cell(WARD, f"Chi bộ giữa {number}")
        plans = [await desk.draft(merge(cell, other)) for other in others]
        pairs = [(plan, await desk.counted(plan)) for plan in plans]
        random.shuffle(pairs)
        outcomes = await asyncio.gather(*(desk.approve(*pair) for pair in pairs), return_exceptions=True)
        lost = [one for one in outcomes if isinstance(one, OrganizationIsInAnotherPlan)]
        assert len(lost) == 7, outcomes
        assert all(one.params["code"] for one in lost)
        [winner] = [plan for (plan, _), one in zip(pairs, outcomes, strict=True) if isinstance(one, str)]
        await desk.undo(winner)
    print(f"{ROUNDS} rounds of {len(others)} plans over one cell: one of each won, all others learned of it")


async def test_whatever_is_undone_leaves_the_tree_as_it_was(desk: Desk):
    cells = [await desk.cell(ward, f"Chi bộ {n}") for ward in (WARD, OTHER_WARD) for n in range(3)]
    for cell in cells:
        await desk.people(cell, 4)
    was = await digest(desk)
    for number in range(UNDOS):
        plan = await desk.draft(operation(cells, number))
        await desk.execute(plan)
        assert await digest(desk) != was
        await desk.undo(plan)
        await desk.settled()
        assert await digest(desk) == was, f"plan {number}"
    print(f"{UNDOS} plans in effect and undone, the tree and all homes as they were after each")


def operation(cells: list[UUID], number: int) -> Operation:
    one, two, three = random.sample(cells, 3)
    new = NewBody(key="n", code=f"79.26740.{500 + number}", name="Chi bộ mới", type="CELL", parent=str(WARD))
    ward = msgspec.structs.replace(new, type="DIRECT_SUPERIOR", parent=str(PROVINCE), code=f"79.{70000 + number}")
    choices = (
        merge(one, two),
        merge(WARD, OTHER_WARD),
        Operation(kind="CONSOLIDATE", sources=(one, two), new=new),
        Operation(kind="SPLIT", sources=(one,), targets=(str(two), str(three))),
        Operation(kind="RENAME", sources=(one,), name=f"Tên {number}"),
        Operation(kind="DISSOLVE", sources=(one, two), target=str(three)),
        Operation(kind="CONSOLIDATE", sources=(WARD, OTHER_WARD), new=ward),
    )
    return random.choice(choices)


async def digest(desk: Desk) -> str:
    """Every standing organisation with its name, type and path, and everyone's home: what a plan founded is gone."""
    rows = await desk.office.pool.fetch(
        "select node.organization, node.name, node.type, tree.path from register node"
        f" join ({WITH_PATHS}) tree using (organization) where node.ended_on is null order by 1"
    )
    homes = await desk.office.pool.fetch("select member, cell from cell_members order by 1")
    return sha256(repr([tuple(row) for row in (*rows, *homes)]).encode()).hexdigest()


async def test_what_stood_below_a_merged_ward_stands_there_again_when_it_is_undone(desk: Desk):
    cell = await desk.cell(WARD)
    was = await desk.path(cell)
    plan = await desk.draft(merge(WARD, OTHER_WARD))
    await desk.execute(plan)
    assert (await desk.path(cell))[-2:] == [OTHER_WARD, cell]
    await desk.undo(plan)
    await desk.settled()
    assert await desk.path(cell) == was
