"""What goes with a member when the cell is merged: holds, and stays as a guest."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.membership.contracts import facts as published
from services.membership.contracts import requests
from services.organization.contracts.enums import OrganizationType, Role
from tests.membership.application.test_restructurings import Plans, merged
from tests.membership.application.test_temporary import guest


@pytest.fixture
async def plans(towns: Any) -> Plans:
    await towns.found("A2", towns.places["79.26740"], OrganizationType.CELL)
    await towns.found("B2", towns.places["82.28249"], OrganizationType.CELL)
    return Plans(towns)


async def test_a_hold_follows_the_member(plans: Plans):
    office = plans.office
    member = await office.member("A")
    hold = requests.PlaceHold(
        command_id=uuid4(), member_id=member, organization_id=office.places["79.26740"], document_number="3-TB/ĐU"
    )
    await office.run(hold, await office.actor(Role.INSPECTION_OFFICER, "79.26740"))
    before = (await office.member_state(member)).holds
    plan = await plans.of(merged(office, "A", "A2"))
    assert (await office.member_state(member)).holds == before != frozenset()
    await plans.undo(plan)
    assert (await office.member_state(member)).holds == before


async def test_a_guest_of_an_ended_cell_returns_from_its_successor(plans: Plans):
    office = plans.office
    member, transfer = await guest(office)
    promised = (await office.state(transfer)).return_by
    await plans.of(merged(office, "B", "B2"))
    await plans.readdressed()
    assert (await office.state(transfer)).return_by == promised
    back = requests.EndTemporaryTransfer(command_id=uuid4(), transfer_id=transfer, reason="xong việc")
    await office.run(back, await office.secretary("B2"))
    told = {type(fact): fact for fact in await office.published(transfer)}
    assert told[published.GuestReturned].returned_on == date(2026, 11, 21)
    assert await office.home(member) == office.places["A"]
