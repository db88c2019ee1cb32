"""Thời hạn - the clocks of a transfer: 60 working days to start, 30 to present the letter (294-QĐ/TW 6.3.1).

With them go the limits of temporary stays and when people are reminded; every number is a policy row.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from shared.vocabulary.days import add_working_days, working_days_between
from shared.vocabulary.policy import PolicyRow, resolve

START_WITHIN = "transfer.start_within"
PRESENT_WITHIN = "transfer.present_within"
WORKING_DAY = "calendar.working_day"
PAUSED_WHILE_CARRIED = "transfer.pause_while_carried"
_FIELDS = {
    "start_within": START_WITHIN,
    "present_within": PRESENT_WITHIN,
    "stay_from_months": "transfer.temp.min_months",
    "stay_below_months": "transfer.temp.max_months",
    "study_months": "transfer.temp.study_max_months",
    "remind_before": "transfer.remind_before",
    "remind_return_before": "transfer.remind_return_before",
    "escalate_after": "transfer.escalate_after",
}
KEYS = (*_FIELDS.values(), WORKING_DAY, PAUSED_WHILE_CARRIED)


class Clocks(msgspec.Struct, frozen=True, kw_only=True):
    """The limits in force where and when an act was done, with the official swap days."""

    start_within: int = 60
    present_within: int = 30
    stay_from_months: int = 3
    stay_below_months: int = 12
    study_months: int = 24
    remind_before: int = 5  # working days
    remind_return_before: int = 30  # days
    escalate_after: int = 10  # working days
    pauses: bool = True  # while the office itself carries the file
    overrides: Mapping[date, bool] = {}

    def start_by(self, effective_on: date) -> date:
        """Hạn bắt đầu - the last day to ask for the transfer; a late start is a flag, never a bar."""
        return add_working_days(effective_on, self.start_within, self.overrides)

    def present_by(self, introduced_on: date) -> date:
        """Hạn nộp giấy - the last day to hand the letter to the receiving cell, from the date on the letter."""
        return add_working_days(introduced_on, self.present_within, self.overrides)

    def extended(self, limit: date, pauses: Iterable[tuple[date, date]]) -> date:
        """Hạn sau khi tạm dừng: later by the working days of each pause that began before the limit was over."""
        for since, until in pauses:
            if since <= limit:
                limit = add_working_days(limit, working_days_between(since, until, self.overrides), self.overrides)
        return limit

    def reminds_of(self, limit: date, today: date) -> bool:
        """Nhắc hạn nộp giấy: whether a limit is so near that people are reminded of it."""
        return add_working_days(today, self.remind_before, self.overrides) >= limit

    def reminds_of_return(self, return_by: date, today: date) -> bool:
        """Nhắc hạn trở về: whether a stay ends so soon that people are reminded of it."""
        return today + timedelta(days=self.remind_return_before) >= return_by

    def escalates(self, limit: date, today: date) -> bool:
        """Báo cấp trên: whether a limit has been over for so long that the superior is told."""
        return today > add_working_days(limit, self.escalate_after, self.overrides)


CHARTER = Clocks()
"""What holds where no row says otherwise."""


def clocks_from(rows: Iterable[PolicyRow], lineage: Sequence[str], on: date) -> Clocks:
    """The clocks by the rows in force on a date for an organisation whose codes up to the root are `lineage`."""
    known = tuple(rows)
    limits = {field: _limit(resolve(known, key, lineage, on), field) for field, key in _FIELDS.items()}
    carried = resolve(known, PAUSED_WHILE_CARRIED, lineage, on)
    overrides = {row.valid_from: bool(row.value) for row in known if row.key == WORKING_DAY}
    return Clocks(overrides=overrides, pauses=carried is None or bool(carried.value), **limits)


def _limit(row: PolicyRow | None, field: str) -> int:
    """A row's value is a number, or working days as people write them ("30wd")."""
    value: Any = getattr(CHARTER, field) if row is None else row.value
    return int(value.removesuffix("wd")) if isinstance(value, str) else int(value)
