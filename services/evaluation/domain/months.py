"""Số tháng trọn - full months between days, and the day so many months before another."""

from calendar import monthrange
from datetime import date


def whole_months(start: date, end: date) -> int:
    """Full months from a day until before another."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))


def months_before(on: date, months: int) -> date:
    """The same day so many months earlier; the last of a shorter month."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))
