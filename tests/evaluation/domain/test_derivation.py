"""From points and conditions to a rating: the golden cases of the rules, and laws over any review."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation.application.shipped import shipped
from services.evaluation.domain import refusals_rules as refused
from services.evaluation.domain.cap import Cap, Tally, judged
from services.evaluation.domain.derivation import decision_step, derive, in_force, recomputed, unit_step
from services.evaluation.domain.evaluation.state import Evaluation
from services.evaluation.domain.evaluation.steps import explained
from services.evaluation.domain.quota import cap_step
from services.evaluation.domain.ratings import LEVELS, is_above, lowest
from services.evaluation.domain.review import Review, Score, Tasks, checked
from services.evaluation.domain.rule_set import Gate, RuleSet, frame_of, publish

QD366 = shipped()["QD366_2025"]
FRAME = frame_of(QD366, "NON_LEADER", "MEMBER")
assert FRAME is not None
ROWS = {"eval.bands": [90, 70, 50], "eval.exceed": "0.30", "eval.late_max": "0.20"}


def review(
    points: str, *, exceeded: int = 0, late: int = 0, assigned: int = 20, facts: tuple = (), **more: int
) -> Review:
    total = Decimal(points)
    common = min(total, Decimal(30))
    scores = (Score(criterion="COMMON", points=common), Score(criterion="RESULTS", points=total - common))
    tasks = Tasks(assigned=assigned, on_time=more.get("on_time", assigned - late), exceeded=exceeded, late=late)
    return Review(scores=scores, tasks=tasks, facts=facts)


def rating(*given_, **more) -> str:
    return derive(in_force(FRAME, ROWS), checked(FRAME, review(*given_, **more))).rating


@pytest.mark.parametrize(
    ("points", "counts", "expected"),
    [
        ("92", {"exceeded": 5}, "GOOD"),
        ("92", {"exceeded": 6}, "EXCELLENT"),
        ("89.99", {"exceeded": 20}, "GOOD"),
        ("90", {"exceeded": 6}, "EXCELLENT"),
        ("87.5", {}, "GOOD"),
        ("70", {}, "GOOD"),
        ("69.99", {}, "COMPLETED"),
        ("65", {"late": 4}, "COMPLETED"),
        ("65", {"late": 5}, "NOT_COMPLETED"),
        ("75", {"late": 1}, "COMPLETED"),
        ("50", {}, "COMPLETED"),
        ("49.99", {}, "NOT_COMPLETED"),
        ("95", {"exceeded": 20, "facts": ("DISQUALIFYING",)}, "NOT_COMPLETED"),
        ("95", {"exceeded": 20, "facts": ("SHORTCOMINGS_LEFT",)}, "GOOD"),
        ("65", {"on_time": 19}, "NOT_COMPLETED"),
        ("95", {"assigned": 0}, "GOOD"),
    ],
)
def test_golden_cases_of_366(points, counts, expected):
    assert rating(points, **counts) == expected


def test_why_87_and_a_half_is_good_is_told_in_both_languages():
    told = derive(FRAME, review("87.5", exceeded=10))
    band = next(step for step in told.steps if step.part == "BAND")
    assert (band.vi, band.en) == ("87.5 điểm thuộc khung Hoàn thành tốt nhiệm vụ", "87.5 points lie in the band GOOD")
    gates = [step.en for step in told.steps if step.part == "GATE" and not step.holds]
    assert gates == []
    late = derive(FRAME, review("92", exceeded=5))
    assert "EXCELLENT: tasks exceeded 5/20 (25%), at least 30% needed: not met" in [step.en for step in late.steps]


def test_the_rows_of_a_date_replace_the_numbers_of_the_form():
    stricter = in_force(FRAME, {**ROWS, "eval.bands": [95, 80, 60], "eval.exceed": "0.50"})
    assert derive(stricter, review("92", exceeded=20)).rating == "GOOD"
    assert derive(stricter, review("96", exceeded=9)).rating == "GOOD"
    assert derive(stricter, review("96", exceeded=10)).rating == "EXCELLENT"


def test_124_grades_and_needs_half_exceeded():
    frame = frame_of(shipped()["QD124_2023"], None, "MEMBER")
    assert frame is not None
    scores = {"POLITICS": 3, "CONDUCT": 3, "RESULTS": 4, "PLEDGE": 3}
    for exceeded, least, expected in ((10, 3, "EXCELLENT"), (9, 3, "GOOD"), (10, 2, "GOOD"), (10, 1, "NOT_COMPLETED")):
        given_ = {**scores, "PLEDGE": least}
        told = tuple(Score(criterion=name, points=Decimal(grade)) for name, grade in given_.items())
        tasks = Tasks(assigned=20, on_time=20, exceeded=exceeded, late=0)
        assert derive(frame, checked(frame, Review(scores=told, tasks=tasks))).rating == expected


def test_the_shipped_sets_are_whole_and_samples_say_so():
    assert set(shipped()) == {"QD366_2025", "QD124_2023", "HAU_GIANG_2022"}
    assert len(QD366.frames) == 4
    hau_giang = shipped()["HAU_GIANG_2022"]
    assert [len(frame.criteria) for frame in hau_giang.frames] == [6, 5]
    assert not hau_giang.confirmed
    assert all(criterion.sample for frame in hau_giang.frames for criterion in frame.criteria)


@pytest.mark.parametrize("points", ["NaN", "Infinity", "-1", "30.01", "29.001"])
def test_points_outside_their_range_are_refused(points):
    scores = (Score(criterion="COMMON", points=Decimal(points)), Score(criterion="RESULTS", points=Decimal(1)))
    with pytest.raises(refused.PointsAreOutOfRange):
        checked(FRAME, Review(scores=scores, tasks=Tasks(assigned=0, on_time=0, exceeded=0, late=0)))


def test_a_missing_part_is_never_zero_and_no_part_counts_twice():
    tasks = Tasks(assigned=1, on_time=1, exceeded=0, late=0)
    one = Score(criterion="COMMON", points=Decimal(1))
    with pytest.raises(refused.CriterionIsMissing):
        checked(FRAME, Review(scores=(one,), tasks=tasks))
    for scores in ((one, one), (Score(criterion="X", points=Decimal(1)),)):
        with pytest.raises(refused.CriterionIsUnknown):
            checked(FRAME, Review(scores=scores, tasks=tasks))


@pytest.mark.parametrize("tasks", [(-1, 0, 0, 0), (5, 4, 0, 2), (5, 3, 4, 0), (2_000_000, 0, 0, 0)])
def test_task_counts_must_agree(tasks):
    names = ("assigned", "on_time", "exceeded", "late")
    with pytest.raises(refused.TaskCountsDoNotAgree):
        checked(FRAME, Review(scores=(), tasks=Tasks(**dict(zip(names, tasks, strict=True)))))


def test_a_rule_set_sums_to_a_hundred_and_is_never_changed():
    shorter = msgspec.structs.replace(FRAME, criteria=FRAME.criteria[:1])
    mine = msgspec.structs.replace(QD366, code="TINH_X_2026", frames=(shorter,))
    with pytest.raises(refused.WeightsAreNotAHundred):
        publish(RuleSet(), mine)
    assert publish(RuleSet(content=QD366), QD366) == ()
    with pytest.raises(refused.RuleSetCodeIsTaken):
        publish(RuleSet(content=QD366), msgspec.structs.replace(QD366, vi="khác"))


counts = st.integers(0, 40).flatmap(
    lambda done: st.tuples(st.just(done), st.integers(0, done), st.integers(0, done), st.integers(0, 5))
)
points = st.decimals(0, 100, places=2)
FRAMES = [frame for each in shipped().values() for frame in each.frames if not frame.graded]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(FRAMES), counts, points, points, st.sets(st.sampled_from(["DISQUALIFYING", "SHORTCOMINGS_LEFT"]))
)
def test_ratings_are_monotone_in_points_and_the_explanation_recomputes(frame, counted, one, other, facts):
    done, late, exceeded, undone = counted
    tasks = Tasks(assigned=done + undone, on_time=done - late, exceeded=exceeded, late=late)
    ranks = []
    for total in sorted((one, other)):
        scores, left = [], total
        for criterion in frame.criteria:
            scores.append(Score(criterion=criterion.criterion, points=min(left, criterion.most)))
            left -= scores[-1].points
        told = derive(frame, checked(frame, Review(scores=tuple(scores), tasks=tasks, facts=tuple(facts))))
        assert told.points == total
        assert recomputed(told.steps) == told.rating
        ranks.append(LEVELS.index(told.rating))
    assert ranks[0] >= ranks[1]


DECIDED = st.sampled_from([*LEVELS, "NOT_RATED"])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FRAMES), points, DECIDED, st.none() | st.sampled_from(LEVELS), st.integers(0, 60))
def test_what_was_decided_recomputes_from_its_explanation(frame, total, rating, unit, others):
    """Whatever the body decides within what is allowed: points, band, gates, unit, decision and cap lead back to it."""
    scores, left = [], total
    for criterion in frame.criteria:
        scores.append(Score(criterion=criterion.criterion, points=min(left, criterion.most)))
        left -= scores[-1].points
    tasks = Tasks(assigned=10, on_time=10, exceeded=5, late=0)
    derived = derive(frame, checked(frame, Review(scores=tuple(scores), tasks=tasks)))
    evaluation = Evaluation(derivation=derived)
    if rating != "NOT_RATED" and is_above(rating, lowest((derived.rating, *((unit,) if unit else ())))):
        return
    cap = Cap(ratio=Decimal("0.20"), base="ALL_RATED", rounding="FLOOR", minimum=1)
    shown = cap_step(cap, judged(cap, Tally(good=others)))
    more = (*((unit_step(unit),) if unit else ()), decision_step(rating, None), shown)
    assert recomputed(explained(evaluation, *more)) == rating


def test_a_higher_rating_needs_what_a_lower_one_needs():
    """A rule set that asks for no more than 10% late for GOOD need not repeat it for EXCELLENT."""
    own = msgspec.structs.replace(FRAME, gates=(Gate(level="GOOD", measure="LATE", limit=Decimal("0.10")),))
    assert derive(own, checked(own, review("95", late=2))).rating == "EXCELLENT"
    assert derive(own, checked(own, review("95", late=3))).rating == "COMPLETED"
