"""Thời hạn - the two clocks of a transfer, in working days: 60 to start, 30 to present the letter (294-QĐ/TW 6.3.1)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from shared.vocabulary.days import add_working_days
from shared.vocabulary.policy import PolicyRow, resolve

START_WITHIN = "transfer.start_within"
PRESENT_WITHIN = "transfer.present_within"
WORKING_DAY = "calendar.working_day"
KEYS = (START_WITHIN, PRESENT_WITHIN, WORKING_DAY)
_CHARTER = {START_WITHIN: 60, PRESENT_WITHIN: 30}


class Clocks(msgspec.Struct, frozen=True, kw_only=True):
    """The limits in force where and when an act was done, with the official swap days."""

    start_within: int = _CHARTER[START_WITHIN]
    present_within: int = _CHARTER[PRESENT_WITHIN]
    overrides: Mapping[date, bool] = {}

    def start_by(self, effective_on: date) -> date:
        """Hạn bắt đầu - the last day to ask for the transfer; a late start is a flag, never a bar."""
        return add_working_days(effective_on, self.start_within, self.overrides)

    def present_by(self, introduced_on: date) -> date:
        """Hạn nộp giấy - the last day to hand the letter to the receiving cell, from the date on the letter."""
        return add_working_days(introduced_on, self.present_within, self.overrides)


def clocks_from(rows: Iterable[PolicyRow], lineage: Sequence[str], on: date) -> Clocks:
    """The clocks by the rows in force on a date for an organisation whose codes up to the root are `lineage`."""
    known = tuple(rows)
    return Clocks(
        start_within=_working_days(resolve(known, START_WITHIN, lineage, on), START_WITHIN),
        present_within=_working_days(resolve(known, PRESENT_WITHIN, lineage, on), PRESENT_WITHIN),
        overrides={row.valid_from: bool(row.value) for row in known if row.key == WORKING_DAY},
    )


def _working_days(row: PolicyRow | None, key: str) -> int:
    """A row's value is a number of working days, or the same as people write it ("30wd")."""
    value: Any = _CHARTER[key] if row is None else row.value
    return int(value.removesuffix("wd")) if isinstance(value, str) else int(value)
