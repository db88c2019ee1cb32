"""Reminders: once for each limit, before it; a lateness that nobody decides goes to the superior."""

from datetime import date, timedelta

from services.membership.domain.clocks import Clocks
from services.membership.domain.transfer.lateness import became_overdue
from services.membership.domain.transfer.reminders import due
from services.membership.domain.transfer.steps import Step

CLOCKS = Clocks(overrides={date(2026, 1, 2): False, date(2026, 1, 10): True})
LIMIT = date(2026, 2, 26)


def reminded(walk, at, on: date) -> list[tuple[str, date]]:
    walk.today = on
    facts = due(walk.transfer, at("00"), CLOCKS, on)
    walk._keep(facts)
    return [(fact.what, fact.due) for fact in facts]


def test_five_working_days_before_the_limit_and_only_once(journey, at):
    walk = journey("79.1.5", "82.1.5", today=date(2026, 1, 20)).asked().does(Step.REVIEW)
    walk.does(Step.ENDORSE, acted_on=date(2026, 1, 9))
    assert walk.transfer.present_by == LIMIT
    assert reminded(walk, at, date(2026, 2, 11)) == []
    assert reminded(walk, at, date(2026, 2, 12)) == [("PRESENT", LIMIT)]
    assert reminded(walk, at, date(2026, 2, 25)) == []
    assert walk.transfer.last_acted_on == date(2026, 1, 9)  # a reminder moves no date of the papers


def test_nobody_is_reminded_of_a_paper_that_was_presented(journey, at):
    walk = journey("79.1.5", "82.1.5", today=date(2026, 1, 20)).asked().does(Step.REVIEW)
    walk.does(Step.ENDORSE, acted_on=date(2026, 1, 9)).does(Step.RECEIVE, Step.PRESENT, acted_on=date(2026, 1, 12))
    assert reminded(walk, at, LIMIT) == []


def test_what_stays_undecided_is_told_to_the_superior_once(journey, at):
    walk = journey("79.1.5", "82.1.5", today=date(2026, 1, 20)).asked().does(Step.REVIEW)
    walk.does(Step.ENDORSE, acted_on=date(2026, 1, 9))
    walk._keep(became_overdue(walk.transfer, LIMIT, LIMIT + timedelta(days=1)))
    assert reminded(walk, at, LIMIT + timedelta(days=10)) == []
    assert reminded(walk, at, date(2026, 3, 13)) == [("ESCALATION", LIMIT)]
    assert walk.facts[-1].act.organization == at("00")
    assert reminded(walk, at, date(2026, 3, 30)) == []


def test_a_stay_that_ends_soon(journey, at):
    walk = journey("79.1.5", "82.1.5").asked(kind="TEMPORARY", return_by=date(2026, 7, 1))
    walk.does(Step.REVIEW, Step.ENDORSE, Step.RECEIVE, Step.PRESENT, Step.ADMIT)
    assert reminded(walk, at, date(2026, 5, 31)) == []
    assert reminded(walk, at, date(2026, 6, 1)) == [("RETURN", date(2026, 7, 1))]
