"""A letter from outside, registered by the committee that receives it: for a newcomer, or for one who comes back."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.contracts import requests
from services.membership.contracts.enums import MemberState, TransferKind, TransferReason
from services.membership.domain.refusals_kinds import (
    IncomingIsRegisteredFromPaper,
    KindIsNotIncoming,
    OneOfMemberAndPerson,
    OriginIsNotOutside,
)
from services.membership.domain.refusals_member import MemberAlreadyRegistered, MemberIsUnknown
from services.membership.domain.refusals_transfer import LetterNumberIsTaken, StepIsNotAllowedNow
from shared.authority.refusals import ActIsNotPermitted


def letter(towns, number, **more):
    given = {
        "origin_id": towns.places["X"],
        "destination_id": towns.places["B"],
        "kind": TransferKind.OFFICIAL,
        "reason": TransferReason.DEMOBILISED,
        "letter_number": number,
        "introduced_on": date(2026, 11, 2),
        **more,
    }
    return requests.RegisterIncomingTransfer(command_id=uuid4(), **given)


def soldier(towns):
    towns.numbers += 1
    return requests.IncomingPerson(
        full_name="Phạm Văn Chiến",
        personal_id=f"082090{towns.numbers:06d}",
        date_of_birth=date(1990, 1, 1),
        state=MemberState.FULL,
        admitted_on=date(2015, 5, 19),
        full_member_on=date(2016, 5, 19),
        file_number=f"{towns.numbers:06d}QD",
    )


async def step(towns, request, transfer, actor, **more):
    return await towns.run(request(command_id=uuid4(), transfer_id=transfer, **more), actor)


async def test_a_soldier_returns(towns):
    officer = await towns.officer("82.28249")
    transfer = (await towns.run(letter(towns, "9-QĐ", person=soldier(towns)), officer)).id
    standing = await towns.state(transfer)
    assert (standing.state, standing.letter_number, standing.present_by) == ("INTRODUCED", "9-QĐ", date(2026, 12, 15))
    assert await towns.home(standing.member) == towns.places["X"]
    for request, actor in (
        (requests.ReceiveTransfer, officer),
        (requests.PresentTransfer, await towns.secretary("B")),
        (requests.AdmitTransfer, await towns.secretary("B")),
    ):
        await step(towns, request, transfer, actor)
    assert await towns.home(standing.member) == towns.places["B"]
    assert (await towns.state(transfer)).state == "CONFIRMED"


async def test_who_went_out_comes_back_by_his_file_number(towns):
    member, transfer = await towns.asked("A", "X")
    await step(towns, requests.ReviewTransfer, transfer, await towns.secretary("A"))
    await step(towns, requests.EndorseTransfer, transfer, await towns.officer("79.26740"))
    await step(towns, requests.ConfirmTransfer, transfer, await towns.officer("79.26740"), paper_number="77-PB")
    with pytest.raises(IncomingIsRegisteredFromPaper):
        pull = towns.transfer_of(member, "B", pull=True)
        await towns.run(pull, await towns.secretary("B"))
    number = f"{towns.numbers:06d}HCM"
    returned = {"kind": TransferKind.RETURN_FROM_ABROAD, "introduced_on": date(2026, 11, 21)}
    back = letter(towns, "78-QĐ", file_number=number, **returned)
    incoming = (await towns.run(back, await towns.officer("82.28249"))).id
    assert (await towns.state(incoming)).member == member


async def test_refused(towns):
    officer = await towns.officer("82.28249")
    person = soldier(towns)
    await towns.run(letter(towns, "10-QĐ", person=person), officer)
    for wrong, refusal in (
        (letter(towns, "10-qđ", person=soldier(towns)), LetterNumberIsTaken),
        (letter(towns, "11-QĐ", person=person), MemberAlreadyRegistered),
        (letter(towns, "12-QĐ"), OneOfMemberAndPerson),
        (letter(towns, "13-QĐ", file_number="999999ZZ"), MemberIsUnknown),
        (letter(towns, "14-QĐ", person=soldier(towns), kind=TransferKind.INTERNAL), KindIsNotIncoming),
        (letter(towns, "15-QĐ", person=soldier(towns), origin_id=towns.places["A"]), OriginIsNotOutside),
    ):
        with pytest.raises(refusal):
            await towns.run(wrong, officer)
    with pytest.raises(ActIsNotPermitted):
        await towns.run(letter(towns, "16-QĐ", person=soldier(towns)), await towns.officer("79"))


async def test_a_letter_from_outside_is_not_sent_back_or_issued_anew_here(towns):
    officer = await towns.officer("82.28249")
    transfer = (await towns.run(letter(towns, "20-QĐ", person=soldier(towns)), officer)).id
    for request in (requests.ReturnTransfer, requests.ReissueTransferPaper):
        with pytest.raises(StepIsNotAllowedNow):
            await step(towns, request, transfer, officer, reason="thử")
    await step(towns, requests.CancelTransfer, transfer, officer, reason="quyết định bị thu hồi")
    assert (await towns.state(transfer)).state == "CANCELLED"
