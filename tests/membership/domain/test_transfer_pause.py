"""While the office itself carries the file the 30 working days stand still; how many, the calendar says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.membership.domain.clocks import CHARTER, Clocks
from services.membership.domain.transfer.facts import Act, TransferBecameOverdue
from services.membership.domain.transfer.lateness import became_overdue, limit
from services.membership.domain.transfer.pause import pause, resume
from services.membership.domain.transfer.steps import Step
from shared.vocabulary.days import add_working_days, working_days_between

REVIEW, ENDORSE, RECEIVE, PRESENT = list(Step)[:4]
ISSUED = date(2026, 3, 2)


@pytest.fixture
def introduced(journey):
    walk = journey("79.1.6", "82.1.5", today=date(2026, 3, 3)).asked()
    return walk.does(REVIEW, ENDORSE, ENDORSE, acted_on=ISSUED)


def handed(walk, decide, on, today=None, clocks=CHARTER):
    walk.today = today or on
    act = Act(organization=walk.transfer.issuer.organization, acted_on=on)
    facts = decide(walk.transfer, act, clocks) if decide is pause else decide(walk.transfer, act, clocks, walk.today)
    walk._keep(facts)
    return facts


def test_five_working_days_on_the_way_are_five_working_days_more(introduced):
    before = introduced.transfer.present_by
    handed(introduced, pause, date(2026, 3, 9))
    assert introduced.transfer.clock_paused_since == date(2026, 3, 9)
    assert not introduced.transfer.clock_runs
    handed(introduced, resume, date(2026, 3, 16))
    assert introduced.transfer.clock_paused_since is None
    assert introduced.transfer.present_by == add_working_days(before, 5, {})
    assert limit(introduced.transfer, CHARTER) == introduced.transfer.present_by


def test_nothing_becomes_overdue_while_the_file_is_on_its_way(introduced):
    handed(introduced, pause, date(2026, 3, 9))
    long_after = date(2026, 9, 1)
    assert became_overdue(introduced.transfer, introduced.transfer.present_by, long_after) == ()
    handed(introduced, resume, date(2026, 9, 1))
    assert introduced.transfer.present_by > long_after and not introduced.transfer.overdue


def test_a_hand_over_that_is_typed_later_takes_a_lateness_back(introduced):
    introduced.today = introduced.transfer.present_by + timedelta(days=3)
    introduced._keep(became_overdue(introduced.transfer, introduced.transfer.present_by, introduced.today))
    assert introduced.transfer.overdue
    handed(introduced, pause, date(2026, 3, 20), today=introduced.today)
    assert not introduced.transfer.overdue


def test_who_was_late_before_stays_late(introduced):
    late_on = introduced.transfer.present_by + timedelta(days=3)
    introduced.today = late_on
    introduced._keep(became_overdue(introduced.transfer, introduced.transfer.present_by, late_on))
    handed(introduced, pause, late_on)
    facts = handed(introduced, resume, late_on + timedelta(days=30))
    assert introduced.transfer.overdue and facts[0].late
    assert introduced.transfer.present_by < late_on


def test_a_limit_that_is_over_when_the_pause_is_typed_is_overdue_at_once(introduced):
    handed(introduced, pause, date(2026, 3, 9))
    facts = handed(introduced, resume, date(2026, 3, 10), today=date(2026, 9, 1))
    assert isinstance(facts[-1], TransferBecameOverdue)


def test_a_province_may_let_the_clock_run(introduced):
    assert handed(introduced, pause, date(2026, 3, 9), clocks=Clocks(pauses=False)) == ()


def test_it_stands_from_the_letters_date_at_the_earliest_and_ends_with_the_presentation(introduced):
    handed(introduced, pause, date(2026, 2, 20), today=date(2026, 3, 9))
    assert introduced.transfer.paused_since == ISSUED
    introduced.does(RECEIVE, PRESENT)
    assert introduced.transfer.clock_paused_since is None
    assert handed(introduced, resume, date(2026, 3, 9)) == ()


def test_a_limit_given_by_decision_is_extended_too(introduced):
    introduced.today = introduced.transfer.present_by + timedelta(days=1)
    introduced._keep(became_overdue(introduced.transfer, introduced.transfer.present_by, introduced.today))
    given_limit = introduced.today + timedelta(days=20)
    introduced.does(Step.DECIDE_OVERDUE, present_by=given_limit, acted_on=introduced.today)
    start = introduced.today
    handed(introduced, pause, start)
    handed(introduced, resume, start + timedelta(days=14))
    more = working_days_between(start, start + timedelta(days=14), {})
    assert introduced.transfer.present_by == add_working_days(given_limit, more, {})


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 25)), min_size=1, max_size=4))
def test_the_days_left_are_those_left_when_it_was_taken(gaps):
    """However often it goes to the office and back, thirty working days in the member's own hands are thirty."""
    day, pauses, running = ISSUED, [], 0
    for before, away in gaps:
        since = day + timedelta(days=before)
        running += working_days_between(day, since, {})
        day = since + timedelta(days=away)
        if running <= 30:
            pauses.append((since, day))
    present_by = CHARTER.extended(CHARTER.present_by(ISSUED), pauses)
    carried = sum(working_days_between(since, until, {}) for since, until in pauses)
    assert working_days_between(ISSUED, present_by, {}) - carried == 30
