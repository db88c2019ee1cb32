"""Thời hạn với chủ thể dữ liệu (Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP, hiệu lực 1-1-2026).

An answer within 2 working days; to see or correct 10 days, to restrict or object 15; one extension of up to 15 days.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from shared.vocabulary.days import add_working_days
from shared.vocabulary.policy import PolicyRow, resolve

ACK, STOP, ACCESS, EXTEND = "dsr.ack", "dsr.stop", "dsr.access", "dsr.extend"
WORKING_DAY = "calendar.working_day"
KEYS = (ACK, STOP, ACCESS, EXTEND)
_LAW = {ACK: 2, STOP: 15, ACCESS: 10, EXTEND: 15}
_STOPPING = frozenset({"RESTRICTION", "OBJECTION"})


class DataClocks(msgspec.Struct, frozen=True, kw_only=True):
    """The limits in force on the day of the request."""

    answer_within: int = _LAW[ACK]  # working days
    stop_within: int = _LAW[STOP]  # days
    show_within: int = _LAW[ACCESS]  # days
    extend_within: int = _LAW[EXTEND]  # days
    overrides: Mapping[date, bool] = {}

    def answer_by(self, asked_on: date) -> date:
        """Hạn trả lời."""
        return add_working_days(asked_on, self.answer_within, self.overrides)

    def complete_by(self, kind: str, asked_on: date) -> date:
        """Hạn làm xong."""
        return asked_on + timedelta(days=self.stop_within if kind in _STOPPING else self.show_within)

    def latest(self, complete_by: date) -> date:
        """The farthest that one extension may go."""
        return complete_by + timedelta(days=self.extend_within)


def data_clocks_from(rows: Iterable[PolicyRow], lineage: Sequence[str], on: date) -> DataClocks:
    """The clocks by the rows in force on a date."""
    known = tuple(rows)
    found = {key: resolve(known, key, lineage, on) for key in KEYS}
    days = {key: int(row.value) if row else _LAW[key] for key, row in found.items()}
    return DataClocks(
        answer_within=days[ACK],
        stop_within=days[STOP],
        show_within=days[ACCESS],
        extend_within=days[EXTEND],
        overrides={row.valid_from: bool(row.value) for row in known if row.key == WORKING_DAY},
    )
