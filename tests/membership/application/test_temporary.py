"""A guest for a time on a real log: admitted, extended, back; and at home there in the end."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.contracts import facts as published
from services.membership.contracts import requests
from services.membership.contracts.enums import TransferKind, TransferReason
from services.membership.domain.refusals_kinds import (
    NewReturnIsNotLater,
    ReturnDateIsMissing,
    StayIsNotOpen,
    StayIsOutOfRange,
)
from services.membership.domain.refusals_transfer import StepIsNotYours, TransferIsUnknown

AWAY = {"kind": TransferKind.TEMPORARY, "reason": TransferReason.OTHER, "return_by": date(2027, 4, 1)}


async def step(towns, request, transfer, actor, **more):
    return await towns.run(request(command_id=uuid4(), transfer_id=transfer, **more), actor)


async def guest(towns):
    """A member of A who is a guest of B until April."""
    member, transfer = await towns.asked("A", "B", **AWAY)
    for request, actor in (
        (requests.ReviewTransfer, await towns.secretary("A")),
        (requests.EndorseTransfer, await towns.officer("79.26740")),
        (requests.ReceiveTransfer, await towns.officer("82.28249")),
        (requests.PresentTransfer, await towns.secretary("B")),
        (requests.AdmitTransfer, await towns.secretary("B")),
    ):
        await step(towns, request, transfer, actor)
    return member, transfer


async def test_a_guest_is_admitted_and_the_home_stays(towns):
    member, transfer = await guest(towns)
    assert await towns.home(member) == towns.places["A"]
    assert (await towns.state(transfer)).state == "CONFIRMED"
    told = {type(fact): fact for fact in await towns.published(transfer)}
    assert published.TransferAdmitted not in told
    assert told[published.GuestAdmitted].cell == towns.places["B"]
    assert told[published.GuestAdmitted].home == towns.places["A"]


async def test_a_stay_is_extended_where_the_guest_is(towns):
    _, transfer = await guest(towns)
    there = await towns.secretary("B")
    more = {"reason": "việc chưa xong"}
    with pytest.raises(StepIsNotYours):
        await step(towns, requests.ExtendTemporaryTransfer, transfer, await towns.secretary("A"), **more)
    with pytest.raises(ReturnDateIsMissing):
        await step(towns, requests.ExtendTemporaryTransfer, transfer, there, **more)
    with pytest.raises(NewReturnIsNotLater):
        await step(towns, requests.ExtendTemporaryTransfer, transfer, there, return_by=date(2027, 4, 1), **more)
    with pytest.raises(StayIsOutOfRange):
        await step(towns, requests.ExtendTemporaryTransfer, transfer, there, return_by=date(2027, 10, 1), **more)
    await step(towns, requests.ExtendTemporaryTransfer, transfer, there, return_by=date(2027, 8, 1), **more)
    told = (await towns.published(transfer))[-1]
    assert (told.return_by, told.standing.return_by, told.act.step) == (date(2027, 8, 1), date(2027, 8, 1), "EXTEND")


async def test_a_stay_ends_once_by_the_return(towns):
    member, transfer = await guest(towns)
    await step(towns, requests.EndTemporaryTransfer, transfer, await towns.secretary("A"), reason="xong việc")
    assert (await towns.published(transfer))[-1].returned_on == date(2026, 11, 21)
    with pytest.raises(StayIsNotOpen):
        await step(towns, requests.EndTemporaryTransfer, transfer, await towns.secretary("A"), reason="nữa")
    await towns.run(towns.transfer_of(member, "B", **AWAY), await towns.secretary("A"))  # free for another stay


async def test_a_stay_is_ended_by_those_it_concerns_only(towns):
    _, transfer = await guest(towns)
    with pytest.raises(TransferIsUnknown):
        await step(towns, requests.EndTemporaryTransfer, transfer, await towns.secretary("C"), reason="nhầm")


async def test_who_is_at_home_there_is_no_guest_there_any_more(towns):
    member, stay = await guest(towns)
    transfer = (await towns.run(towns.transfer_of(member, "B"), await towns.secretary("A"))).id
    for request, actor in (
        (requests.ReviewTransfer, await towns.secretary("A")),
        (requests.EndorseTransfer, await towns.officer("79.26740")),
        (requests.ReceiveTransfer, await towns.officer("82.28249")),
        (requests.PresentTransfer, await towns.secretary("B")),
        (requests.AdmitTransfer, await towns.secretary("B")),
    ):
        await step(towns, request, transfer, actor)
    assert await towns.home(member) == towns.places["B"]
    assert isinstance((await towns.published(stay))[-1], published.GuestReturned)
    assert (await towns.member_state(member)).stay is None
