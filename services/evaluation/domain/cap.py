"""Tỷ lệ xuất sắc - how many of a scope may be rated EXCELLENT: ratio, base, rounding and small-unit minimum as rows."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

import msgspec

from services.evaluation.domain.ratings import Rating

Base = Literal["GOOD_ONLY", "GOOD_AND_ABOVE", "ALL_RATED"]
Rounding = Literal["FLOOR", "HALF_UP"]
BASES: tuple[Base, ...] = ("GOOD_ONLY", "GOOD_AND_ABOVE", "ALL_RATED")
KEYS = ("eval.cap", "eval.cap_base", "eval.rounding", "eval.small_org_minimum", "eval.outstanding_cap")
BASE_VI = {
    "GOOD_ONLY": "số được xếp loại Hoàn thành tốt nhiệm vụ",
    "GOOD_AND_ABOVE": "số được xếp loại Hoàn thành tốt nhiệm vụ trở lên",
    "ALL_RATED": "số được xếp loại",
}
BASE_EN = {
    "GOOD_ONLY": "those rated GOOD",
    "GOOD_AND_ABOVE": "those rated GOOD or better",
    "ALL_RATED": "all who are rated",
}


class Cap(msgspec.Struct, frozen=True, kw_only=True):
    """The rows in force, as one value; unconfirmed if any of them is."""

    ratio: Decimal
    base: Base
    rounding: Rounding
    minimum: int
    outstanding: bool = False
    confirmed: bool = True


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a scope have which rating; who is not rated is in no base."""

    excellent: int = 0
    good: int = 0
    completed: int = 0
    not_completed: int = 0

    @property
    def rated(self) -> int:
        """All who have a rating."""
        return self.excellent + self.good + self.completed + self.not_completed

    @property
    def qualified(self) -> int:
        """GOOD or better."""
        return self.excellent + self.good


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a cap says of a tally, with numerator and denominator."""

    limit: int
    counted: int  # the denominator
    excellent: int  # the numerator

    @property
    def holds(self) -> bool:
        """Whether the tally keeps to the cap."""
        return self.excellent <= self.limit


def cap_from(rows: Mapping[str, Any], *, outstanding: bool, confirmed: bool) -> Cap | None:
    """The cap of the rows in force; none where no ratio is in force (years before the rule)."""
    if rows.get("eval.cap") is None:
        return None
    ratio = rows.get("eval.outstanding_cap") if outstanding else None
    return Cap(
        ratio=Decimal(ratio or rows["eval.cap"]),
        base=rows.get("eval.cap_base", "GOOD_ONLY"),
        rounding=rows.get("eval.rounding", "FLOOR"),
        minimum=rows.get("eval.small_org_minimum", 0),
        outstanding=outstanding,
        confirmed=confirmed,
    )


def tally_of(ratings: Iterable[Rating]) -> Tally:
    """The ratings counted."""
    counts: dict[str, int] = {}
    for rating in ratings:
        counts[rating] = counts.get(rating, 0) + 1
    names = ("excellent", "good", "completed", "not_completed")
    return Tally(**{name: counts.get(name.upper(), 0) for name in names})


def judged(cap: Cap, tally: Tally) -> Verdict:
    """Whether so many EXCELLENT are allowed; where somebody qualifies, the small-unit minimum always is."""
    counted = _counted(cap.base, tally)
    limit = max(_rounded(cap.ratio * counted, cap.rounding), min(cap.minimum, tally.qualified))
    return Verdict(limit=limit, counted=counted, excellent=tally.excellent)


def most(cap: Cap, qualified: int, rated: int) -> int:
    """The most EXCELLENT out of so many who qualify: the largest number that `judged` lets pass."""
    if cap.base != "GOOD_ONLY":  # the denominator does not depend on how many are EXCELLENT
        return min(qualified, judged(cap, Tally(good=qualified, completed=rated - qualified)).limit)

    def passes(excellent: int) -> bool:
        return judged(cap, Tally(excellent=excellent, good=qualified - excellent, completed=rated - qualified)).holds

    found = int(cap.ratio * qualified / (1 + cap.ratio))  # where rounding and small units change nothing
    while found < qualified and passes(found + 1):
        found += 1
    while not passes(found):
        found -= 1
    return found


@lru_cache(maxsize=4_096)  # a province has many scopes of the same size
def side_by_side(cap: Cap, qualified: int, rated: int) -> Mapping[Base, int]:
    """The same numbers under each base that the sources name."""
    return {base: most(msgspec.structs.replace(cap, base=base), qualified, rated) for base in BASES}


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody proposed for EXCELLENT."""

    evaluation: UUID
    points: Decimal | None


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate under the cap: FITS, TIED (with others for fewer places than there are of them) or OVER."""

    evaluation: UUID
    points: Decimal | None
    place: Literal["FITS", "TIED", "OVER"]


def placed(candidates: Sequence[Candidate], limit: int) -> tuple[Placed, ...]:
    """By points, the best first. A tie over the last places is never broken here: the body decides it."""
    ranked = sorted(candidates, key=lambda one: (-(one.points if one.points is not None else -1), str(one.evaluation)))
    if len(ranked) <= limit:
        return tuple(Placed(evaluation=one.evaluation, points=one.points, place="FITS") for one in ranked)
    last_in = ranked[limit - 1].points if limit else None
    first_out = ranked[limit].points
    tied = limit > 0 and last_in == first_out
    return tuple(_place(one, rank, limit, first_out, tied=tied) for rank, one in enumerate(ranked))


def _place(one: Candidate, rank: int, limit: int, boundary: Decimal | None, *, tied: bool) -> Placed:
    if tied and one.points == boundary:
        return Placed(evaluation=one.evaluation, points=one.points, place="TIED")
    return Placed(evaluation=one.evaluation, points=one.points, place="FITS" if rank < limit else "OVER")


def _counted(base: Base, tally: Tally) -> int:
    return {"GOOD_ONLY": tally.good, "GOOD_AND_ABOVE": tally.qualified, "ALL_RATED": tally.rated}[base]


def _rounded(number: Decimal, rounding: Rounding) -> int:
    return int(number.quantize(Decimal(1), ROUND_FLOOR if rounding == "FLOOR" else ROUND_HALF_UP))
