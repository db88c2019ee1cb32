"""Quarters into a year: only by a declared rule, and a missing part is never zero."""

from decimal import Decimal

import msgspec
import pytest

from services.evaluation.application.shipped import shipped
from services.evaluation.domain import refusals_rules as refused
from services.evaluation.domain.review import Review, Score, Tasks, checked
from services.evaluation.domain.rolling_up import rolled_up
from services.evaluation.domain.rule_set import frame_of

NONE = Tasks(assigned=0, on_time=0, exceeded=0, late=0)
FRAME = frame_of(shipped()["QD366_2025"], None, "MEMBER")
assert FRAME is not None


def declared(rule: str | None):
    criteria = tuple(
        msgspec.structs.replace(each, roll_up=rule if each.criterion == "RESULTS" else None) for each in FRAME.criteria
    )
    return msgspec.structs.replace(FRAME, criteria=criteria)


def quarter(points: str) -> Review:
    return Review(scores=(Score(criterion="RESULTS", points=Decimal(points)),), tasks=NONE)


@pytest.mark.parametrize(("rule", "points"), [("MEAN", "56.67"), ("LAST", "50"), ("MIN", "50")])
def test_a_declared_rule_makes_the_points(rule, points):
    parts = [quarter("60"), None, quarter("60"), quarter("50")]
    given = (Score(criterion="COMMON", points=Decimal(25)),)
    scores = rolled_up(declared(rule), given, parts)
    assert scores == (*given, Score(criterion="RESULTS", points=Decimal(points)))
    assert checked(declared(rule), Review(scores=scores, tasks=NONE)).total == Decimal(25) + Decimal(points)


def test_what_people_gave_stands():
    given = (Score(criterion="RESULTS", points=Decimal(44)),)
    assert rolled_up(declared("MEAN"), given, [quarter("60")]) == given


@pytest.mark.parametrize(("rule", "parts"), [("MEAN", [None, None]), ("MEAN", []), (None, [quarter("60")])])
def test_nothing_to_roll_up_is_missing_and_not_zero(rule, parts):
    given = (Score(criterion="COMMON", points=Decimal(25)),)
    assert rolled_up(declared(rule), given, parts) == given
    with pytest.raises(refused.CriterionIsMissing):
        checked(declared(rule), Review(scores=given, tasks=NONE))
