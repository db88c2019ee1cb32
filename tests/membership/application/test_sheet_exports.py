"""Bulk export over the real log: one asks, another approves, it is over after a day, every fetch is a fact."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.membership.contracts import sheet_facts
from services.membership.contracts.sheet_enums import ExportPurpose, SheetForm, SheetKind
from services.membership.contracts.sheet_requests import DecideSheetExport, FetchSheetExport, RequestSheetExport
from services.membership.domain import refusals_sheets as says
from services.organization.contracts.enums import Role
from shared.authority.refusals import ActIsNotPermitted


def asking(towns, place="79.26740", **more):
    given = {"sheet": SheetKind.MEMBERS, "form": SheetForm.CSV, "purpose": ExportPurpose.REPORT, **more}
    return RequestSheetExport(command_id=uuid4(), organization_id=towns.places[place], **given)


def decided(export, **more):
    return DecideSheetExport(command_id=uuid4(), export_id=export, **more)


def fetched(export):
    return FetchSheetExport(command_id=uuid4(), export_id=export)


@pytest.fixture
async def asked(towns):
    """An officer of the ward has asked; an approver of the province may decide."""
    towns.officer_here = await towns.officer("79.26740")
    towns.approver = await towns.actor(Role.APPROVER, "79")
    receipt = await towns.run(asking(towns, document_number="12-CV/TU"), towns.officer_here)
    return towns, receipt.id


async def test_asked_approved_fetched_and_each_is_told(asked):
    towns, export = asked
    with pytest.raises(says.SheetExportIsNotApproved):
        await towns.run(fetched(export), towns.officer_here)
    await towns.run(decided(export), towns.approver)
    for _ in range(2):
        await towns.run(fetched(export), towns.officer_here)
    told = await towns.published(export)
    assert [type(fact) for fact in told] == [
        sheet_facts.SheetExportRequested, sheet_facts.SheetExportApproved,
        sheet_facts.SheetExportFetched, sheet_facts.SheetExportFetched,
    ]  # fmt: skip
    assert (told[0].sheet, told[0].purpose, told[0].document_number) == ("MEMBERS", "REPORT", "12-CV/TU")
    assert told[1].until - told[1].at == timedelta(hours=24)
    assert {told[0].account, told[2].account} == {towns.officer_here.subject} != {told[1].account}


async def test_nobody_approves_his_own(towns):
    approver = await towns.actor(Role.APPROVER, "79.26740")
    export = (await towns.run(asking(towns), approver)).id
    with pytest.raises(says.SheetExportNeedsAnotherPerson):
        await towns.run(decided(export), approver)


async def test_after_a_day_there_is_nothing_to_fetch(asked):
    towns, export = asked
    await towns.run(decided(export), towns.approver)
    towns.clock.day += timedelta(days=2)
    with pytest.raises(says.SheetExportHasExpired):
        await towns.run(fetched(export), towns.officer_here)


async def test_only_who_asked_fetches_and_what_was_decided_stays(asked):
    towns, export = asked
    await towns.run(decided(export, accept=False), towns.approver)
    with pytest.raises(says.SheetExportIsDecided):
        await towns.run(decided(export), towns.approver)
    with pytest.raises(says.SheetExportIsNotApproved):
        await towns.run(fetched(export), towns.officer_here)
    with pytest.raises(says.SheetExportIsUnknown):
        await towns.run(fetched(export), towns.approver)


async def test_who_may_not(asked):
    towns, export = asked
    for actor in (await towns.officer("82"), await towns.officer("00"), await towns.secretary("B")):
        with pytest.raises(ActIsNotPermitted):
            await towns.run(asking(towns), actor)
        with pytest.raises(says.SheetExportIsUnknown):
            await towns.run(decided(export), actor)
    with pytest.raises(ActIsNotPermitted):
        await towns.run(decided(export), await towns.officer("79"))
