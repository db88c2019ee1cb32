"""Chỉ tiêu so với kết quả - numerator, denominator and base always shown; a missing number is missing, never zero."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from services.evaluation.contracts.enums import TargetMeasure

_FOURTH = Decimal("0.0001")
_KINDS = {"MEMBERS": "MEMBER", "COMMITTEES": "COMMITTEE", "LEADERS": "LEADER", "ORGANIZATIONS": "ORGANIZATION"}
_COUNTED = {
    "EXCELLENT": ("excellent",),
    "GOOD_OR_BETTER": ("excellent", "good"),
    "COMPLETED_OR_BETTER": ("excellent", "good", "completed"),
}
_LEVELS = ("excellent", "good", "completed", "not_completed")
BASE_VI = {
    "RATED": "số được xếp loại trong năm",
    "POPULATION": "dân số, theo văn bản nêu kèm",
    "DOCUMENT": "mẫu số trong văn bản nêu kèm",
    "CELLS_DUE": "số kỳ sinh hoạt phải có của các chi bộ",
}
BASE_EN = {
    "RATED": "those rated in the year",
    "POPULATION": "the population, from the document named",
    "DOCUMENT": "the denominator in the document named",
    "CELLS_DUE": "the meetings that the cells had to hold",
}


@dataclass(frozen=True)
class Result:
    """A numerator over its denominator."""

    base: str
    numerator: int | None
    denominator: int | None
    cap: int | None = None

    @property
    def share(self) -> Decimal | None:
        """To four decimals, half up; None where a number is missing."""
        if self.numerator is None or not self.denominator:
            return None
        return (Decimal(self.numerator) / Decimal(self.denominator)).quantize(_FOURTH, ROUND_HALF_UP)


def is_rated(measure: TargetMeasure) -> bool:
    """Whether the measure is a share of those rated."""
    return measure.value.partition("_")[0] in _KINDS and measure is not TargetMeasure.MEMBERS_OF_POPULATION


def rated(measure: TargetMeasure, decided: Mapping[str, Mapping[str, Any]]) -> Result:
    """Of the decisions of the year; nothing decided yet: both numbers are missing."""
    subject, _, level = measure.value.partition("_")
    row = decided.get(_KINDS[subject])
    if row is None:
        return Result("RATED", None, None)
    numerator = sum(row[name] for name in _COUNTED[level])
    return Result("RATED", numerator, sum(row[name] for name in _LEVELS), row["cap_limit"])


def needed(share: Decimal, denominator: int) -> int:
    """How many it takes: 4 % of 1,599,388 are 63,976."""
    return int((share * denominator).to_integral_value(ROUND_CEILING))


def met(least: Decimal | None, most: Decimal | None, result: Result) -> bool | None:
    """Compared by whole numbers, not by rounded shares; None where a number is missing."""
    if result.numerator is None or not result.denominator:
        return None
    at_least = least is None or result.numerator >= needed(least, result.denominator)
    at_most = most is None or Decimal(result.numerator) <= most * result.denominator
    return at_least and at_most
