"""From province to province on a real log: every step by its holder, the home moved once, confirmed by itself."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.application.internal import ConfirmAdmittedTransfer, MarkTransferOverdue
from services.membership.contracts import facts as published
from services.membership.contracts import requests
from services.membership.contracts.requests import OnBehalf
from services.membership.domain.refusals import ActIsForServicesOnly, CellHasEnded
from services.membership.domain.refusals_request import MemberAlreadyInTransfer
from services.membership.domain.refusals_transfer import LetterNumberIsTaken, NextBodyIsNotBelow
from services.membership.policies.mark_transfers_overdue import due
from services.organization.contracts.enums import Role
from shared.vocabulary.actor import Actor

SYSTEM = Actor(subject="policy:tests", role="service")


async def step(towns, request, transfer, actor, **more):
    return await towns.run(request(command_id=uuid4(), transfer_id=transfer, **more), actor)


async def introduced(towns, destination="B", **more):
    """A transfer from A, introduced by A's commune."""
    member, transfer = await towns.asked("A", destination)
    await step(towns, requests.ReviewTransfer, transfer, await towns.secretary("A"), **more)
    await step(towns, requests.EndorseTransfer, transfer, await towns.officer("79.26740"), **more)
    return member, transfer


async def test_from_cell_to_cell_in_another_province(towns):
    member, transfer = await introduced(towns)
    await step(towns, requests.ReceiveTransfer, transfer, await towns.actor(Role.APPROVER, "82.28249"))
    await step(towns, requests.PresentTransfer, transfer, await towns.secretary("B"))
    assert await towns.home(member) == towns.places["A"]
    await step(towns, requests.AdmitTransfer, transfer, await towns.secretary("B"))
    assert await towns.home(member) == towns.places["B"]
    assert (await towns.state(transfer)).state == "CONFIRMED"
    told = await towns.published(transfer)
    assert [type(fact).__name__ for fact in told] == [
        "TransferRequested",
        "TransferReviewed",
        "TransferIntroduced",
        "TransferReceived",
        "TransferPresented",
        "TransferAdmitted",
        "TransferConfirmed",
    ]
    assert [fact.standing.state for fact in told if isinstance(fact, published.TransferFact)] == [
        "REQUESTED",
        "CELL_REVIEWED",
        "INTRODUCED",
        "RECEIVED",
        "PRESENTED",
        "ADMITTED",
        "CONFIRMED",
    ]
    await towns.run(towns.transfer_of(member, "C"), await towns.secretary("B"))  # free for the next one


async def test_one_open_transfer_at_a_time(towns):
    member, transfer = await towns.asked("A", "B")
    with pytest.raises(MemberAlreadyInTransfer):
        await towns.run(towns.transfer_of(member, "C"), await towns.secretary("A"))
    await step(towns, requests.WithdrawTransfer, transfer, await towns.secretary("A"), reason="đổi ý")
    await towns.run(towns.transfer_of(member, "C"), await towns.secretary("A"))


async def test_a_committee_assigns_the_cell(towns):
    member, transfer = await introduced(towns, "82.28249")
    commune = await towns.officer("82.28249")
    with pytest.raises(NextBodyIsNotBelow):
        await step(towns, requests.ReceiveTransfer, transfer, commune, forward_to_id=towns.places["A"])
    await step(towns, requests.ReceiveTransfer, transfer, commune, forward_to_id=towns.places["C"])
    assert (await towns.published(transfer))[-1].destination == towns.places["C"]
    await step(towns, requests.ReceiveTransfer, transfer, await towns.officer("G"))
    await step(towns, requests.PresentTransfer, transfer, await towns.secretary("C"))
    await step(towns, requests.AdmitTransfer, transfer, await towns.secretary("C"))
    assert await towns.home(member) == towns.places["C"]


async def test_a_transfer_to_the_army_is_confirmed_by_the_issuer(towns):
    member, transfer = await introduced(towns, "X")
    await step(
        towns,
        requests.ConfirmTransfer,
        transfer,
        await towns.officer("79.26740"),
        paper_number="77-PB/QĐ",
        acted_on=None,
    )
    assert await towns.home(member) == towns.places["X"]
    told = await towns.published(transfer)
    assert [type(fact).__name__ for fact in told[-2:]] == ["TransferAdmitted", "TransferConfirmed"]


