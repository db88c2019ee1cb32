"""Reminders on a real log: the timer asks once for each limit, by the calendar and the rows of the day."""

from datetime import date
from uuid import uuid4

from services.membership.application.internal import MarkTransferOverdue
from services.membership.contracts import facts as published
from services.membership.contracts import requests
from services.membership.contracts.enums import TransferKind, TransferReason
from services.membership.policies.remind_of_deadlines import due
from services.organization.contracts.requests import SetPolicy
from shared.vocabulary.position import Position
from tests.membership.application.conftest import SYSTEM

ABROAD = {"kind": TransferKind.ABROAD_TEMPORARY, "reason": TransferReason.STUDY, "return_by": date(2027, 9, 1)}


async def reminded(towns, transfer, on: date) -> list[published.TransferReminded]:
    """What the timer makes of one transfer on a day."""
    towns.clock.day = on
    for request in await due(towns.look, towns.clock):
        if request.transfer_id == transfer:
            await towns.run(request, SYSTEM)
    told = await towns.published(transfer)
    return [fact for fact in told if isinstance(fact, published.TransferReminded)]


async def test_a_students_stay_abroad_ends_after_a_reminder(towns):
    """Nobody abroad is connected: the issuer types the notice, the home cell is reminded and ends the stay."""
    member, transfer = await towns.asked("A", "X", **ABROAD)
    for request, actor in (
        (requests.ReviewTransfer, await towns.secretary("A")),
        (requests.EndorseTransfer, await towns.officer("79.26740")),
    ):
        await towns.run(request(command_id=uuid4(), transfer_id=transfer), actor)
    notice = requests.ConfirmTransfer(command_id=uuid4(), transfer_id=transfer, paper_number="8/PB-NN")
    await towns.run(notice, await towns.officer("79.26740"))
    assert (await towns.member_state(member)).stay is not None
    assert await reminded(towns, transfer, date(2027, 8, 1)) == []
    [fact] = await reminded(towns, transfer, date(2027, 8, 2))
    assert (fact.what, fact.due, fact.act.organization) == ("RETURN", date(2027, 9, 1), towns.places["A"])
    assert await reminded(towns, transfer, date(2027, 8, 20)) == [fact]
    towns.clock.day = date(2027, 9, 3)
    back = requests.EndTemporaryTransfer(command_id=uuid4(), transfer_id=transfer, reason="đã về nước")
    await towns.run(back, await towns.secretary("A"))
    member_now = await towns.member_state(member)
    assert (member_now.stay, member_now.home) == (None, towns.places["A"])


async def test_the_letters_limit_is_reminded_of_before_it_and_told_to_the_superior_after_it(towns):
    _, transfer = await towns.asked("A", "B")
    for request, actor in (
        (requests.ReviewTransfer, await towns.secretary("A")),
        (requests.EndorseTransfer, await towns.officer("79.26740")),
    ):
        await towns.run(request(command_id=uuid4(), transfer_id=transfer), actor)
    limit = (await towns.state(transfer)).present_by
    assert limit is not None
    [early] = await reminded(towns, transfer, limit)
    assert (early.what, early.due) == ("PRESENT", limit)
    towns.clock.day = date.fromordinal(limit.toordinal() + 1)
    await towns.run(MarkTransferOverdue(command_id=uuid4(), transfer_id=transfer), SYSTEM)
    assert len(await reminded(towns, transfer, date.fromordinal(limit.toordinal() + 3))) == 1
    told = await reminded(towns, transfer, date.fromordinal(limit.toordinal() + 30))
    assert [fact.what for fact in told] == ["PRESENT", "ESCALATION"]
    assert told[-1].act.organization == towns.places["00"]


async def test_what_was_asked_too_early_is_asked_again(towns):
    """Timer and handler read rows of different days: what the first asks for too early is still reminded of in time."""
    _, transfer = await towns.asked("A", "X", **ABROAD)
    for request, actor in (
        (requests.ReviewTransfer, await towns.secretary("A")),
        (requests.EndorseTransfer, await towns.officer("79.26740")),
    ):
        await towns.run(request(command_id=uuid4(), transfer_id=transfer), actor)
    earlier = SetPolicy(
        command_id=uuid4(),
        key="transfer.remind_return_before",
        organization_id=towns.places["79.26740"],
        value=60,
        valid_from=date(2026, 12, 1),
        valid_to=date(2027, 1, 1),
        source="2-HD/TU",
    )
    receipt = await towns.organization.run(earlier, await towns.officer("79.26740"))
    assert await towns.positions["membership"].wait(Position.decode(receipt.position))
    towns.clock.day = date(2026, 12, 10)
    notice = requests.ConfirmTransfer(command_id=uuid4(), transfer_id=transfer, paper_number="9/PB-NN")
    await towns.run(notice, await towns.officer("79.26740"))
    towns.clock.day = date(2027, 7, 10)
    assert transfer in {request.transfer_id for request in await due(towns.look, towns.clock)}
    assert await reminded(towns, transfer, date(2027, 7, 10)) == []
    [fact] = await reminded(towns, transfer, date(2027, 8, 2))
    assert (fact.what, fact.due) == ("RETURN", date(2027, 9, 1))
