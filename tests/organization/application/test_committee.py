"""Committees: seats are taken and left by decisions, and end with the organisation or with the holder's home."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.organization.contracts.enums import CommitteePosition, Role, WayOfLeavingOffice, WayOfTakingOffice
from services.organization.contracts.requests import AppointCommittee, RecordTraining, SeatGiven, SeatLeaving
from services.organization.contracts.restructuring import Appointment, Operation
from services.organization.domain.committee import COMMITTEE, Committee, committee_id
from services.organization.domain.committee_refusals import (
    CellIsTooSmallForThisSeat,
    CommitteeIsFull,
    MemberIsNotOfThisOrganization,
    NobodyIsNamed,
    SeatIsNotHeld,
    SeatIsTaken,
)
from services.organization.policies.settle_seats import TIMER
from shared.authority.refusals import ActIsNotPermitted
from tests.organization.application.desk import SERVICE, WARD, Desk, merge

SECRETARY, DEPUTY, MEMBER = (
    CommitteePosition.SECRETARY,
    CommitteePosition.DEPUTY,
    CommitteePosition.COMMITTEE_MEMBER,
)


@pytest.fixture
async def desk(office: Any) -> Desk:
    return await Desk(office).open()


def seat(member: UUID, position: CommitteePosition = MEMBER) -> SeatGiven:
    return SeatGiven(member_id=member, position=position, way=WayOfTakingOffice.ELECTED)


async def appoint(desk: Desk, place: UUID, *seats: SeatGiven, leaving: tuple[SeatLeaving, ...] = ()) -> None:
    request = AppointCommittee(
        command_id=uuid4(), organization_id=place, on=date(2026, 1, 1), seats=seats, leaving=leaving
    )
    await desk.office.run(request, desk.drafter)


async def committee(desk: Desk, place: UUID) -> Committee:
    state = COMMITTEE.initial
    for recorded in await desk.office.log.read_stream(committee_id(place)):
        state = COMMITTEE.evolve(state, recorded.fact)  # pyright: ignore[reportArgumentType]
    return state


async def settle(desk: Desk) -> None:
    await desk.settled()
    for request in await TIMER.due(desk.office.look, desk.office.clock):
        await desk.office.run(request, SERVICE)


async def test_a_secretary_gives_way_to_another_in_one_decision(desk: Desk):
    cell = await desk.cell(WARD)
    one, two = await desk.people(cell, 2)
    await appoint(desk, cell, seat(one, SECRETARY))
    with pytest.raises(SeatIsTaken):
        await appoint(desk, cell, seat(two, SECRETARY))
    leaves = SeatLeaving(member_id=one, position=SECRETARY, why=WayOfLeavingOffice.TERM_ENDED)
    await appoint(desk, cell, seat(two, SECRETARY), leaving=(leaves,))
    assert [held.member for held in (await committee(desk, cell)).held.values()] == [two]
    with pytest.raises(SeatIsNotHeld):
        await appoint(desk, cell, leaving=(leaves,))


async def test_a_small_cell_has_a_secretary_and_a_deputy_only(desk: Desk):
    cell = await desk.cell(WARD)
    people = await desk.people(cell, 8)
    await appoint(desk, cell, seat(people[0], SECRETARY), seat(people[1], DEPUTY))
    with pytest.raises(CellIsTooSmallForThisSeat) as refused:
        await appoint(desk, cell, seat(people[2]))
    assert (refused.value.params["counted"], refused.value.params["limit"]) == (8, 9)
    people += await desk.people(cell, 4)
    await appoint(desk, cell, *(seat(one) for one in people[2:7]))
    with pytest.raises(CommitteeIsFull):
        await appoint(desk, cell, seat(people[7]))


async def test_only_full_members_at_home_there_take_a_seat(desk: Desk):
    cell, other = await desk.cell(WARD), await desk.cell(WARD, "Chi bộ khác")
    [young] = await desk.people(cell, 1, state="PROBATIONARY")
    [elsewhere] = await desk.people(other, 1)
    for stranger in (young, elsewhere, uuid4()):
        with pytest.raises(MemberIsNotOfThisOrganization):
            await appoint(desk, cell, seat(stranger, SECRETARY))
    await appoint(desk, WARD, seat(elsewhere, SECRETARY))
    with pytest.raises(NobodyIsNamed):
        await appoint(desk, cell)


async def test_nobody_decides_on_a_committee_elsewhere(desk: Desk):
    cell, other = await desk.cell(WARD), await desk.cell(WARD, "Chi bộ khác")
    [one] = await desk.people(cell, 1)
    neighbour = await desk.office.officer("thu", Role.COMMITTEE_OFFICER, other)
    request = AppointCommittee(command_id=uuid4(), organization_id=cell, seats=(seat(one, SECRETARY),))
    with pytest.raises(ActIsNotPermitted):
        await desk.office.run(request, neighbour)
    training = RecordTraining(command_id=uuid4(), organization_id=cell, held_on=date(2026, 1, 1), attendances=3)
    with pytest.raises(ActIsNotPermitted):
        await desk.office.run(training, neighbour)


async def test_seats_of_an_ended_cell_end_and_stand_again_when_it_is_undone(desk: Desk):
    one, two = await desk.cell(WARD), await desk.cell(WARD, "Chi bộ khác")
    [holder] = await desk.people(one, 1)
    await appoint(desk, one, seat(holder, SECRETARY))
    await appoint(desk, WARD, seat(holder))
    plan = await desk.draft(merge(one, two))
    await desk.execute(plan)
    await settle(desk)
    [left] = (await committee(desk, one)).seats.values()
    assert (left.left_on, left.why) == (date(2026, 1, 1), "ORGANIZATION_ENDED")
    assert len((await committee(desk, WARD)).held) == 1, "the ward's committee stays: the new home is inside it"
    await desk.undo(plan)
    await settle(desk)
    assert len((await committee(desk, one)).held) == 1
    await settle(desk)
    assert await TIMER.due(desk.office.look, desk.office.clock) == []


async def test_seats_end_and_stand_again_as_often_as_a_plan_of_the_same_day_is_executed_and_undone(desk: Desk):
    one, two = await desk.cell(WARD), await desk.cell(WARD, "Chi bộ khác")
    [holder] = await desk.people(one, 1)
    await appoint(desk, one, seat(holder, SECRETARY))
    for _ in range(2):
        plan = await desk.draft(merge(one, two))
        await desk.execute(plan)
        await settle(desk)
        assert (await committee(desk, one)).held == {}
        await desk.undo(plan)
        await settle(desk)
        assert len((await committee(desk, one)).held) == 1


async def test_who_leaves_the_cell_leaves_its_committee_and_not_the_ward(desk: Desk):
    one, two = await desk.cell(WARD), await desk.cell(WARD, "Chi bộ khác")
    [holder] = await desk.people(one, 1)
    await appoint(desk, one, seat(holder, SECRETARY))
    await appoint(desk, WARD, seat(holder))
    moved = "update cell_members set cell = $2, home_since = $3 where member = $1"
    await desk.office.pool.execute(moved, holder, two, date(2026, 3, 1))
    await settle(desk)
    [left] = (await committee(desk, one)).seats.values()
    assert (left.left_on, left.why) == (date(2026, 3, 1), "TRANSFERRED")
    assert len((await committee(desk, WARD)).held) == 1


async def test_a_plan_strengthens_a_committee_on_its_day_and_its_undo_takes_the_seats_back(desk: Desk):
    cell = await desk.cell(WARD)
    [holder] = await desk.people(cell, 1)
    given = Appointment(member=holder, position="SECRETARY", way="SUPPLEMENTED")
    plan = await desk.draft(Operation(kind="STRENGTHEN", sources=(cell,), seats=(given,)))
    await desk.approve(plan)
    assert (await committee(desk, cell)).held == {}
    other = await desk.draft(Operation(kind="STRENGTHEN", sources=(cell,), seats=(given,)))
    await desk.execute(other)
    [held] = (await committee(desk, cell)).held.values()
    assert (held.member, held.since, held.plan) == (holder, date(2026, 1, 1), other)
    await desk.undo(other)
    assert (await committee(desk, cell)).held == {}
