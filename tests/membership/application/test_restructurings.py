"""What restructurings do to members and transfers: nobody is ever in an ended cell, no letter and no clock is lost."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.membership.contracts.facts import Replaced, TransferReaddressed
from services.membership.domain.cell import CELLS
from services.membership.domain.refusals import CellHasEnded
from services.membership.policies.readdress_transfers import TIMER
from services.organization.contracts import requests as organization
from services.organization.contracts.enums import OrganizationType, Role
from services.organization.contracts.restructuring import Allocation, Operation
from services.organization.domain.restructuring.operations import new_id
from services.organization.domain.restructuring.restructuring import RESTRUCTURING
from shared.vocabulary.actor import Actor
from shared.vocabulary.position import Position

SYSTEM = Actor(subject="service:tests", role="service")


class Plans:
    """Two persons over both provinces, who decide on plans."""

    def __init__(self, office: Any) -> None:
        self.office = office

    async def of(
        self, *operations: Operation, allocated: tuple[Allocation, ...] = (), founding: dict[str, UUID] | None = None
    ) -> UUID:
        """`founding`: whom the cells that the plan founds take, by their key."""
        office = self.office
        await self.known()
        drafter = await office.actor(Role.COMMITTEE_OFFICER, "00", "lan")
        approver = await office.actor(Role.APPROVER, "00", "minh")
        draft = organization.DraftRestructuring(command_id=uuid4(), title="Sáp nhập", effective_on=date(2026, 11, 1))
        plan = (await office.organization.run(draft, drafter)).id
        add = organization.AddOperations(command_id=uuid4(), restructuring_id=plan, operations=operations)
        await office.organization.run(add, drafter)
        for key, member in (founding or {}).items():
            allocated = (*allocated, Allocation(member=member, cell=new_id(plan, key)))
        if allocated:
            allocate = organization.AllocateMembers(command_id=uuid4(), restructuring_id=plan, allocations=allocated)
            await office.organization.run(allocate, drafter)
        count = organization.DryRunRestructuring(command_id=uuid4(), restructuring_id=plan)
        await office.organization.run(count, drafter)
        digest = (await self.state(plan)).report.digest
        for step, actor in (
            (organization.ApproveRestructuring, approver),
            (organization.ExecuteRestructuring, approver),
        ):
            await office.organization.run(step(command_id=uuid4(), restructuring_id=plan, digest=digest), actor)
        await self.reaches(plan, "EXECUTED")
        return plan

    async def known(self) -> None:
        """Until organization knows who is where."""
        members = Position(at={"membership": self.office.log.head.sequence})
        assert await self.office.positions["organization"].wait(members)

    async def undo(self, plan: UUID) -> None:
        approver = await self.office.actor(Role.APPROVER, "00", "minh")
        undo = organization.UndoRestructuring(
            command_id=uuid4(), restructuring_id=plan, decision_number="9-QĐ/TW", decision_date=date(2026, 11, 20)
        )
        await self.office.organization.run(undo, approver)
        await self.reaches(plan, "UNDONE")

    async def reaches(self, plan: UUID, state: str) -> None:
        for _ in range(100):
            if (await self.state(plan)).state == state:
                break
            await asyncio.sleep(0.05)
        log = self.office.organization._log
        for positions in self.office.positions.values():
            assert await positions.wait(Position(at={"organization": log.head.sequence}))
        await self.office.settled()

    async def state(self, plan: UUID) -> Any:
        state = RESTRUCTURING.initial
        for recorded in await self.office.organization._log.read_stream(plan):
            state = RESTRUCTURING.evolve(state, recorded.fact)
        return state

    async def readdressed(self) -> None:
        for request in await TIMER.due(self.office.look, self.office.clock):
            await self.office.run(request, SYSTEM)


@pytest.fixture
async def plans(towns: Any) -> Plans:
    await towns.found("A2", towns.places["79.26740"], OrganizationType.CELL)
    await towns.found("B2", towns.places["82.28249"], OrganizationType.CELL)
    return Plans(towns)


def merged(office: Any, source: str, target: str) -> Operation:
    return Operation(kind="MERGE_INTO", sources=(office.places[source],), target=str(office.places[target]))


async def test_nobody_is_placed_in_a_cell_that_has_ended(plans: Plans):
    office = plans.office
    await plans.of(merged(office, "A", "A2"))
    with pytest.raises(CellHasEnded):
        await office.member("A")
    assert await office.member("A2")


async def test_a_member_of_a_merged_cell_is_at_home_in_its_successor(plans: Plans):
    office = plans.office
    member = await office.member("A")
    facts_before = len(await office.log.read_stream(member))
    await plans.of(merged(office, "A", "A2"))
    transfer = (await office.run(office.transfer_of(member, "B"), await office.secretary("A2"))).id
    assert (await office.state(transfer)).origin == office.places["A2"]
    assert len(await office.log.read_stream(member)) == facts_before, "no member's record is touched"


async def test_an_open_transfer_follows_its_destination_and_keeps_its_step(plans: Plans):
    office = plans.office
    member = await office.member("A")
    transfer = (await office.run(office.transfer_of(member, "B"), await office.secretary("A"))).id
    before = await office.state(transfer)
    await plans.of(merged(office, "B", "B2"))
    await plans.readdressed()
    after = await office.state(transfer)
    assert after.destination.organization == office.places["B2"]
    [told] = [fact for fact in await office.published(transfer) if isinstance(fact, TransferReaddressed)]
    assert told.replaced == (Replaced(office.places["B"], office.places["B2"]),)
    assert (after.state, after.hop, after.present_by, len(after.hops)) == (
        before.state,
        before.hop,
        before.present_by,
        len(before.hops),
    )
    assert not await TIMER.due(office.look, office.clock)


async def test_a_member_allocated_alone_moves_and_comes_back_when_the_plan_is_undone(plans: Plans):
    office = plans.office
    alone, other = await office.member("A"), await office.member("A")
    dissolved = Operation(kind="DISSOLVE", sources=(office.places["A"],), target=str(office.places["A2"]))
    plan = await plans.of(dissolved, allocated=(Allocation(member=alone, cell=office.places["B"]),))
    assert (await office.member_state(alone)).home == office.places["B"]
    assert (await office.member_state(other)).home == office.places["A"], "its cell has a successor"
    await plans.undo(plan)
    assert (await office.member_state(alone)).home == office.places["A"]
    cell = CELLS.initial
    for recorded in await office.log.read_stream(office.places["A"]):
        cell = CELLS.evolve(cell, recorded.fact)
    assert cell.ended_on is None
    assert isinstance(await office.member("A"), UUID)
