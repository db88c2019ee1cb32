"""Đối chiếu để tham khảo - each body's ratings against its peers', and over the years. Advice: it changes nothing.

Bodies with fewer than five rated are left out: their shares would tell of single persons. Never per person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt
from typing import Any
from uuid import UUID

FEWEST = 5
_NOTABLE, _SURE = Decimal("0.15"), 2.58  # 15 points apart, and hardly by chance (99 %)
_FOURTH = Decimal("0.0001")
_LEVELS = ("excellent", "good", "completed", "not_completed")


@dataclass(frozen=True)
class Compared:
    """A body's share of GOOD or better beside its peers'."""

    body: UUID
    rated: int
    excellent_share: Decimal
    good_share: Decimal  # GOOD or better
    peers_rated: int
    peers_good_share: Decimal
    advice: str | None  # LENIENT, STRICT


@dataclass(frozen=True)
class Yearly:
    """The shares of one year."""

    year: int
    rated: int
    excellent_share: Decimal
    good_share: Decimal


def compared(rows: Sequence[Mapping[str, Any]]) -> list[Compared]:
    """Every body with enough rated, the furthest from its peers first."""
    known = [row for row in rows if _rated(row) >= FEWEST]
    total, passing = sum(map(_rated, known)), sum(map(_passing, known))
    found = [_against(row, total - _rated(row), passing - _passing(row)) for row in known]
    return sorted(found, key=lambda one: (-abs(one.good_share - one.peers_good_share), str(one.body)))


def yearly(rows: Sequence[tuple[int, Mapping[str, Any]]]) -> list[Yearly]:
    """The shares of each year, the oldest first; a year with too few is left out."""
    sums: dict[int, dict[str, int]] = {}
    for year, row in rows:
        into = sums.setdefault(year, dict.fromkeys(_LEVELS, 0))
        for name in _LEVELS:
            into[name] += row[name]
    return [
        Yearly(year, _rated(row), _share(row["excellent"], _rated(row)), _share(_passing(row), _rated(row)))
        for year, row in sorted(sums.items())
        if _rated(row) >= FEWEST
    ]


def _against(row: Mapping[str, Any], others: int, others_passing: int) -> Compared:
    rated, passing = _rated(row), _passing(row)
    mine, theirs = _share(passing, rated), _share(others_passing, others)
    notable = others >= FEWEST and abs(mine - theirs) >= _NOTABLE and _is_sure(passing, rated, others_passing, others)
    advice = None if not notable else "LENIENT" if mine > theirs else "STRICT"
    return Compared(row["scope"], rated, _share(row["excellent"], rated), mine, others, theirs, advice)


def _is_sure(passing: int, rated: int, others_passing: int, others: int) -> bool:
    """Two proportions: whether the distance is hardly by chance. Where fewer than five are to be expected: unknown."""
    pooled = (passing + others_passing) / (rated + others)
    if min(pooled, 1 - pooled) * min(rated, others) < FEWEST:
        return False
    spread = sqrt(pooled * (1 - pooled) * (1 / rated + 1 / others))
    return spread > 0 and abs(passing / rated - others_passing / others) / spread >= _SURE


def _rated(row: Mapping[str, Any]) -> int:
    return sum(row[name] for name in _LEVELS)


def _passing(row: Mapping[str, Any]) -> int:
    return row["excellent"] + row["good"]


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(_FOURTH, ROUND_HALF_UP) if whole else Decimal(0)
