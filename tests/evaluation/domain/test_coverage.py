"""Who is rated: by state and date, the new ones reviewed only, the ended never; months counted whole."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluation.domain import coverage
from services.evaluation.domain.bodies import Body, responsible
from services.evaluation.domain.coverage import Standing, Uncovered
from services.evaluation.domain.months import months_before, whole_months
from services.evaluation.domain.refusals_coverage import SubjectIsNotRated

END = date(2026, 12, 31)
ROWS = {"eval.new_member_months": 6, "eval.new_org_months": 6}


def standing(state: str, since: date, *, exempt: bool = False) -> Standing:
    return Standing(since=since, state=state, exempt=exempt)


@pytest.mark.parametrize(
    ("state", "exempt", "reason"),
    [
        ("FULL", False, None), ("PROBATIONARY", False, None), ("FULL", True, "EXEMPT"), ("DECEASED", False, "DECEASED"),
        ("REMOVED", False, "LEFT"), ("RESIGNED", False, "LEFT"), ("EXPELLED", False, "LEFT"),
        ("ADMISSION_CANCELLED", False, "LEFT"),
    ],
)  # fmt: skip
def test_what_counts_is_the_state_on_the_closing_date(state, exempt, reason):
    standings = (standing("FULL", date.min), standing(state, date(2026, 11, 1), exempt=exempt))
    found = coverage.person(standings, None, END, ROWS)
    assert (found.reason if found else None) == reason
    assert coverage.person(standings, None, date(2026, 10, 31), ROWS) is None
    if found:
        assert found.closes
        with pytest.raises(SubjectIsNotRated):
            coverage.covered(found, "GOOD")
        coverage.covered(found, "NOT_RATED")
        assert reason in coverage.closing_step(found).en


@pytest.mark.parametrize(("admitted", "rated"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_who_was_admitted_less_than_six_months_ago_is_reviewed_only(admitted, rated):
    found = coverage.person((standing("PROBATIONARY", date.min),), admitted, END, ROWS)
    assert (found is None) == rated
    if found:
        assert (found.reason, found.closes) == ("NEWLY_ADMITTED", False)
    assert coverage.person((), admitted, END, {}) is None


def body(code: str, kind: str, founded: date = date(2020, 1, 1), *, stands: bool = True) -> Body:
    return Body(id=UUID(int=int(code)), code=code, type=kind, founded_on=founded, stands=stands)


def test_a_collective_that_has_ended_is_rated_no_more_and_a_new_one_not_yet():
    chain = (body("1", "GRASSROOTS_COMMITTEE"), body("2", "DIRECT_SUPERIOR"))
    assert coverage.body(chain, UUID(int=1), END, ROWS) is None
    merged = coverage.body(chain, uuid4(), END, ROWS)
    assert merged == Uncovered(reason="ENDED", since=END)
    gone = coverage.body((body("1", "GRASSROOTS_COMMITTEE", stands=False),), UUID(int=1), END, ROWS)
    assert gone is not None
    assert gone.reason == "ENDED"
    young = coverage.body((body("1", "CELL", date(2026, 9, 1)),), UUID(int=1), END, ROWS)
    assert young is not None
    assert (young.reason, young.closes) == ("NEWLY_FOUNDED", False)


def test_a_leader_above_the_grassroots_is_decided_on_by_the_level_over_the_post():
    chain = (body("1", "PROVINCIAL"), body("2", "CENTRAL"))
    found = responsible(chain, "LEADER", {})
    assert found is not None
    assert found.body.code == "2"
    assert responsible(chain, "MEMBER", {}) is None


@given(st.dates(date(2000, 1, 31), date(2060, 12, 31)), st.integers(0, 60))
def test_so_many_months_before_is_at_least_so_many_whole_months(on, months):
    before = months_before(on, months)
    assert whole_months(before, on) == months
    assert before <= on