async def test_a_superior_enters_every_step_on_behalf(towns):
    member = await towns.member("A")
    here, there = await towns.officer("79"), await towns.officer("82")
    asked = towns.transfer_of(member, "B", on_behalf=OnBehalf(organization_id=towns.places["A"]))
    transfer = (await towns.run(asked, here)).id
    for request, place, actor in (
        (requests.ReviewTransfer, "A", here),
        (requests.EndorseTransfer, "79.26740", here),
        (requests.ReceiveTransfer, "82.28249", there),
        (requests.PresentTransfer, "B", there),
        (requests.AdmitTransfer, "B", there),
    ):
        await step(towns, request, transfer, actor, on_behalf=OnBehalf(organization_id=towns.places[place]))
    assert (await towns.state(transfer)).state == "CONFIRMED"
    acts = [fact.act for fact in await towns.published(transfer)][:-1]
    assert {act.entered_by for act in acts} == {towns.places["79"], towns.places["82"]}
    assert acts[-1].organization == towns.places["B"]


async def test_letters_are_numbered_without_a_gap_and_never_twice(towns):
    officer = await towns.officer("79.26740")
    _, first = await introduced(towns)
    number = (await towns.state(first)).letter_number
    assert number is not None
    _, second = await towns.asked("A", "B")
    await step(towns, requests.ReviewTransfer, second, await towns.secretary("A"))
    with pytest.raises(LetterNumberIsTaken):
        await step(towns, requests.EndorseTransfer, second, officer, paper_number=number.lower())
    await step(towns, requests.EndorseTransfer, second, officer)
    await step(towns, requests.ReissueTransferPaper, first, officer, reason="mất giấy")
    numbers = [int(number.partition("-")[0])]
    numbers += [int((await towns.state(it)).letter_number.partition("-")[0]) for it in (second, first)]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]


async def test_a_letter_typed_late_is_overdue_and_decided(towns):
    member, _ = await towns.asked("A", "B")
    secretary, officer = await towns.secretary("A"), await towns.officer("79.26740")
    member = await towns.member("A")
    asked = towns.transfer_of(member, "B", effective_on=date(2026, 7, 1), acted_on=date(2026, 7, 20))
    transfer = (await towns.run(asked, secretary)).id
    await step(towns, requests.ReviewTransfer, transfer, secretary, acted_on=date(2026, 7, 27))
    await step(towns, requests.EndorseTransfer, transfer, officer, acted_on=date(2026, 8, 3))
    told = (await towns.published(transfer))[-1]
    assert isinstance(told, published.TransferBecameOverdue)
    assert told.standing.overdue and "DECIDE_OVERDUE" in told.standing.allowed_steps
    await step(
        towns, requests.DecideOverdueTransfer, transfer, officer, reason="ốm dài ngày", present_by=date(2026, 12, 15)
    )
    assert not (await towns.state(transfer)).overdue


async def test_the_timer_tells_lateness_once_by_the_calendar_of_the_day(towns):
    _, transfer = await introduced(towns)
    limit = (await towns.state(transfer)).present_by
    towns.clock.day = limit
    assert transfer not in {request.transfer_id for request in await due(towns.look, towns.clock)}
    towns.clock.day = date.fromordinal(limit.toordinal() + 1)
    [mark] = [request for request in await due(towns.look, towns.clock) if request.transfer_id == transfer]
    await towns.run(mark, SYSTEM)
    assert (await towns.state(transfer)).overdue
    assert transfer not in {request.transfer_id for request in await due(towns.look, towns.clock)}


async def test_nobody_is_admitted_to_a_cell_that_has_ended(towns):
    from services.membership.application.internal import CloseCell

    member, transfer = await introduced(towns)
    await step(towns, requests.ReceiveTransfer, transfer, await towns.officer("82.28249"))
    await step(towns, requests.PresentTransfer, transfer, await towns.secretary("B"))
    closed = CloseCell(command_id=uuid4(), organization_id=towns.places["B"], effective_on=date(2026, 11, 1))
    await towns.run(closed, SYSTEM)
    with pytest.raises(CellHasEnded):
        await step(towns, requests.AdmitTransfer, transfer, await towns.secretary("B"))
    with pytest.raises(CellHasEnded):
        await towns.run(towns.someone("B"), await towns.secretary("B"))
    assert await towns.home(member) == towns.places["A"]


@pytest.mark.parametrize("request_type", [ConfirmAdmittedTransfer, MarkTransferOverdue])
async def test_internal_commands_are_for_services(towns, request_type):
    _, transfer = await towns.asked("A", "B")
    with pytest.raises(ActIsForServicesOnly):
        await step(towns, request_type, transfer, await towns.officer("79"))
