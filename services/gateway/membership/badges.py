"""Huy hiệu Đảng - how many years, and which badge comes next on which day (01-HD/TW: 30, then every five from 40)."""

from datetime import date
from typing import NamedTuple

LEVELS = (30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90)


class Badge(NamedTuple):
    """A level and the day on which it is reached."""

    level: int
    eligible_on: date


def years_of(since: date, today: date) -> int:
    """Tuổi đảng: full years; a 29 February is kept on 1 March where there is none."""
    return max(0, today.year - since.year - ((today.month, today.day) < (since.month, since.day)))


def next_badge(since: date, today: date) -> Badge | None:
    """The first level whose day is today or ahead."""
    reached = (Badge(level, _anniversary(since, level)) for level in LEVELS)
    return next((badge for badge in reached if badge.eligible_on >= today), None)


def _anniversary(since: date, years: int) -> date:
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return date(since.year + years, 3, 1)
