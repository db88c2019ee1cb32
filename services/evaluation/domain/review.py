"""Bản tự kiểm điểm - points per criterion, task counts and facts, entered by people and checked against the frame."""

from decimal import Decimal
from functools import lru_cache

import msgspec

from services.evaluation.domain.refusals_rules import (
    CriterionIsMissing,
    CriterionIsUnknown,
    PointsAreOutOfRange,
    TaskCountsDoNotAgree,
)
from services.evaluation.domain.rule_set import FactCode, Frame

_CENT = Decimal("0.01")
_BEST_GRADE, _WORST_GRADE = Decimal(4), Decimal(1)


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """Points (or the grade) of one criterion."""

    criterion: str
    points: Decimal


class Tasks(msgspec.Struct, frozen=True, kw_only=True):
    """Nhiệm vụ được giao, đúng hạn, vượt mức, chậm; what is neither on time nor late was not done."""

    assigned: int
    on_time: int
    exceeded: int
    late: int


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A filled-in form."""

    scores: tuple[Score, ...]
    tasks: Tasks
    facts: tuple[FactCode, ...] = ()

    @property
    def total(self) -> Decimal:
        """All points together."""
        return sum((score.points for score in self.scores), Decimal(0))


def checked(frame: Frame, review: Review) -> Review:
    """The review as it is kept: every criterion once, points within range, counts that agree."""
    _refuse_counts(review.tasks)
    given: dict[str, Decimal] = {}
    known = {criterion.criterion: criterion for criterion in frame.criteria}
    for index, score in enumerate(review.scores):
        if score.criterion not in known or score.criterion in given:
            raise CriterionIsUnknown("scores", str(index), frame=frame.frame, criterion=score.criterion[:40])
        least = _WORST_GRADE if frame.graded else Decimal(0)
        _refuse_points(score, least, known[score.criterion].most, index)
        given[score.criterion] = score.points
    for name in known:
        if name not in given:
            raise CriterionIsMissing("scores", criterion=name)
    return msgspec.structs.replace(review, facts=tuple(sorted(set(review.facts))))


@lru_cache(maxsize=4_096)
def share_of(tasks: Tasks, measure: str) -> tuple[int, Decimal]:
    """How many tasks, and which share of those assigned; with nothing assigned nothing is late and all is done."""
    counts = {
        "DONE": tasks.on_time + tasks.late,
        "ON_TIME": tasks.on_time,
        "EXCEEDED": tasks.exceeded,
        "LATE": tasks.late,
    }
    if not tasks.assigned:
        return 0, Decimal(measure in ("DONE", "ON_TIME"))
    return counts[measure], Decimal(counts[measure]) / Decimal(tasks.assigned)


def worst_grade(frame: Frame, review: Review, *, results: bool) -> Decimal:
    """The lowest grade of all criteria, or of those that grade the results."""
    chosen = {criterion.criterion for criterion in frame.criteria if criterion.results or not results}
    return min((score.points for score in review.scores if score.criterion in chosen), default=_BEST_GRADE)


def _refuse_points(score: Score, least: Decimal, most: Decimal, index: int) -> None:
    fits = score.points.is_finite() and least <= score.points <= most
    if not fits or score.points != score.points.quantize(_CENT):
        raise PointsAreOutOfRange("scores", str(index), criterion=score.criterion, least=least, most=most)


def _refuse_counts(tasks: Tasks) -> None:
    counts = (tasks.assigned, tasks.on_time, tasks.exceeded, tasks.late)
    done = tasks.on_time + tasks.late
    if min(counts) < 0 or max(counts) > 1_000_000 or done > tasks.assigned or tasks.exceeded > done:
        raise TaskCountsDoNotAgree("tasks")
