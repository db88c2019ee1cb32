"""Policy rows: every number of the rules, effective-dated, overridable below, with its source."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec


class PolicyRow(msgspec.Struct, frozen=True, kw_only=True):
    """One value of one rule for one organisation's subtree and one span of dates [valid_from, valid_to).

    `value` is any JSON value; `source` the document's number and date; an unconfirmed row is shown as "chưa xác nhận".
    """

    key: str
    organization_code: str
    valid_from: date
    valid_to: date | None
    value: Any
    source: str
    confirmed: bool


def resolve(rows: Iterable[PolicyRow], key: str, lineage: Sequence[str], on: date) -> PolicyRow | None:
    """The row in force on the date of the act: the nearest organisation upward wins, there the one that started last.

    `lineage`: codes from the organisation itself up to the root "00".
    """
    in_force = {
        row.organization_code: row
        for row in sorted(rows, key=lambda row: row.valid_from)
        if row.key == key and row.valid_from <= on and (row.valid_to is None or on < row.valid_to)
    }
    return next((in_force[code] for code in lineage if code in in_force), None)
