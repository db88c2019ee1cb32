"""Returned, refused, withdrawn, cancelled, issued anew, overdue."""

from datetime import date

import pytest

from services.membership.domain.clocks import Clocks
from services.membership.domain.refusals import ReasonIsMissing
from services.membership.domain.refusals_transfer import HopIsNotBefore, NewLimitIsNotLater, StepIsNotAllowedNow
from services.membership.domain.transfer import facts as told
from services.membership.domain.transfer.aside import answer_no
from services.membership.domain.transfer.lateness import became_overdue, limit
from services.membership.domain.transfer.steps import Step

REVIEW, ENDORSE, RECEIVE, PRESENT, ADMIT, CONFIRM = list(Step)[:6]
RETURN, REFUSE, WITHDRAW, REISSUE, DECIDE_OVERDUE, CANCEL = list(Step)[6:]
JAN_9 = date(2026, 1, 9)
FEB_27 = date(2026, 2, 27)


@pytest.fixture
def introduced(journey):
    """Introduced on 9 January, to be presented by 26 February; today is 2 March."""
    return journey("79.1.5", "82.1.5").asked().does(REVIEW).does(ENDORSE, acted_on=JAN_9)


@pytest.fixture
def in_time(journey):
    """The same, seen on the last day of the limit."""
    return journey("79.1.5", "82.1.5", today=date(2026, 2, 26)).asked().does(REVIEW).does(ENDORSE, acted_on=JAN_9)


def test_a_return_goes_to_the_hop_before_and_comes_back_with_the_same_letter(in_time):
    before = in_time.transfer
    returned = in_time.does(RECEIVE, RETURN).transfer
    assert (returned.hop, returned.letter_number, returned.present_by) == (2, "1-GTSHĐ/ĐU", before.present_by)
    returned = in_time.does(RECEIVE).does(RETURN, to_hop=1).transfer
    assert returned.hop == 1
    again = in_time.does(ENDORSE, acted_on=date(2026, 2, 20)).transfer
    assert (again.state, again.letter_number, again.introduced_on) == ("INTRODUCED", "1-GTSHĐ/ĐU", JAN_9)


def test_back_to_the_origin_cell_voids_the_letter(in_time):
    in_time.does(RETURN, to_hop=0)
    assert in_time.facts[-1].voided_number == "1-GTSHĐ/ĐU"
    assert in_time.transfer.letter_number is None
    in_time.does(REVIEW).does(ENDORSE, acted_on=date(2026, 2, 20))
    assert in_time.transfer.letter_number == "2-GTSHĐ/ĐU"
    assert in_time.transfer.introduced_on == date(2026, 2, 20)


@pytest.mark.parametrize("to_hop", [2, 3, 9, -1])
def test_a_return_goes_backwards_only(introduced, to_hop):
    with pytest.raises(HopIsNotBefore):
        introduced.decide(RETURN, to_hop=to_hop)


@pytest.mark.parametrize("step", [RETURN, REFUSE, REISSUE, CANCEL])
def test_aside_needs_a_reason(introduced, step):
    with pytest.raises(ReasonIsMissing):
        introduced.decide(step, remark=None)


def test_a_no_is_a_refusal_with_its_reason(introduced):
    no = answer_no(introduced.transfer, RECEIVE, introduced.act(RECEIVE), introduced.today)
    assert [(type(fact), fact.step) for fact in no] == [(told.TransferRefused, RECEIVE)]
    with pytest.raises(ReasonIsMissing):
        answer_no(introduced.transfer, RECEIVE, introduced.act(RECEIVE, remark=None), introduced.today)
    with pytest.raises(StepIsNotAllowedNow):
        answer_no(introduced.transfer, ADMIT, introduced.act(ADMIT), introduced.today)


def test_a_letter_issued_anew_keeps_the_clock(in_time):
    before = in_time.transfer
    after = in_time.does(REISSUE).transfer
    assert (after.letter_number, after.paper_lost, after.state) == ("2-GTSHĐ/ĐU", True, "INTRODUCED")
    assert (after.introduced_on, after.present_by) == (before.introduced_on, before.present_by)
    assert in_time.facts[-1].voided_number == "1-GTSHĐ/ĐU"


def test_a_letter_typed_late_is_overdue_at_once(introduced):
    assert type(introduced.facts[-1]) is told.TransferBecameOverdue
    assert introduced.transfer.overdue
    assert introduced.transfer.last_acted_on == JAN_9  # what happened on paper in between can still be typed


def test_on_the_last_day_nothing_is_late(in_time):
    assert not in_time.transfer.overdue
    assert became_overdue(in_time.transfer, in_time.transfer.present_by, date(2026, 2, 26)) == ()


def test_overdue_is_told_once(in_time):
    facts = became_overdue(in_time.transfer, in_time.transfer.present_by, FEB_27)
    assert [type(fact) for fact in facts] == [told.TransferBecameOverdue]
    in_time._keep(facts)
    assert became_overdue(in_time.transfer, in_time.transfer.present_by, FEB_27) == ()


def test_presented_in_time_but_typed_late_is_not_overdue(introduced):
    introduced.does(RECEIVE, acted_on=date(2026, 2, 20)).does(PRESENT, acted_on=date(2026, 2, 25))
    assert not introduced.transfer.overdue
    assert introduced.transfer.presented_on == date(2026, 2, 25)


def test_the_clock_stopped_at_the_first_presentation_stays_stopped(in_time):
    in_time.does(RECEIVE).does(PRESENT, acted_on=date(2026, 2, 20)).does(RETURN)
    assert in_time.transfer.state == "RETURNED_FOR_CORRECTION"
    in_time.does(RECEIVE).does(PRESENT, acted_on=date(2026, 2, 25))
    assert in_time.transfer.presented_on == date(2026, 2, 20)
    in_time.does(RETURN)
    assert became_overdue(in_time.transfer, in_time.transfer.present_by, date(2026, 11, 1)) == ()


def test_lateness_is_accepted_with_a_later_limit(introduced):
    introduced.does(DECIDE_OVERDUE, acted_on=date(2026, 3, 2), present_by=date(2026, 3, 20))
    assert introduced.transfer.present_by == date(2026, 3, 20)
    assert not introduced.transfer.overdue
    assert limit(introduced.transfer, Clocks()) == date(2026, 3, 20)  # no calendar moves what was decided
    with pytest.raises(StepIsNotAllowedNow):
        introduced.decide(DECIDE_OVERDUE)


def test_without_a_new_limit_the_case_stays_open(introduced):
    assert introduced.does(DECIDE_OVERDUE).transfer.overdue


@pytest.mark.parametrize("present_by", [date(2026, 2, 26), date(2026, 1, 1)])
def test_a_new_limit_is_later_than_the_old_one(introduced, present_by):
    with pytest.raises(NewLimitIsNotLater):
        introduced.decide(DECIDE_OVERDUE, present_by=present_by)


def test_a_new_limit_that_has_passed_already_is_overdue_again(introduced):
    introduced.does(DECIDE_OVERDUE, present_by=date(2026, 2, 27))
    assert type(introduced.facts[-1]) is told.TransferBecameOverdue


def test_a_swap_day_entered_later_shifts_the_limit(in_time):
    assert limit(in_time.transfer, Clocks()) == date(2026, 2, 27)
    assert limit(in_time.transfer, Clocks(overrides={date(2026, 1, 10): True})) == date(2026, 2, 26)
