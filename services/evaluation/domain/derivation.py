"""Vì sao được xếp loại này - points to a band, conditions to the highest rating they allow, the lower of the two.

Each step says what it allows, so that the list of steps recomputes to the rating.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import msgspec

from services.evaluation.domain.ratings import LEVELS, NOT_RATED_VI, VI, Level, NotRated, Rating, lowest
from services.evaluation.domain.review import Review, share_of, worst_grade
from services.evaluation.domain.rule_set import Band, Frame, Gate

_KEPT = 4_096  # texts that many reviews share are put together once
Part = Literal["POINTS", "BAND", "GATES", "GATE", "CAP", "DECISION", "RATING"]
_WITHOUT_VI = {
    "DISQUALIFYING": "không có vi phạm thuộc diện không được xếp loại",
    "SUBORDINATE_DISCIPLINED": "không có đơn vị trực thuộc hoặc lãnh đạo bị kỷ luật",
    "SHORTCOMINGS_LEFT": "đã khắc phục 100% hạn chế, khuyết điểm đã chỉ ra",
    "FIELD_LED_FELL_SHORT": "lĩnh vực được giao phụ trách đạt cùng điều kiện",
}
_WITHOUT_EN = {
    "DISQUALIFYING": "no disqualifying fact",
    "SUBORDINATE_DISCIPLINED": "no subordinate unit or leading member disciplined",
    "SHORTCOMINGS_LEFT": "all earlier shortcomings made good",
    "FIELD_LED_FELL_SHORT": "the field led meets the same conditions",
}
_MEASURE_VI = {
    "DONE": "nhiệm vụ hoàn thành {value}, cần ít nhất {limit}",
    "ON_TIME": "nhiệm vụ đúng hạn {value}, cần ít nhất {limit}",
    "EXCEEDED": "nhiệm vụ vượt mức {value}, cần ít nhất {limit}",
    "LATE": "nhiệm vụ chậm {value}, không quá {limit}",
    "GRADE": "cấp độ thấp nhất của các tiêu chí {value}, cần ít nhất {limit}",
    "RESULTS_GRADE": "cấp độ thấp nhất về kết quả nhiệm vụ {value}, cần ít nhất {limit}",
}
_MEASURE_EN = {
    "DONE": "tasks done {value}, at least {limit} needed",
    "ON_TIME": "tasks on time {value}, at least {limit} needed",
    "EXCEEDED": "tasks exceeded {value}, at least {limit} needed",
    "LATE": "tasks late {value}, at most {limit} allowed",
    "GRADE": "lowest grade of the criteria {value}, at least {limit} needed",
    "RESULTS_GRADE": "lowest grade of the results {value}, at least {limit} needed",
}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the reasoning; `depth` makes the list a tree. `allows`: the best rating it leaves open."""

    part: Part
    depth: int
    holds: bool
    allows: Level | None
    vi: str
    en: str


class Derivation(msgspec.Struct, frozen=True, kw_only=True):
    """What a review comes to, and why."""

    points: Decimal | None
    band: Level
    gates: Level
    rating: Level
    steps: tuple[Step, ...]


def in_force(frame: Frame, rows: Mapping[str, Any]) -> Frame:
    """The frame with the numbers of the policy rows of the date in the place of its own."""
    bands = frame.bands
    floors = rows.get(frame.bands_policy)
    if floors and not frame.graded and bands:
        levels = LEVELS[: len(floors)]
        bands = tuple(Band(level=level, least=Decimal(floor)) for level, floor in zip(levels, floors, strict=True))
    gates = tuple(
        msgspec.structs.replace(gate, limit=Decimal(rows[gate.policy])) if gate.policy in rows else gate
        for gate in frame.gates
    )
    return msgspec.structs.replace(frame, bands=bands, gates=gates)


def derive(frame: Frame, review: Review) -> Derivation:
    """The rating of a checked review: the lower of the band and of the highest level whose gates all hold.

    What a lower rating needs a higher one needs too, whether the rule set repeats it or not.
    """
    points = None if frame.graded else review.total
    band = _band(frame, points)
    checked = [(gate, *_holds(gate, frame, review)) for gate in frame.gates]
    failed = max((LEVELS.index(gate.level) for gate, holds, _ in checked if not holds), default=-1)
    gates = LEVELS[min(failed + 1, len(LEVELS) - 1)]
    steps = [*_points_steps(frame.bands, points, band), _gates_step(gates)]
    steps += [_gate_step(gate, holds=holds, value=value) for gate, holds, value in checked]
    rating = lowest((band, gates))
    return Derivation(points=points, band=band, gates=gates, rating=rating, steps=(_rating_step(rating), *steps))


