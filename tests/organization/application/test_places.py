"""Who keeps the register of places, and what may be linked to one."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.organization.contracts.enums import PlaceKind, Role
from services.organization.contracts.identity import organization_id
from services.organization.contracts.requests import RecordPlace, RegisterPlace
from services.organization.domain.place import PLACE
from services.organization.domain.place_refusals import PlaceNeedsACell
from services.organization.domain.restructuring.life_refusals import PlanIsNotForYou
from shared.authority.refusals import ActIsNotPermitted
from tests.organization.application.desk import WARD, Desk, merge


@pytest.fixture
async def desk(office: Any) -> Desk:
    return await Desk(office).open()


def quarter(*cells: UUID) -> RegisterPlace:
    return RegisterPlace(
        command_id=uuid4(),
        organization_id=WARD,
        kind=PlaceKind.QUARTER,
        name="Khu phố 7",
        valid_from=date(2026, 1, 1),
        cells=cells,
    )


async def test_the_commune_keeps_its_places(desk: Desk):
    one, two = await desk.cell(WARD), await desk.cell(WARD)
    place = (await desk.office.run(quarter(one), desk.drafter)).id
    await desk.office.run(RecordPlace(command_id=uuid4(), place_id=place, cells_added=(two,)), desk.drafter)
    state = PLACE.initial
    for recorded in await desk.office.log.read_stream(place):
        state = PLACE.evolve(state, recorded.fact)
    assert state.told and state.told.cells == (one, two)
    stranger = await desk.office.officer("hoa", Role.COMMITTEE_OFFICER, organization_id("01"))
    for request in (quarter(), RecordPlace(command_id=uuid4(), place_id=place, head_is_member=True)):
        with pytest.raises(ActIsNotPermitted):
            await desk.office.run(request, stranger)


async def test_only_a_cell_that_stands_is_linked(desk: Desk):
    with pytest.raises(PlaceNeedsACell):
        await desk.office.run(quarter(WARD), desk.drafter)


async def test_members_are_allocated_inside_the_own_authority(desk: Desk):
    cell = await desk.cell(WARD)
    plan = await desk.draft(merge(cell, await desk.cell(WARD)))
    elsewhere = organization_id("01.00004")
    with pytest.raises(PlanIsNotForYou):
        await desk.allocate(plan, (uuid4(), elsewhere))
    await desk.allocate(plan, (uuid4(), cell))
