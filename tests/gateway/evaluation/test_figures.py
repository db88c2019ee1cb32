"""Targets at the seeds' real size, bodies beside their peers, years in a row: pure figures, no database."""

from decimal import Decimal
from uuid import UUID

import pytest

from services.evaluation.contracts.enums import TargetMeasure
from services.gateway.evaluation import fairness, target_results
from services.gateway.evaluation.streaks import in_a_row
from services.gateway.evaluation.target_results import Result


def row(excellent: int, good: int, completed: int = 0, not_completed: int = 0, scope: int = 1, limit: int = 0) -> dict:
    counts = {"excellent": excellent, "good": good, "completed": completed, "not_completed": not_completed}
    return {**counts, "scope": UUID(int=scope), "cap_limit": limit}


@pytest.mark.parametrize(("passing", "holds"), [(13_640, True), (13_639, False)])
def test_a_bloc_of_14357_needs_13640_good_or_better_for_95_per_cent(passing, holds):
    decided = {"MEMBER": row(2_273, passing - 2_273, 14_357 - passing, limit=2_273)}
    result = target_results.rated(TargetMeasure.MEMBERS_GOOD_OR_BETTER, decided)
    assert (result.numerator, result.denominator, result.base) == (passing, 14_357, "RATED")
    assert target_results.needed(Decimal("0.95"), 14_357) == 13_640
    assert target_results.met(Decimal("0.95"), None, result) is holds
    assert str(result.share) == "0.9501" if holds else "0.9500"


def test_dong_thap_has_60137_of_1599388_and_needs_63976_for_4_per_cent():
    result = Result("POPULATION", 60_137, 1_599_388)
    assert result.share == Decimal("0.0376")
    assert target_results.needed(Decimal("0.04"), 1_599_388) == 63_976
    assert target_results.met(Decimal("0.04"), None, result) is False
    assert target_results.met(Decimal("0.04"), None, Result("POPULATION", 63_976, 1_599_388)) is True


def test_a_target_of_15_to_20_per_cent_beside_its_cap():
    decided = {"MEMBER": row(2_273, 11_367, 717, limit=2_273)}
    result = target_results.rated(TargetMeasure.MEMBERS_EXCELLENT, decided)
    assert (result.share, result.cap) == (Decimal("0.1583"), 2_273)
    assert target_results.met(Decimal("0.15"), Decimal("0.20"), result) is True
    assert target_results.met(Decimal("0.16"), Decimal("0.20"), result) is False


def test_what_is_missing_is_never_zero():
    result = target_results.rated(TargetMeasure.COMMITTEES_GOOD_OR_BETTER, {})
    assert (result.numerator, result.denominator, result.share) == (None, None, None)
    assert target_results.met(Decimal("0.9"), None, result) is None
    assert target_results.met(Decimal("0.9"), None, Result("DOCUMENT", 0, 0)) is None
    assert not target_results.is_rated(TargetMeasure.MEMBERS_OF_POPULATION)
    assert not target_results.is_rated(TargetMeasure.FRONT_COMMITTEES_FAIR_OR_BETTER)
    assert target_results.is_rated(TargetMeasure.ORGANIZATIONS_EXCELLENT)


def test_a_body_far_from_its_peers_is_named_and_a_small_one_never():
    rows = [row(20, 180, scope=1), *[row(10, 60, 30, scope=n) for n in range(2, 8)], row(4, 0, scope=9)]
    found = fairness.compared(rows)
    assert found[0].body.int == 1
    assert 9 not in {one.body.int for one in found}
    assert (found[0].advice, found[0].good_share, found[0].peers_good_share) == ("LENIENT", Decimal(1), Decimal("0.7"))
    assert {one.advice for one in found[1:]} == {None}
    strict = fairness.compared([row(0, 50, 50, scope=1), *[row(10, 80, 10, scope=n) for n in range(2, 8)]])
    assert (strict[0].body.int, strict[0].advice) == (1, "STRICT")


def test_a_distance_that_may_be_chance_is_no_advice():
    found = fairness.compared([row(1, 4, 1, scope=1), row(10, 90, 0, scope=2)])
    assert {one.advice for one in found} == {None}
    assert fairness.compared([]) == []


def test_over_the_years_and_small_years_are_left_out():
    found = fairness.yearly([(2024, row(5, 15, 80)), (2025, row(10, 40, 50)), (2025, row(0, 50, 0)), (2026, row(2, 2))])
    assert [(one.year, one.rated, one.good_share) for one in found] == [
        (2024, 100, Decimal("0.2")), (2025, 150, Decimal("0.6667")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("years", "count"),
    [([2026, 2025, 2024, 2023, 2022], 5), ([2026, 2024], 1), ([False, 2025], 0), ([2025, 2024, False], 2), ([], 0)],
)
def test_years_in_a_row(years, count):
    assert in_a_row(years) == count
