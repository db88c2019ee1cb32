"""Who enters what stands beside the tree, and that no two organisations bear the same number of another system."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.organization.contracts.enums import AffiliationKind, Role
from services.organization.contracts.identity import affiliations_id, organization_id
from services.organization.contracts.requests import RecordAffiliation, RecordExternalId
from services.organization.domain.affiliation import AFFILIATIONS, Affiliations
from services.organization.domain.affiliation_refusals import ExternalIdIsTaken
from services.organization.domain.refusals import (
    OrganizationDoesNotStandYet,
    OrganizationHasEnded,
    OrganizationIsUnknown,
)
from shared.authority.refusals import ActIsNotPermitted
from tests.organization.application.desk import ON, OTHER_WARD, PROVINCE, WARD, Desk, merge

BEGIN = date(2026, 1, 1)


@pytest.fixture
async def desk(office: Any) -> Desk:
    return await Desk(office).open()


def union(at: UUID = WARD, **more: Any) -> RecordAffiliation:
    given = {"kind": AffiliationKind.YOUTH_UNION, "superior_id": PROVINCE, "valid_from": BEGIN, **more}
    return RecordAffiliation(command_id=uuid4(), organization_id=at, **given)


def number(value: str | None, at: UUID = WARD, system: str = "csdl") -> RecordExternalId:
    return RecordExternalId(command_id=uuid4(), organization_id=at, system=system, value=value)


async def known(desk: Desk, at: UUID = WARD) -> Affiliations:
    state = AFFILIATIONS.initial
    for recorded in await desk.office.log.read_stream(affiliations_id(at)):
        state = AFFILIATIONS.evolve(state, recorded.fact)
    return state


async def test_officers_enter_it_in_their_subtree_and_nobody_else(desk: Desk):
    await desk.office.run(union(), desk.drafter)
    assert (await known(desk)).told["YOUTH_UNION"].superior == PROVINCE
    stranger = await desk.office.officer("hoa", Role.COMMITTEE_OFFICER, organization_id("01"))
    for request in (union(), number("H29")):
        with pytest.raises(ActIsNotPermitted):
            await desk.office.run(request, stranger)
    assert (await known(desk)).numbers == {}


async def test_the_superior_is_an_organisation_that_exists_and_the_day_one_on_which_it_stands(desk: Desk):
    with pytest.raises(OrganizationIsUnknown):
        await desk.office.run(union(superior_id=uuid4()), desk.drafter)
    with pytest.raises(OrganizationDoesNotStandYet):
        await desk.office.run(union(valid_from=date(2025, 6, 30)), desk.drafter)


async def test_a_number_belongs_to_one_organisation_until_it_gives_it_up(desk: Desk):
    await desk.office.run(number("H29"), desk.drafter)
    await desk.office.run(number("H29"), desk.drafter)
    await desk.office.run(number("H29", OTHER_WARD, "another system"), desk.drafter)
    with pytest.raises(ExternalIdIsTaken):
        await desk.office.run(number("H29", OTHER_WARD), desk.drafter)
    await desk.office.run(number("H30"), desk.drafter)
    await desk.office.run(number("H29", OTHER_WARD), desk.drafter)
    assert ((await known(desk)).numbers, (await known(desk, OTHER_WARD)).numbers) == (
        {"csdl": "H30"},
        {"csdl": "H29", "another system": "H29"},
    )


async def test_what_has_ended_takes_nothing_new_and_gives_its_number_up(desk: Desk):
    one, two = await desk.cell(WARD), await desk.cell(WARD)
    await desk.office.run(number("H29", one), desk.drafter)
    await desk.execute(await desk.draft(merge(one, two)))
    for request in (union(one, valid_from=ON), number("H31", one)):
        with pytest.raises(OrganizationHasEnded):
            await desk.office.run(request, desk.drafter)
    await desk.office.run(number(None, one), desk.drafter)
    await desk.office.run(number("H29", two), desk.drafter)
    assert (await known(desk, two)).numbers == {"csdl": "H29"}
