"""The clock port: the only place that asks the machine for the time, movable in tests and demos by a file."""

from datetime import UTC, date, datetime, timedelta
from os.path import exists
from pathlib import Path
from typing import Protocol

from shared.vocabulary.days import today_in_viet_nam


class Clock(Protocol):
    """What decisions may know of time."""

    def now(self) -> datetime:
        """The instant, with offset."""
        ...

    def today(self) -> date:
        """The civil date in Viet Nam."""
        ...


class SystemClock:
    """The machine's clock, moved by as many days as the file beside the data says (tests and demos only)."""

    def __init__(self, moved_by: Path | None = None) -> None:
        self._moved_by = moved_by

    def now(self) -> datetime:
        """The instant, with offset."""
        now, days = datetime.now(UTC), self._days()
        return now + timedelta(days=days) if days else now

    def today(self) -> date:
        """The civil date in Viet Nam."""
        return today_in_viet_nam(self.now())

    def _days(self) -> float:
        if self._moved_by is None or not exists(self._moved_by):  # noqa: PTH110 - a fifth of the time, asked often
            return 0
        return float(self._moved_by.read_text().strip() or 0)
