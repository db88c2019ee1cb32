"""Paper first: what was done on paper is typed days later, several boxes at once, and the clocks run on the paper."""

from datetime import date
from uuid import uuid4

import pytest

from services.membership.contracts import facts as published
from services.membership.contracts.enums import TransferStep
from services.membership.contracts.requests import LetterBox, RecordPaperLetter
from services.membership.domain.refusals import DatesAreNotInOrder
from services.membership.domain.refusals_transfer import (
    BoxIsNotOnALetter,
    LetterHasNoBoxes,
    StepIsNotAllowedNow,
    StepIsNotYours,
)
from services.membership.policies.mark_transfers_overdue import due

REVIEW, ENDORSE, RECEIVE, PRESENT, ADMIT = list(TransferStep)[:5]


def letter(transfer, *boxes):
    entered = tuple(LetterBox(step=step, acted_on=on, **more) for step, on, more in boxes)
    return RecordPaperLetter(command_id=uuid4(), transfer_id=transfer, boxes=entered)


async def test_introduced_9_1_typed_15_1_presented_26_2_admitted_5_3(towns):
    """The swap day of 2 January 2026 counts: 26 February is the last day, so nothing is ever overdue."""
    towns.clock.day = date(2026, 1, 15)
    asked_on = {"effective_on": date(2026, 1, 5), "acted_on": date(2026, 1, 6)}
    member, transfer = await towns.asked("A", "B", **asked_on)
    typed = letter(
        transfer,
        (REVIEW, date(2026, 1, 7), {"signatory": "Lê Văn Bốn"}),
        (ENDORSE, date(2026, 1, 9), {"paper_number": "4711-GT/ĐU"}),
    )
    await towns.run(typed, await towns.officer("79"))
    standing = await towns.state(transfer)
    assert (standing.introduced_on, standing.present_by) == (date(2026, 1, 9), date(2026, 2, 26))
    assert standing.letter_number == "4711-GT/ĐU"
    towns.clock.day = date(2026, 2, 26)
    assert transfer not in {mark.transfer_id for mark in await due(towns.look, towns.clock)}
    towns.clock.day = date(2026, 3, 10)
    here = letter(
        transfer, (RECEIVE, date(2026, 2, 24), {}), (PRESENT, date(2026, 2, 26), {}), (ADMIT, date(2026, 3, 5), {})
    )
    assert await towns.home(member) == towns.places["A"]
    await towns.run(here, await towns.officer("82"))
    standing = await towns.state(transfer)
    assert (standing.state, standing.overdue, standing.presented_on) == ("CONFIRMED", False, date(2026, 2, 26))
    kept = await towns.member_state(member)
    assert (kept.home, kept.home_since) == (towns.places["B"], date(2026, 3, 5))
    told = await towns.published(transfer)
    assert not [fact for fact in told if isinstance(fact, published.TransferBecameOverdue)]
    acts = [fact.act for fact in told if fact.act.step != "CONFIRM"]
    assert {act.entered_by for act in acts[1:]} == {towns.places["79"], towns.places["82"]}


async def test_all_boxes_or_none_and_the_refusal_names_the_box(towns):
    _, transfer = await towns.asked("A", "B")
    officer = await towns.officer("79")
    for boxes, refusal, path in (
        (((REVIEW, date(2026, 11, 21), {}), (PRESENT, date(2026, 11, 21), {})), StepIsNotAllowedNow, ["boxes", "1"]),
        (
            ((REVIEW, date(2026, 11, 21), {}), (ENDORSE, date(2026, 11, 20), {})),
            DatesAreNotInOrder,
            ["boxes", "1", "acted_on"],
        ),
        (((TransferStep.CANCEL, date(2026, 11, 21), {}),), BoxIsNotOnALetter, ["boxes", "0", "step"]),
        ((), LetterHasNoBoxes, ["boxes"]),
    ):
        with pytest.raises(refusal) as refused:
            await towns.run(letter(transfer, *boxes), officer)
        assert refused.value.wire()["path"] == path
    assert (await towns.state(transfer)).state == "REQUESTED"


async def test_a_superior_enters_only_what_lies_below(towns):
    _, transfer = await towns.asked("A", "B")
    there = await towns.officer("82")
    with pytest.raises(StepIsNotYours):
        await towns.run(letter(transfer, (REVIEW, date(2026, 11, 21), {})), there)


async def test_a_committee_that_is_the_destination_names_the_cell_on_the_letter(towns):
    member, transfer = await towns.asked("A", "82.28249")
    await towns.run(
        letter(transfer, (REVIEW, date(2026, 11, 21), {}), (ENDORSE, date(2026, 11, 21), {})), await towns.officer("79")
    )
    day = date(2026, 11, 21)
    boxes = ((RECEIVE, day, {"forward_to_id": towns.places["B"]}), (PRESENT, day, {}), (ADMIT, day, {}))
    await towns.run(letter(transfer, *boxes), await towns.officer("82"))
    assert await towns.home(member) == towns.places["B"]
