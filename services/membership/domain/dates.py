"""Ngày tháng - dates as papers bear them: never in the future, in order, within what a membership record can mean."""

from calendar import monthrange
from datetime import date, timedelta

from services.membership.domain.refusals import DateIsFarOff, DateIsInTheFuture, DatesAreNotInOrder

FOUNDING = date(1930, 2, 3)
"""Ngày thành lập Đảng: no act of membership is older."""
_OLDEST_BIRTH = date(1900, 1, 1)
_FARTHEST = timedelta(days=366)


def not_in_future(day: date | None, today: date, *path: str) -> None:
    """A paper cannot bear a date that has not come, nor one from before the Party was founded."""
    if day is None:
        return
    if day > today:
        raise DateIsInTheFuture(*path, day=day, today=today)
    if day < FOUNDING:
        raise DateIsFarOff(*path, day=day, earliest=FOUNDING, latest=today)


def born_before(birth: date, today: date, *path: str) -> None:
    """Ngày sinh: a birth date may be older than the Party."""
    if birth > today:
        raise DateIsInTheFuture(*path, day=birth, today=today)
    if birth < _OLDEST_BIRTH:
        raise DateIsFarOff(*path, day=birth, earliest=_OLDEST_BIRTH, latest=today)


def within_a_year(day: date, today: date, *path: str) -> None:
    """Ngày có hiệu lực: may lie ahead, but no decision is made more than a year before it takes effect."""
    if not FOUNDING <= day <= today + _FARTHEST:
        raise DateIsFarOff(*path, day=day, earliest=FOUNDING, latest=today + _FARTHEST)


def in_order(earlier: date | None, later: date | None, *path: str) -> None:
    """What is said to come first may not come later; an absent date is in order with every other."""
    if earlier is not None and later is not None and earlier > later:
        raise DatesAreNotInOrder(*path, earlier=earlier, later=later)


def months_after(day: date, months: int) -> date:
    """The same day some months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
