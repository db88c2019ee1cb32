"""Holds, decisions and corrections on a real log: who may, what becomes of open transfers, which numbers are free."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.contracts import facts as published
from services.membership.contracts import requests
from services.membership.contracts.enums import MemberDecision, TransferKind, TransferReason
from services.membership.domain.refusals_member import MemberAlreadyRegistered, MemberHasLeft, MemberIsUnknown
from services.membership.domain.refusals_transfer import StepIsNotAllowedNow
from services.organization.contracts.enums import Role
from shared.authority.refusals import ActIsNotPermitted
from shared.vocabulary.actor import Actor


async def step(towns, request, transfer, actor, **more):
    return await towns.run(request(command_id=uuid4(), transfer_id=transfer, **more), actor)


def holding(towns, request, member, place="79", **more):
    body = {"organization_id": towns.places[place], "document_number": "5-UBKT", **more}
    return request(command_id=uuid4(), member_id=member, **body)


def deciding(member, decision, **more):
    given = {"decision_number": "77-QĐ/ĐU", "decision_date": date(2026, 11, 20), **more}
    return requests.DecideMemberState(command_id=uuid4(), member_id=member, decision=decision, **given)


def correcting(member, **more):
    return requests.CorrectMember(command_id=uuid4(), member_id=member, evidence_hash="sha256:abcdef", **more)


async def test_a_hold_stops_the_endorsement_until_it_is_lifted(towns):
    member, transfer = await towns.asked("A", "B")
    inspector = await towns.actor(Role.INSPECTION_OFFICER, "79")
    await step(towns, requests.ReviewTransfer, transfer, await towns.secretary("A"))
    await towns.run(holding(towns, requests.PlaceHold, member), inspector)
    assert (await towns.published(transfer))[-1].standing.on_hold
    with pytest.raises(StepIsNotAllowedNow):
        await step(towns, requests.EndorseTransfer, transfer, await towns.officer("79.26740"))
    told = (await towns.published(member))[-1]
    assert isinstance(told, published.MemberHoldPlaced)
    assert await towns.opened(member, "document_number", told.document_number) == "5-UBKT"
    await towns.run(holding(towns, requests.LiftHold, member), inspector)
    await step(towns, requests.EndorseTransfer, transfer, await towns.officer("79.26740"))
    assert (await towns.state(transfer)).state == "INTRODUCED"


async def test_a_request_under_a_hold_is_on_hold_from_the_start_a_temporary_one_is_not(towns):
    member = await towns.member("A")
    await towns.run(
        holding(towns, requests.PlaceHold, member, "79.26740"), await towns.actor(Role.INSPECTION_OFFICER, "79.26740")
    )
    transfer = (await towns.run(towns.transfer_of(member, "B"), await towns.secretary("A"))).id
    assert (await towns.state(transfer)).on_hold
    await step(towns, requests.WithdrawTransfer, transfer, await towns.secretary("A"), reason="chờ kết luận")
    for_a_time = {"kind": TransferKind.TEMPORARY, "reason": TransferReason.OTHER, "return_by": date(2027, 4, 1)}
    away = (await towns.run(towns.transfer_of(member, "B", **for_a_time), await towns.secretary("A"))).id
    assert not (await towns.state(away)).on_hold


async def test_holds_are_the_inspection_officers_of_a_body_over_the_member(towns):
    member = await towns.member("A")
    for role, place in ((Role.COMMITTEE_OFFICER, "79"), (Role.CELL_SECRETARY, "A")):
        with pytest.raises(ActIsNotPermitted):
            await towns.run(holding(towns, requests.PlaceHold, member), await towns.actor(role, place))
    elsewhere = await towns.actor(Role.INSPECTION_OFFICER, "82")
    with pytest.raises(MemberIsUnknown):
        await towns.run(holding(towns, requests.PlaceHold, member, "82"), elsewhere)


async def test_death_in_flight_cancels_the_transfer(towns):
    member, transfer = await towns.asked("A", "B")
    officer = await towns.officer("79.26740")
    died = deciding(member, MemberDecision.DECEASED, decision_number=None)
    await towns.run(died, officer)
    assert (await towns.state(transfer)).state == "CANCELLED"
    assert (await towns.member_state(member)).state == "DECEASED"
    with pytest.raises(MemberHasLeft):
        await towns.run(towns.transfer_of(member, "B"), await towns.secretary("A"))


async def test_the_cell_decides_exemptions_and_nothing_else(towns):
    member = await towns.member("A")
    secretary = await towns.secretary("A")
    await towns.run(deciding(member, MemberDecision.EXEMPTED), secretary)
    told = (await towns.published(member))[-1]
    assert (told.decision, told.exempt, told.state) == ("EXEMPTED", True, "FULL")
    assert await towns.opened(member, "decision_number", told.decision_number) == "77-QĐ/ĐU"
    with pytest.raises(ActIsNotPermitted):
        await towns.run(deciding(member, MemberDecision.REMOVED), secretary)
    himself = Actor(subject=f"member@{member}", role="member")
    with pytest.raises(ActIsNotPermitted):
        await towns.run(deciding(member, MemberDecision.EXEMPTION_ENDED), himself)
    with pytest.raises(MemberIsUnknown):
        await towns.run(deciding(member, MemberDecision.EXEMPTION_ENDED), await towns.officer("82"))


async def test_a_corrected_number_frees_the_old_one(towns):
    wrong = f"{towns.numbers + 1:06d}HCM"
    member = await towns.member("A")
    officer = await towns.officer("79.26740")
    await towns.run(correcting(member, file_number="777777HCM", full_name="Nguyễn Văn Ân"), officer)
    told = (await towns.published(member))[-1]
    assert isinstance(told, published.MemberCorrected)
    assert await towns.opened(member, "full_name", told.full_name) == "Nguyễn Văn Ân"
    assert told.personal_id is None
    await towns.member("A", file_number=wrong)
    with pytest.raises(MemberAlreadyRegistered):
        await towns.run(correcting(member, file_number=wrong), officer)
