"""A list of made-up organisations in one commit: parents first, each below the nearest legality matrix upward."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.organization.contracts.enums import OrganizationType, Role
from services.organization.contracts.identity import ROOT_ID
from services.organization.contracts.requests import FoundOrganizations, NewOrganization, SetPolicy
from services.organization.domain.organization import ORGANIZATION
from services.organization.domain.refusals import ChildTypeIsNotAllowedHere, OrganizationIsUnknown
from shared.authority.refusals import ActIsNotPermitted
from shared.vocabulary.requests import new_id
from tests.organization.application.desk import OTHER_WARD, PROVINCE, SERVICE, WARD, Desk

COMMITTEE, CELL = OrganizationType.GRASSROOTS_COMMITTEE, OrganizationType.CELL
SINCE = date(2025, 7, 1)


@pytest.fixture
async def desk(office: Any) -> Desk:
    return await Desk(office).open()


def line(code: str, above: UUID, kind: OrganizationType) -> NewOrganization:
    return NewOrganization(code=code, name=f"Tổ chức {code}", type=kind, parent_id=above)


def listed(*lines: NewOrganization, command: UUID | None = None) -> FoundOrganizations:
    return FoundOrganizations(command_id=command or uuid4(), effective_on=SINCE, organizations=lines)


def committee_with(below: OrganizationType, above: UUID, base: str) -> FoundOrganizations:
    command = uuid4()
    committee = new_id(command, "organization/0")
    return listed(line(f"{base}.001", above, COMMITTEE), line(f"{base}.002", committee, below), command=command)


async def matrix(desk: Desk, at: UUID, **value: list[str]) -> None:
    row = SetPolicy(
        command_id=uuid4(), key="organization.legality", organization_id=at, valid_from=SINCE, value=value, source="Thử"
    )
    await desk.office.run(row, await desk.office.officer("quoc", Role.APPROVER, ROOT_ID))


async def test_a_list_is_founded_as_a_whole_or_not_at_all(desk: Desk):
    receipt = await desk.office.run(committee_with(CELL, WARD, "79.26740"), SERVICE)
    founded = await desk.office.log.read_stream(receipt.id)
    assert founded[0].fact.code == "79.26740.001"
    bad = committee_with(CELL, OTHER_WARD, "79.26743")
    stranger = listed(*bad.organizations, line("79.26743.003", uuid4(), CELL), command=bad.command_id)
    with pytest.raises(OrganizationIsUnknown):
        await desk.office.run(stranger, SERVICE)
    assert await desk.office.log.read_stream(new_id(bad.command_id, "organization/0")) == []
    with pytest.raises(ActIsNotPermitted):
        await desk.office.run(bad, desk.drafter)


async def test_the_nearest_matrix_upward_counts_for_each_line(desk: Desk):
    await matrix(desk, PROVINCE, DIRECT_SUPERIOR=["CELL"])
    await matrix(desk, OTHER_WARD, DIRECT_SUPERIOR=["GRASSROOTS_COMMITTEE"], GRASSROOTS_COMMITTEE=["SECTIONAL"])
    with pytest.raises(ChildTypeIsNotAllowedHere):  # the nation's would allow it
        await desk.office.run(listed(line("79.26740.001", WARD, COMMITTEE)), SERVICE)
    with pytest.raises(ChildTypeIsNotAllowedHere):  # of a body that the list itself founds, too
        await desk.office.run(committee_with(CELL, OTHER_WARD, "79.26743"), SERVICE)
    sectional = OrganizationType.SECTIONAL
    receipt = await desk.office.run(committee_with(sectional, OTHER_WARD, "79.26743"), SERVICE)
    assert ORGANIZATION.evolve(ORGANIZATION.initial, (await desk.office.log.read_stream(receipt.id))[0].fact).code
    await desk.office.run(listed(line("79.26740.001", WARD, CELL)), SERVICE)
