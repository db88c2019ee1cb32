"""Bộ tiêu chí - criteria with exact points, bands of points, and gates: what a rating needs besides points."""

from decimal import Decimal
from typing import Literal
from uuid import UUID, uuid5

import msgspec

from services.evaluation.domain.ratings import Level, SubjectKind
from services.evaluation.domain.refusals_rules import (
    BandsAreNotInOrder,
    CriterionStandsTwice,
    RuleSetCodeIsTaken,
    RuleSetHasNoFrame,
    WeightsAreNotAHundred,
)
from shared.vocabulary.facts import Fact, Stream

NAMESPACE = UUID("6a0d7b0c-52f2-5d41-8a0e-98a6d3c1b6e4")
_HUNDRED = Decimal(100)
FactCode = Literal["DISQUALIFYING", "SUBORDINATE_DISCIPLINED", "SHORTCOMINGS_LEFT", "FIELD_LED_FELL_SHORT"]
Measure = Literal["DONE", "ON_TIME", "EXCEEDED", "LATE", "WITHOUT", "GRADE", "RESULTS_GRADE"]


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """Tiêu chí - a label and the most points that people may give it. `results`: it grades the tasks themselves."""

    criterion: str
    vi: str
    en: str
    most: Decimal
    results: bool = False
    roll_up: Literal["MEAN", "LAST", "MIN"] | None = None  # how quarters make a year; None: they do not
    sample: bool = False  # the document names the criterion, the weight is only an example


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """Khung điểm - the rating that so many points allow."""

    level: Level
    least: Decimal


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """Điều kiện - what a rating needs besides points; `policy` names the row whose value replaces the limit."""

    level: Level
    measure: Measure
    limit: Decimal = Decimal(0)
    without: FactCode | None = None
    policy: str = ""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """Khung tiêu chí của một nhóm đối tượng - one annexed form."""

    frame: str
    vi: str
    en: str
    kinds: tuple[SubjectKind, ...]
    criteria: tuple[Criterion, ...]
    bands: tuple[Band, ...]  # from the highest level down; empty: the grades alone decide
    bands_policy: str = ""  # the row whose floors replace those of the bands, as `policy` does for a gate
    gates: tuple[Gate, ...]
    graded: bool = False  # each criterion is given a grade, 1 to 4, and the points are no sum to 100


class RuleSetPublished(Fact, frozen=True, kw_only=True):
    """Ban hành bộ tiêu chí - never changed afterwards: a new edition has a new code, replays keep the old one."""

    TOPIC = "evaluation.RuleSetPublished"
    code: str
    vi: str
    en: str
    source: str
    confirmed: bool
    frames: tuple[Frame, ...]


class RuleSet(msgspec.Struct, frozen=True, kw_only=True):
    """A rule set; `content` is None while nothing was published under the code."""

    content: RuleSetPublished | None = None


def evolve(_state: RuleSet, fact: RuleSetPublished) -> RuleSet:
    """Fact → state."""
    return RuleSet(content=fact)


RULE_SETS: Stream[RuleSet] = Stream("rule_set", RuleSet(), evolve, (RuleSetPublished,))


def rule_set_id(code: str) -> UUID:
    """One stream per code."""
    return uuid5(NAMESPACE, f"rule set|{code}")


def publish(state: RuleSet, asked: RuleSetPublished) -> tuple[RuleSetPublished, ...]:
    """Published once; the very same content again says nothing new, other content is another rule set."""
    if state.content == asked:
        return ()
    if state.content is not None:
        raise RuleSetCodeIsTaken("code", rule_set=asked.code)
    if not asked.frames:
        raise RuleSetHasNoFrame("frames")
    for index, frame in enumerate(asked.frames):
        _refuse_unfit(frame, index)
    return (asked,)


def frame_of(content: RuleSetPublished, name: str | None, kind: SubjectKind) -> Frame | None:
    """The frame by its name, or the first for this kind of subject."""
    fitting = (frame for frame in content.frames if kind in frame.kinds and name in (None, frame.frame))
    return next(fitting, None)


def _refuse_unfit(frame: Frame, index: int) -> None:
    path = ("frames", str(index))
    names = [criterion.criterion for criterion in frame.criteria]
    if len(set(names)) < len(names):
        raise CriterionStandsTwice(*path, frame=frame.frame)
    total = sum((criterion.most for criterion in frame.criteria), Decimal(0))
    if not frame.graded and (total != _HUNDRED or any(criterion.most <= 0 for criterion in frame.criteria)):
        raise WeightsAreNotAHundred(*path, frame=frame.frame, total=total)
    floors = [band.least for band in frame.bands]
    if floors != sorted(floors, reverse=True) or len(set(floors)) < len(floors):
        raise BandsAreNotInOrder(*path, frame=frame.frame)
