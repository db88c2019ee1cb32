"""A small batch in one round trip: the checkpoint's move and every row of every view in a single statement.

Step by step each table costs a round trip, and a fact touches half a dozen; followed live, that was most of the time
until it could be seen. All parts see the tables as they were before, so only what touches each row once may go so.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from shared.readmodel.columns import Tables
from shared.readmodel.merge import segments
from shared.readmodel.statements import Statement, statements
from shared.readmodel.view import Op, Run

MOST_FACTS = 16
"""Larger batches go step by step: they share their round trips, and each mixture of tables is a statement to plan."""
_PLACE = re.compile(r"\$(\d+)")


def in_one(schema: str, tables: Tables, ops: Sequence[Sequence[Op]]) -> list[Statement] | None:
    """The statements of several views' ops if they can go together: no view reads or touches a row a second time."""
    found: list[Statement] = []
    for asked in ops:
        parts = segments(asked)
        if len(parts) > 1:
            return None
        for part in parts:
            if isinstance(part, Run):
                return None
            for table, effects in part.items():
                found.extend(statements(schema, tables, table, effects))
    return found


def together(first: Statement, others: Sequence[Statement]) -> tuple[str, list[Any]]:
    """One statement of all; it fails, and nothing happens, unless `first` returns a row."""
    arguments = [argument for _, given in (first, *others) for argument in given]
    sizes = tuple((sql, len(given)) for sql, given in (first, *others))
    return _joined(sizes), arguments


@lru_cache(maxsize=512)
def _joined(sizes: tuple[tuple[str, int], ...]) -> str:
    parts, before = [], 0
    for number, (sql, count) in enumerate(sizes):
        parts.append(f"s{number} AS ({_shifted(sql, before)})")
        before += count
    return f"WITH {', '.join(parts)} SELECT 1 / (SELECT count(*)::int FROM s0)"  # noqa: S608 - statements of our own


def _shifted(sql: str, by: int) -> str:
    return _PLACE.sub(lambda place: f"${int(place[1]) + by}", sql)
