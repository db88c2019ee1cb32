"""Số đo của đợt sắp xếp - what the merger costs beside what else could be done, all in the same run."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from services.merger_2025.every_row import seconds_to_update_every_member
from services.merger_2025.meanwhile import Work, milliseconds, percentile
from services.merger_2025.reader import Reader
from shared.runtime.settings import Settings

_DATES = (date(2025, 6, 30), date(2025, 7, 1))
_ORGANIZATIONS = 400
_CENSUSES = 63


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """Số đo; `times_faster`: the UPDATE of every member's row against the commit, and against commit and views."""

    update_seconds: float
    times_faster_durable: float
    times_faster_views: float
    meanwhile: dict[str, dict[str, float]]  # calls, p50, p99 and slowest in ms, by kind
    as_of: dict[str, dict[str, float]]  # calls, p50, p95 and slowest in ms
    peak_mb: dict[str, float]


async def measure(
    settings: Settings,
    reader: Reader,
    codes: Sequence[str],
    *,
    seconds: Mapping[str, float],
    others: Mapping[str, Sequence[float]],
    peak_mb: Mapping[str, float],
) -> Measured:
    """Dates are asked first: the copied table would push what they read out of memory."""
    provinces = sorted({code[:2] for code in codes})
    as_of = {
        "organization": await _asked(
            _ORGANIZATIONS, lambda n: reader.organization(codes[n * 23 % len(codes)], _DATES[n % 2])
        ),
        "census_of_province": await _asked(
            _CENSUSES, lambda n: reader.census_of(provinces[n % len(provinces)], _DATES[0])
        ),
    }
    update = await seconds_to_update_every_member(settings)
    return Measured(
        update_seconds=round(update, 2),
        times_faster_durable=round(update / seconds["commit"], 1),
        times_faster_views=round(update / seconds["views"], 1),
        meanwhile={kind: _figures(took, 0.99, "p99") for kind, took in others.items()},
        as_of={kind: _figures(took, 0.95, "p95") for kind, took in as_of.items()},
        peak_mb=dict(peak_mb),
    )


async def _asked(times: int, work: Work) -> list[float]:
    return [await milliseconds(work, number) for number in range(times)]


def _figures(took: Sequence[float], share: float, name: str) -> dict[str, float]:
    slowest = round(max(took, default=0.0), 1)
    return {"calls": len(took), "p50": percentile(took, 0.5), name: percentile(took, share), "max": slowest}
