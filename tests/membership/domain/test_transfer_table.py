"""The table of states and steps, row by row: every allowed step is accepted, every other one is refused by name."""

from datetime import date

import pytest

from services.membership.contracts.enums import TransferState, TransferStep
from services.membership.domain.refusals_transfer import StepIsNotAllowedNow
from services.membership.domain.transfer.steps import TABLE, Step, allowed_steps

REVIEW, ENDORSE, RECEIVE, PRESENT, ADMIT, CONFIRM = list(Step)[:6]
RETURN, REFUSE, WITHDRAW, REISSUE, DECIDE_OVERDUE, CANCEL = list(Step)[6:]
EARLY = date(2026, 2, 2)
LATE = date(2026, 11, 20)

ROWS = [
    ("82.1.5", [], "REQUESTED", 0, {REVIEW, REFUSE, WITHDRAW}),
    ("82.1.5", [REVIEW], "CELL_REVIEWED", 1, {ENDORSE, RETURN, REFUSE, WITHDRAW}),
    ("82.1.6", [REVIEW, ENDORSE], "ENDORSED", 2, {ENDORSE, RETURN, REFUSE, WITHDRAW}),
    ("82.1.6", [REVIEW, ENDORSE, ENDORSE], "INTRODUCED", 3, {RECEIVE, RETURN, REFUSE, REISSUE, CANCEL}),
    ("79.1.7", [REVIEW, ENDORSE], "INTRODUCED", 2, {RECEIVE, RETURN, REFUSE, REISSUE, CANCEL}),
    ("army", [REVIEW, ENDORSE, ENDORSE], "INTRODUCED", 3, {CONFIRM, REISSUE, CANCEL}),
    ("82.1.6", [REVIEW, ENDORSE, ENDORSE, RECEIVE], "RECEIVED", 4, {RECEIVE, RETURN, REFUSE, REISSUE, CANCEL}),
    ("82.1.5", [REVIEW, ENDORSE, ENDORSE, RECEIVE], "RECEIVED", 4, {PRESENT, RETURN, REFUSE, REISSUE, CANCEL}),
    ("82.1.5", [REVIEW, ENDORSE, ENDORSE, RECEIVE, PRESENT], "PRESENTED", 4, {ADMIT, RETURN, REFUSE, CANCEL}),
    ("82.1.5", [REVIEW, ENDORSE, ENDORSE, RECEIVE, PRESENT, ADMIT], "ADMITTED", 0, set()),
    ("82.1.5", [REVIEW, RETURN], "RETURNED_FOR_CORRECTION", 0, {REVIEW, WITHDRAW}),
    ("82.1.6", [REVIEW, ENDORSE, RETURN], "RETURNED_FOR_CORRECTION", 1, {ENDORSE, WITHDRAW}),
    ("82.1.6", [REVIEW, ENDORSE, ENDORSE, RETURN], "RETURNED_FOR_CORRECTION", 2, {ENDORSE, CANCEL}),
    ("82.1.6", [REVIEW, ENDORSE, ENDORSE, RECEIVE, RETURN], "RETURNED_FOR_CORRECTION", 3, {RECEIVE, CANCEL}),
    ("82.1.5", [REFUSE], "REFUSED", 0, set()),
    ("82.1.5", [WITHDRAW], "WITHDRAWN", 0, set()),
    ("82.1.5", [REVIEW, ENDORSE, ENDORSE, CANCEL], "CANCELLED", 3, set()),
]


@pytest.mark.parametrize(("destination", "walked", "state", "hop", "allowed"), ROWS)
def test_row(journey, destination, walked, state, hop, allowed):
    on_the_way = journey("79.1.6", destination, today=EARLY).asked().does(*walked)
    assert on_the_way.transfer.state == state
    assert on_the_way.transfer.hop == hop
    assert set(allowed_steps(on_the_way.transfer)) == allowed
    for step in Step:
        if step in allowed:
            assert on_the_way.decide(step)
        else:
            with pytest.raises(StepIsNotAllowedNow) as refused:
                on_the_way.decide(step)
            assert all(name in refused.value.wire()["en"] for name in allowed)


def test_a_cell_without_a_committee_between_is_presented_to_at_once(journey):
    on_the_way = journey("79.1.6", "79.1.5", today=EARLY).asked().does(REVIEW, ENDORSE, ENDORSE)
    assert on_the_way.transfer.state == "INTRODUCED"
    assert set(allowed_steps(on_the_way.transfer)) == {PRESENT, RETURN, REFUSE, REISSUE, CANCEL}


@pytest.mark.parametrize("walked", [[], [RECEIVE]])
def test_overdue_is_decided_while_it_lasts(journey, walked):
    on_the_way = journey("79.1.5", "82.1.5", today=LATE).asked().does(REVIEW, ENDORSE, *walked)
    assert on_the_way.transfer.overdue
    assert DECIDE_OVERDUE in allowed_steps(on_the_way.transfer)


def test_names_are_those_of_the_contract():
    assert {*TABLE, "RETURNED_FOR_CORRECTION"} == set(TransferState)
    assert {step.value for step in Step} == {step.value for step in TransferStep}


def test_nothing_is_allowed_of_a_transfer_that_does_not_exist(journey):
    assert allowed_steps(journey("79.1.5", "82.1.5").transfer) == ()
