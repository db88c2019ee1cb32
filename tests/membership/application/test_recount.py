"""The proof of a restructuring, counted again from the published logs; what was altered in it is found."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from services.organization.contracts import requests as organization
from services.organization.contracts.enums import CommitteePosition, OrganizationType, WayOfTakingOffice
from services.organization.contracts.restructuring import Allocation, Operation
from services.organization.policies.finish_restructurings import TIMER
from services.recount.recount import ProofIsNotThere, Recount, recount
from shared.http.pages import FactsPage
from shared.vocabulary.actor import Actor
from tests.membership.application.test_restructurings import Plans
from tests.membership.application.test_temporary import guest

SYSTEM = Actor(subject="service:tests", role="service")


@pytest.fixture
async def plans(towns: Any) -> Plans:
    await towns.found("A2", towns.places["79.26740"], OrganizationType.CELL)
    await towns.found("B2", towns.places["82.28249"], OrganizationType.CELL)
    return Plans(towns)


async def proved(plans: Plans, plan: UUID) -> Any:
    for _ in range(200):
        if proof := (await plans.state(plan)).proof:
            return proof
        for request in await TIMER.due(plans.office.organization_look, plans.office.clock):
            await plans.office.organization.run(request, SYSTEM)
        await asyncio.sleep(0.02)
    raise AssertionError("no proof")


async def again(plans: Plans, plan: UUID, alter: tuple[bytes, bytes] = (b"", b"")) -> Recount:
    logs = {"membership": plans.office.log, "organization": plans.office.organization._log}

    async def fetch(service: str, after: int, limit: int) -> FactsPage:
        if service not in logs:
            return FactsPage(epoch="", head=0, rows=[])
        rows = list(await logs[service].read_outbox(after, limit))
        rows = [msgspec.structs.replace(row, body=row.body.replace(*alter)) if alter[0] else row for row in rows]
        return FactsPage(epoch="", head=logs[service].head.sequence, rows=rows)

    return await recount(fetch, plan)


async def merged(plans: Plans) -> UUID:
    """A cell with a guest of its own, a committee, an open transfer and a member who goes elsewhere alone."""
    office = plans.office
    await guest(office)
    alone, _ = await office.asked("B", "A")
    await office.member("B", card_number=f"87.{office.numbers:06d}")
    holder = await office.member("B")
    seat = organization.SeatGiven(
        member_id=holder, position=CommitteePosition.SECRETARY, way=WayOfTakingOffice.APPOINTED
    )
    appointed = organization.AppointCommittee(command_id=uuid4(), organization_id=office.places["B"], seats=(seat,))
    await plans.known()
    await office.organization.run(appointed, SYSTEM)
    dissolved = Operation(kind="DISSOLVE", sources=(office.places["B"],), target=str(office.places["B2"]))
    return await plans.of(dissolved, allocated=(Allocation(member=alone, cell=office.places["C"]),))


async def test_a_reader_of_the_logs_comes_to_the_same_figures(plans: Plans):
    plan = await merged(plans)
    proof = await proved(plans, plan)
    assert proof.holds
    assert proof.before.guests and proof.before.cards and proof.before.transfers and proof.before.seats
    [ended] = proof.exceptions
    assert (ended.kind, ended.count, ended.why) == ("SEATS", 1, "ORGANIZATION_ENDED")
    found = await again(plans, plan)
    assert found.differences == []
    assert found.seats_ended == 1


@pytest.mark.parametrize(
    ("was", "altered", "told"),
    [
        (b'"card_number":null', b'"card_number":"x"', "cards before"),
        (b'"kind":"SEATS","count":1', b'"kind":"SEATS","count":2', "seats that ended"),
        (b'"access_gains":', b'"access_gains":9', "access"),
    ],
)
async def test_what_is_wrong_in_a_proof_is_found(plans: Plans, was: bytes, altered: bytes, told: str):
    plan = await merged(plans)
    await proved(plans, plan)
    found = await again(plans, plan, (was, altered))
    assert any(told in one for one in found.differences), found.differences


async def test_members_stranded_in_an_ended_cell_are_missed(plans: Plans):
    plan = await merged(plans)
    await proved(plans, plan)
    successor = str(plans.office.places["B2"]).encode()
    found = await again(plans, plan, (b'"successors":["' + successor, b'"successors":["' + str(uuid4()).encode()))
    assert any(one.startswith("members: ") for one in found.differences)


async def test_a_plan_without_a_proof_has_none(plans: Plans):
    with pytest.raises(ProofIsNotThere):
        await again(plans, uuid4())
