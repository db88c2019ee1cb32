"""Members allocated alone are at home where the plan says from its effect on, before the facts that state it come."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.membership.application.internal import EnactPlan, ImportPlan, StateAllocations, TakePlanBack
from services.membership.contracts.facts import MemberRehomed
from services.membership.domain.plan import PlannedCell, PlannedMove
from services.membership.domain.refusals_member import MemberIsUnknown
from services.membership.service import SERVICE
from services.organization.contracts.enums import OrganizationType
from shared.eventlog.work import Work
from shared.vocabulary.actor import Actor
from shared.vocabulary.position import Position

SYSTEM = Actor(subject="policy:tests", role="service")
ON = date(2026, 11, 1)


@pytest.fixture
async def stating(towns: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[asyncio.Event]:
    """Allocations are stated once this is set; A2 stands beside A."""
    await towns.found("A2", towns.places["79.26740"], OrganizationType.CELL)
    handler, allowed = SERVICE.handlers[StateAllocations], asyncio.Event()

    async def later(request: Any, work: Work, look: Any) -> None:
        await allowed.wait()
        await handler(request, work, look)

    monkeypatch.setitem(SERVICE.handlers, StateAllocations, later)  # type: ignore[arg-type]
    yield allowed
    allowed.set()


async def enacted(office: Any, cell: PlannedCell, *moves: tuple[UUID, str]) -> UUID:
    """A plan of which every allocation is a part of its own."""
    plan = uuid4()
    for part, (member, to) in enumerate(moves):
        moved = PlannedMove(member=member, cell=office.places[to])
        cells = () if part else (cell,)
        imported = ImportPlan(command_id=uuid4(), plan_id=plan, part=part, cells=cells, moves=(moved,))
        await office.commands.run(imported, SYSTEM)
    await office.commands.run(EnactPlan(command_id=uuid4(), plan_id=plan, effective_on=ON), SYSTEM)
    return plan


def ended(office: Any, cell: str, successor: str) -> PlannedCell:
    gone, heir = office.places[cell], office.places[successor]
    return PlannedCell(kind="ENDED", cell=gone, code="79.26740.001", type="CELL", successor=heir)


async def asks(office: Any, member: UUID, home: str) -> UUID:
    """The home cell's secretary asks for a transfer."""
    request = office.transfer_of(member, "82.28249")
    receipt = await office.commands.run(request, await office.secretary(home))
    return (await office.state(receipt.id)).origin


async def rehomed(office: Any, member: UUID) -> list[UUID]:
    return [fact.to_cell for fact in await office.published(member) if isinstance(fact, MemberRehomed)]


async def test_an_allocation_counts_before_it_is_stated_and_is_stated_once(towns: Any, stating: asyncio.Event):
    acting, waiting, left = [await towns.member("A") for _ in range(3)]
    await enacted(towns, ended(towns, "A", "A2"), (acting, "B"), (waiting, "B"))
    with pytest.raises(MemberIsUnknown):
        await asks(towns, acting, "A2")
    assert await asks(towns, acting, "B") == towns.places["B"]
    assert await asks(towns, left, "A2") == towns.places["A2"], "whoever is not allocated goes to the successor"
    assert await rehomed(towns, acting) == [towns.places["B"]], "what was decided on is recorded with the decision"
    assert await rehomed(towns, waiting) == []
    stating.set()
    await towns.settled()
    assert [await rehomed(towns, one) for one in (acting, waiting, left)] == [[towns.places["B"]]] * 2 + [[]]


async def test_a_plan_taken_back_before_all_is_stated_leaves_everyone_where_they_were(
    towns: Any, stating: asyncio.Event
):
    seen, waiting = [await towns.member("A") for _ in range(2)]
    plan = await enacted(towns, ended(towns, "A", "A2"), (seen, "B"), (waiting, "B"))
    await asks(towns, seen, "B")
    await towns.commands.run(TakePlanBack(command_id=uuid4(), plan_id=plan), SYSTEM)
    assert await asks(towns, waiting, "A") == towns.places["A"]
    stating.set()
    await towns.settled()
    assert [await towns.home(one) for one in (seen, waiting)] == [towns.places["A"]] * 2


async def test_whoever_is_allocated_out_of_a_cell_that_stands_is_at_home_in_the_new_one(
    towns: Any, stating: asyncio.Event
):
    member = await towns.member("A")
    new = await towns.found("N", towns.places["79.26740"], OrganizationType.CELL)
    origins = (towns.places["A"],)
    cell = PlannedCell(kind="FOUNDED", cell=new, code="79.26740.009", type="CELL", origins=origins)
    await enacted(towns, cell, (member, "N"))
    assert await asks(towns, member, "N") == new
    stating.set()
    await towns.settled()
    assert await towns.home(member) == new
    state = await towns.member_state(member)
    assert len(state.followed) == 1 and state.placed_from == towns.places["A"]
    told = Position(at={"membership": towns.log.head.sequence})
    assert await towns.positions["organization"].wait(told)
    pool = towns.organization_look.members._pool
    counted = "select cell, count(*), count(*) filter (where card) from cell_members group by cell"
    kept = "select cell, members, cards from cell_members_sums where members <> 0"
    sums, rows = await pool.fetch(kept), await pool.fetch(counted)
    assert {tuple(row) for row in sums} == {tuple(row) for row in rows}, "a sum follows its members"
    assert (await towns.organization_look.members.figures()).members == sum(row["members"] for row in sums)