def recomputed(steps: tuple[Step, ...]) -> Rating:
    """The rating that the steps lead to, read from them alone; decided without one, there is none."""
    if any(step.part == "DECISION" and step.allows is None for step in steps):
        return "NOT_RATED"
    return lowest(step.allows for step in steps if step.depth == 1 and step.allows is not None)


def _band(frame: Frame, points: Decimal | None) -> Level:
    if points is None or not frame.bands:
        return "EXCELLENT"
    for band in frame.bands:
        if points >= band.least:
            return band.level
    return "NOT_COMPLETED"


def _holds(gate: Gate, frame: Frame, review: Review) -> tuple[bool, str]:
    if gate.measure == "WITHOUT":
        return gate.without not in review.facts, ""
    if gate.measure in ("GRADE", "RESULTS_GRADE"):
        grade = worst_grade(frame, review, results=gate.measure == "RESULTS_GRADE")
        return grade >= gate.limit, str(grade)
    count, share = share_of(review.tasks, gate.measure)
    holds = share <= gate.limit if gate.measure == "LATE" else share >= gate.limit
    return holds, f"{count}/{review.tasks.assigned} ({percent(share)})"


@lru_cache(maxsize=_KEPT)
def percent(share: Decimal) -> str:
    """A share as people write it: 27.5%."""
    shown = (share * 100).quantize(Decimal("0.01")).normalize()
    return f"{shown:f}%"


@lru_cache(maxsize=_KEPT)
def _points_steps(bands: tuple[Band, ...], points: Decimal | None, band: Level) -> tuple[Step, ...]:
    if points is None:
        return ()
    floors = ", ".join(f"{VI[each.level]} từ {each.least}" for each in bands)
    levels = ", ".join(f"{each.level} from {each.least}" for each in bands)
    return (
        Step(
            part="BAND",
            depth=1,
            holds=True,
            allows=band,
            vi=f"{points} điểm thuộc khung {VI[band]}",
            en=f"{points} points lie in the band {band}",
        ),
        Step(part="POINTS", depth=2, holds=True, allows=None, vi=f"Khung điểm: {floors}", en=f"Bands: {levels}"),
    )


@lru_cache
def _gates_step(gates: Level) -> Step:
    vi, en = f"Điều kiện cho phép cao nhất: {VI[gates]}", f"The conditions allow at most {gates}"
    return Step(part="GATES", depth=1, holds=True, allows=gates, vi=vi, en=en)


@lru_cache(maxsize=_KEPT)
def _gate_step(gate: Gate, *, holds: bool, value: str) -> Step:
    if gate.without is not None:
        vi, en = _WITHOUT_VI[gate.without], _WITHOUT_EN[gate.without]
    else:
        limit = str(gate.limit) if "GRADE" in gate.measure else percent(gate.limit)
        vi = _MEASURE_VI[gate.measure].format(value=value, limit=limit)
        en = _MEASURE_EN[gate.measure].format(value=value, limit=limit)
    met_vi, met_en = ("đạt", "met") if holds else ("không đạt", "not met")
    vi, en = f"{VI[gate.level]}: {vi}: {met_vi}", f"{gate.level}: {en}: {met_en}"
    return Step(part="GATE", depth=2, holds=holds, allows=None, vi=vi, en=en)


def unit_step(unit: Level) -> Step:
    """Where a row says so: the collective that a person leads was rated so, and he is not rated above it."""
    vi, en = f"Tập thể do cá nhân đứng đầu: {VI[unit]}", f"The collective that is led: {unit}"
    return Step(part="GATES", depth=1, holds=True, allows=unit, vi=vi, en=en)


def decision_step(rating: Rating, why: NotRated | None) -> Step:
    """What the deciding body decided: never above what the review allows, so the list still recomputes."""
    reason_vi, reason_en = (f" ({NOT_RATED_VI[why]})", f" ({why})") if why else ("", "")
    vi, en = f"Quyết định: {VI[rating]}{reason_vi}", f"Decided: {rating}{reason_en}"
    allows = None if rating == "NOT_RATED" else rating
    return Step(part="DECISION", depth=1, holds=True, allows=allows, vi=vi, en=en)


@lru_cache
def _rating_step(rating: Level) -> Step:
    vi, en = f"Xếp loại được đề nghị cao nhất: {VI[rating]}", f"The rating that may be proposed at best: {rating}"
    return Step(part="RATING", depth=0, holds=True, allows=None, vi=vi, en=en)
