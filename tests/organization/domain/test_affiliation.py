"""What stands beside the tree: what was said last holds, nothing is entered before it, nothing new is not recorded."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.organization.domain.affiliation import (
    AFFILIATIONS,
    AffiliationRecorded,
    Affiliations,
    ExternalIdRecorded,
    affiliate,
    evolve,
    identify,
)
from services.organization.domain.affiliation_refusals import (
    AffiliationEndsBeforeItBegins,
    AffiliationIsWithItself,
    AffiliationNeedsASuperior,
    ExternalIdIsEmpty,
    LaterAffiliationIsKnown,
)

SCHOOL, DISTRICT, PROVINCE = (UUID(int=n) for n in (1, 2, 3))
BEGIN, LATER = date(2026, 1, 1), date(2026, 6, 1)


def union(kind: str = "YOUTH_UNION", **more: Any) -> AffiliationRecorded:
    given = {"superior": DISTRICT, "valid_from": BEGIN, **more}
    return AffiliationRecorded(organization=SCHOOL, kind=kind, **given)


def number(system: str, value: str | None) -> ExternalIdRecorded:
    return ExternalIdRecorded(organization=SCHOOL, system=system, value=value)


def known(*facts: Any) -> Affiliations:
    state = AFFILIATIONS.initial
    for fact in facts:
        state = evolve(state, fact)
    return state


def test_a_schools_unions_are_under_different_levels():
    trade = union("TRADE_UNION", superior=None, superior_name="Công đoàn ngành Giáo dục tỉnh")
    state = known(*affiliate(known(), union()), *affiliate(known(union()), trade))
    assert state.told == {"YOUTH_UNION": union(), "TRADE_UNION": trade}


def test_the_last_that_was_said_holds_and_nothing_new_is_not_recorded():
    moved = union(superior=PROVINCE, valid_from=LATER)
    assert affiliate(known(union()), moved) == (moved,)
    assert affiliate(known(union()), union()) == ()
    ended = union(valid_to=LATER)
    assert affiliate(known(union()), ended) == (ended,)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (union(superior=None), AffiliationNeedsASuperior),
        (union(superior=None, superior_name=""), AffiliationNeedsASuperior),
        (union(superior=SCHOOL), AffiliationIsWithItself),
        (union(valid_to=BEGIN), AffiliationEndsBeforeItBegins),
        (union(valid_from=date(2025, 12, 31)), LaterAffiliationIsKnown),
    ],
)
def test_what_contradicts_itself_or_what_is_known_is_refused(asked: AffiliationRecorded, refusal: type[Exception]):
    with pytest.raises(refusal):
        affiliate(known(union()), asked)


@pytest.mark.parametrize(("system", "value"), [("", "1"), ("A", ""), ("", None)])
def test_a_number_needs_its_system(system: str, value: str | None):
    with pytest.raises(ExternalIdIsEmpty):
        identify(known(), number(system, value))


@given(some.lists(some.tuples(some.sampled_from("AB"), some.sampled_from(["1", "2", None])), max_size=12))
def test_a_system_has_one_number_the_last_one_and_said_again_it_is_no_news(said: list[tuple[str, str | None]]):
    state = known()
    for system, value in said:
        state = known_after(state, number(system, value))
        assert identify(state, number(system, value)) == ()
    last = dict(said)
    assert state.numbers == {system: value for system, value in last.items() if value is not None}


def known_after(state: Affiliations, asked: ExternalIdRecorded) -> Affiliations:
    for fact in identify(state, asked):
        state = evolve(state, fact)
    return state
