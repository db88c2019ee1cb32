"""What goes with a member when the cell is merged: holds, and stays as a guest."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.membership.contracts import facts as published
from services.membership.contracts import home_requests, requests
from services.membership.contracts.home_enums import CustodianKind, VisitFailure
from services.membership.domain.refusals_home import HomeServiceIsUnknown
from services.organization.contracts.enums import OrganizationType, Role
from tests.membership.application.test_home_service import ELDER, _custody, done, requested, taken, visited
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


async def test_a_service_at_home_goes_on_when_the_committee_that_began_it_is_merged(plans: Plans):
    office = plans.office
    await office.found("G2", office.places["82.28249"], OrganizationType.GRASSROOTS_COMMITTEE)
    member = await office.member("C", **ELDER)
    service = (await office.run(requested(member), await office.secretary("C"))).id
    officer = await office.actor(Role.HOME_VISIT_OFFICER, "G", user=f"giao-{uuid4()}")
    await visited(office, service, officer, commune="G")
    plan = await plans.of(merged(office, "G", "G2"))
    fails = home_requests.FailHomeVisit(command_id=uuid4(), home_service_id=service, visit=1, why=VisitFailure.ABSENT)
    with pytest.raises(HomeServiceIsUnknown):  # a role at what has ended counts no more
        await office.run(fails, officer)
    await office.run(fails, await office.officer("G2"))
    heir = await office.actor(Role.HOME_VISIT_OFFICER, "G2", user=f"giao-{uuid4()}")
    await visited(office, service, heir, commune="G2")
    assert (await office.published(service))[-1].standing.state == "SCHEDULED", "by who stands for it now"
    await plans.undo(plan)


async def test_a_sealed_file_is_handed_on_to_what_succeeded_the_committee(plans: Plans):
    office = plans.office
    await office.found("G3", office.places["82.28249"], OrganizationType.GRASSROOTS_COMMITTEE)
    member = await office.member("C", **ELDER)
    service = (await office.run(requested(member), await office.secretary("C"))).id
    officer = await office.actor(Role.HOME_VISIT_OFFICER, "G", user=f"giao-{uuid4()}")
    await visited(office, service, officer, commune="G")
    number = f"NP-{uuid4().int % 10**9}"
    await office.run(done(service, witness="Bà Tư", hand_over=taken(officer, number)), officer)
    plan = await plans.of(merged(office, "G", "G3"))
    handed = home_requests.RecordCustody(
        command_id=uuid4(),
        home_service_id=service,
        seal_number=number,
        giver=home_requests.Custodian(kind=CustodianKind.OFFICER, officer=officer.subject),
        receiver=home_requests.Custodian(kind=CustodianKind.BODY, organization_id=office.places["G3"]),
        intact=True,
    )
    await office.run(handed, await office.officer("G3"))
    told = await office.published(await _custody(office, service))
    assert [type(fact).__name__ for fact in told] == ["FileSealed", "FileHandedOver", "FileHandedOver"]
    await plans.undo(plan)
