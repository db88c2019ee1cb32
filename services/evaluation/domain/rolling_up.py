"""Gộp các kỳ - a longer period's points from those of shorter ones, by the rule that a criterion declares.

A period without a review is left out and never counted as zero; a criterion without a rule, or without any period, is
given by people or it is missing.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from services.evaluation.domain.review import Review, Score
from services.evaluation.domain.rule_set import Criterion, Frame

_CENT = Decimal("0.01")


def rolled_up(frame: Frame, given: Sequence[Score], parts: Sequence[Review | None]) -> tuple[Score, ...]:
    """What was given by people, and for the rest what the parts come to; `parts` in the order of time."""
    named = {score.criterion for score in given}
    made = (_made(criterion, parts) for criterion in frame.criteria if criterion.criterion not in named)
    return (*given, *(score for score in made if score is not None))


def _made(criterion: Criterion, parts: Sequence[Review | None]) -> Score | None:
    points = [
        score.points
        for part in parts
        if part is not None
        for score in part.scores
        if score.criterion == criterion.criterion
    ]
    if not points or criterion.roll_up is None:
        return None
    together = {
        "MEAN": lambda: (sum(points, Decimal(0)) / len(points)).quantize(_CENT, ROUND_HALF_UP),
        "LAST": lambda: points[-1],
        "MIN": lambda: min(points),
    }[criterion.roll_up]()
    return Score(criterion=criterion.criterion, points=together)
