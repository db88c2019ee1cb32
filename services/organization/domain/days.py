"""Which dates anybody can mean: a slip of the pen is refused."""

from datetime import date, timedelta

from shared.vocabulary.refusals import Refusal

EARLIEST = date(1930, 2, 3)
"""Ngày thành lập Đảng - nothing of the Party is older."""
_FURTHEST = timedelta(days=5 * 366)


class DateIsOutOfRange(Refusal):
    """Ngày nằm ngoài khoảng cho phép."""

    vi = "Ngày {day} nằm ngoài khoảng từ {earliest} đến {latest}."
    en = "The date {day} lies outside {earliest} to {latest}."
    next_vi = "Kiểm tra lại năm, tháng, ngày rồi gửi lại."
    next_en = "Check year, month and day, then send it again."
    status = 422


def refuse_far_day(day: date | None, today: date, *path: str) -> None:
    """A date of effect lies at most five years ahead."""
    _refuse_outside(day, today + _FURTHEST, path)


def refuse_future_day(day: date | None, today: date, *path: str) -> None:
    """The date of a paper that exists is not ahead of today."""
    _refuse_outside(day, today, path)


def _refuse_outside(day: date | None, latest: date, path: tuple[str, ...]) -> None:
    if day is not None and not EARLIEST <= day <= latest:
        raise DateIsOutOfRange(*path, day=day, earliest=EARLIEST, latest=latest)
