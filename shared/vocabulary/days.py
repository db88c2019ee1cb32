"""Days as the law counts them: in Asia/Ho_Chi_Minh, working days by the public calendar plus override rows."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
_SATURDAY = 5


@lru_cache(maxsize=1)
def _public() -> holidays.HolidayBase:
    return holidays.country_holidays("VN")


def today_in_viet_nam(now: datetime) -> date:
    """The civil date in Viet Nam at an instant."""
    return now.astimezone(VIET_NAM).date()


def is_working_day(day: date, overrides: Mapping[date, bool]) -> bool:
    """Monday to Friday without public holidays; an override row (True = worked) is first, e.g. a swapped Saturday."""
    return overrides[day] if day in overrides else _is_usually_worked(day)


@lru_cache(maxsize=4_096)
def _is_usually_worked(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in _public()


def add_working_days(start: date, count: int, overrides: Mapping[date, bool]) -> date:
    """The last day of a limit of `count` working days that starts the day after `start`."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, overrides)
    return day


def working_days_between(start: date, end: date, overrides: Mapping[date, bool]) -> int:
    """How many working days lie after `start`, up to and including `end`."""
    return sum(is_working_day(start + timedelta(days=n), overrides) for n in range(1, (end - start).days + 1))
