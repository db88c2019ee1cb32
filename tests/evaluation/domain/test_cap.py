"""The cap on EXCELLENT: the golden numbers, small units, ties, and that nothing decided ever breaks it."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation.domain.cap import BASES, Candidate, Cap, Tally, cap_from, judged, most, placed, side_by_side
from services.evaluation.domain.quota import Decision, Quota, RatingsDecided, decide, evolve
from services.evaluation.domain.refusals_deciding import CapWouldBeExceeded


def cap(base="GOOD_ONLY", rounding="FLOOR", minimum=1, ratio="0.20") -> Cap:
    return Cap(ratio=Decimal(ratio), base=base, rounding=rounding, minimum=minimum)


@pytest.mark.parametrize(
    ("rated", "qualified", "expected"),
    [(100, 80, (13, 16, 20)), (14_357, 13_640, (2_273, 2_728, 2_871)), (0, 0, (0, 0, 0))],
)
def test_golden_numbers_side_by_side(rated, qualified, expected):
    assert tuple(side_by_side(cap(), qualified, rated).values()) == expected


@pytest.mark.parametrize(("members", "allowed"), [(1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (12, 2)])
def test_small_units(members, allowed):
    assert most(cap(), members, members) == allowed
    assert most(cap(minimum=0), 5, 5) == 0


def test_all_excellent_none_excellent_and_the_outstanding_ratio():
    assert not judged(cap(), Tally(excellent=10)).holds
    assert judged(cap(), Tally(good=10)).holds
    rows = {"eval.cap": "0.20", "eval.cap_base": "ALL_RATED", "eval.outstanding_cap": "0.25"}
    better = cap_from(rows, outstanding=True, confirmed=False)
    assert better is not None
    assert (most(better, 80, 100), better.confirmed) == (25, False)
    assert cap_from({}, outstanding=False, confirmed=True) is None


def test_rounding_is_a_row():
    assert most(cap("ALL_RATED"), 50, 58) == 11
    assert most(cap("ALL_RATED", rounding="HALF_UP"), 50, 58) == 12


def test_a_tie_over_the_last_place_is_left_to_the_body():
    ids = sorted(str(uuid4()) for _ in range(4))
    points = (Decimal(99), Decimal(95), Decimal(95), Decimal(91))
    ranked = placed([Candidate(evaluation=UUID(id), points=p) for id, p in zip(ids, points, strict=True)], 2)
    assert [one.place for one in ranked] == ["FITS", "TIED", "TIED", "OVER"]
    assert [one.place for one in placed([Candidate(evaluation=uuid4(), points=None)], 0)] == ["OVER"]


def test_a_cell_of_five_may_have_three_excellent_when_its_scope_keeps_the_cap():
    cells = [["EXCELLENT"] * 3 + ["GOOD"] * 2, ["GOOD"] * 15]
    decisions = [Decision(evaluation=uuid4(), rating=rating) for cell in cells for rating in cell]  # pyright: ignore
    tally, verdict = decide(Quota(), cap(), decisions)
    assert verdict is not None
    assert (tally.excellent, verdict.limit, verdict.counted) == (3, 3, 17)


def test_one_too_many_refuses_the_whole_decision_and_names_the_base():
    decisions = [Decision(evaluation=uuid4(), rating=rating) for rating in ["EXCELLENT"] * 4 + ["GOOD"] * 15]  # pyright: ignore
    with pytest.raises(CapWouldBeExceeded) as caught:
        decide(Quota(), cap(), decisions)
    wire = caught.value.wire()
    assert "EXCELLENT 4 exceeds 3: 20% of 15, those rated GOOD" in wire["en"]
    assert wire["nextVi"]


levels = st.sampled_from(["EXCELLENT", "GOOD", "COMPLETED", "NOT_COMPLETED", "NOT_RATED"])
caps = st.builds(
    cap,
    st.sampled_from(BASES),
    st.sampled_from(["FLOOR", "HALF_UP"]),
    st.integers(0, 2),
    st.sampled_from(["0.15", "0.20", "0.25"]),
)


@settings(max_examples=200, deadline=None)
@given(caps, st.lists(st.lists(st.tuples(st.integers(0, 30), levels), max_size=15), max_size=8))
def test_no_run_of_decisions_ever_breaks_the_cap(row, batches):
    quota = Quota()
    for batch in batches:
        decisions = tuple(
            Decision(evaluation=UUID(int=number), rating=rating) for number, rating in dict(batch).items()
        )
        try:
            tally, verdict = decide(quota, row, decisions)
        except CapWouldBeExceeded:
            continue
        assert verdict is not None
        fact = RatingsDecided(
            campaign=UUID(int=1), body=UUID(int=2), scope=UUID(int=2), kind="MEMBER", decisions=decisions,
            decided_on=date(2026, 12, 20), tally=tally, limit=verdict.limit, counted=verdict.counted,
        )  # fmt: skip
        quota = evolve(quota, fact)
        assert evolve(quota, fact).ratings == quota.ratings
        assert judged(row, tally).holds
        assert tally.excellent <= max(most(row, tally.qualified, tally.rated), row.minimum)


@settings(max_examples=100, deadline=None)
@given(caps, st.integers(0, 400), st.integers(0, 100))
def test_most_is_the_largest_that_passes(row, qualified, below):
    top = most(row, qualified, qualified + below)
    passes = [
        n for n in range(qualified + 1) if judged(row, Tally(excellent=n, good=qualified - n, completed=below)).holds
    ]
    assert top == max(passes)
