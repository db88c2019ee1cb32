"""Founding over the real log: numbers, races, replays, and who may."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.organization.contracts.enums import CellSetting, OrganizationType, Role
from services.organization.contracts.identity import ROOT_ID, organization_id
from services.organization.contracts.requests import FoundOrganization
from services.organization.domain.code_refusals import CodeDoesNotFitParent, CodeIsTaken, OfficialCodeIsMissing
from services.organization.domain.organization import ORGANIZATION
from services.organization.domain.refusals import ChildTypeIsNotAllowedHere, OrganizationIsUnknown
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.refusals import CommandIdWasReused
from shared.vocabulary.plain_text import TextHasControlCharacters, TextIsTooLong
from shared.vocabulary.refusals import Refusal

WARD, OTHER_WARD, PROVINCE = organization_id("79.26740"), organization_id("79.26743"), organization_id("79")


def cell(**changes: Any) -> FoundOrganization:
    asked: dict[str, Any] = {
        "command_id": uuid4(),
        "parent_id": WARD,
        "name": "Chi bộ khu phố 1",
        "type": OrganizationType.CELL,
        "setting": CellSetting.VILLAGE,
        "effective_on": date(2025, 7, 1),
    }
    return FoundOrganization(**asked | changes)


async def code_of(office: Any, organization: UUID) -> str:
    return (await office.look.scope.ancestors(organization))[0].code


async def test_numbers_run_on_flat_below_the_ward(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, WARD)
    committee = await office.run(cell(type=OrganizationType.GRASSROOTS_COMMITTEE, setting=None), officer)
    below = await office.run(cell(parent_id=committee.id), officer)
    assert await code_of(office, committee.id) == "79.26740.001"
    assert await code_of(office, below.id) == "79.26740.002"
    above = [node.code for node in await office.look.scope.ancestors(below.id)][1:]
    assert above == ["79.26740.001", "79.26740", "79", "00"]


async def test_a_number_that_is_borne_is_skipped(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, WARD)
    await office.run(cell(code="79.26740.001"), officer)
    assert await code_of(office, (await office.run(cell(), officer)).id) == "79.26740.002"


async def test_many_at_once_get_different_numbers(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, PROVINCE)
    receipts = await asyncio.gather(*(office.run(cell(), officer) for _ in range(20)))
    codes = {await code_of(office, receipt.id) for receipt in receipts}
    assert codes == {f"79.26740.{number:03d}" for number in range(1, 21)}


async def test_the_same_command_founds_once(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, WARD)
    command = cell()
    first = await office.run(command, officer)
    head = office.log.head.position
    assert await office.run(command, officer) == first
    with pytest.raises(CommandIdWasReused):
        await office.run(cell(command_id=command.command_id, name="Chi bộ khu phố 2"), officer)
    assert office.log.head.position == head


async def test_a_cell_founded_a_moment_ago_can_be_built_on_at_once(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, PROVINCE)
    committee = await office.commands.run(cell(type=OrganizationType.GRASSROOTS_COMMITTEE, setting=None), officer)
    await office.commands.run(cell(parent_id=committee.id), officer)


async def test_only_a_service_labels_what_it_founds_synthetic(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, WARD)
    await office.run(cell(synthetic=True))
    with pytest.raises(ActIsNotPermitted):
        await office.run(cell(synthetic=True), officer)
    with pytest.raises(ActIsNotPermitted):
        await office.run(cell())


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"parent_id": UUID(int=7)}, OrganizationIsUnknown),
        ({"parent_id": OTHER_WARD}, ActIsNotPermitted),
        ({"parent_id": PROVINCE}, ActIsNotPermitted),
        ({"type": OrganizationType.PROVINCIAL, "setting": None}, ChildTypeIsNotAllowedHere),
        ({"code": "79.26734.001"}, CodeDoesNotFitParent),
        ({"name": "a" * 201}, TextIsTooLong),
        ({"name": "Chi bộ\x00"}, TextHasControlCharacters),
    ],
)
async def test_what_is_refused_leaves_nothing(office: Any, changes: dict[str, Any], refusal: type[Refusal]):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, WARD)
    head = office.log.head
    with pytest.raises(refusal):
        await office.run(cell(**changes), officer)
    assert office.log.head == head


async def test_codes_of_provinces_are_official_and_borne_once(office: Any):
    officer = await office.officer("lan", Role.APPROVER, ROOT_ID)
    province = {"parent_id": ROOT_ID, "type": OrganizationType.PROVINCIAL, "setting": None}
    with pytest.raises(OfficialCodeIsMissing):
        await office.run(cell(**province), officer)
    with pytest.raises(CodeIsTaken):
        await office.run(cell(**province, code="79"), officer)
    bloc = await office.run(cell(**province | {"type": OrganizationType.CENTRAL_BLOC}, external=True), officer)
    assert await code_of(office, bloc.id) == "00.b01"


async def test_what_was_founded_can_be_told_from_its_facts(office: Any):
    officer = await office.officer("lan", Role.COMMITTEE_OFFICER, WARD)
    receipt = await office.run(cell(decision_number="12-QĐ/ĐU", decision_date=date(2025, 6, 30)), officer)
    [recorded] = await office.log.read_stream(receipt.id)
    assert isinstance(recorded.fact, ORGANIZATION.facts)
    assert (recorded.fact.decision_number, recorded.fact.setting) == ("12-QĐ/ĐU", "VILLAGE")
    [*_, told] = await office.log.read_outbox(office.log.head.sequence - 1, 5)
    assert told.subject.startswith("evt.79.organization.organization.organization-founded.v1.")
