"""A small batch in one round trip: the checkpoint's move and every row of every view in a single statement.

Step by step each table costs a round trip, and a fact touches half a dozen; followed live, that was most of the time
until it could be seen. All parts see the tables as they were before, so only what touches each row once may go so.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from shared.readmodel.columns import Tables
from shared.readmodel.merge import segments
from shared.readmodel.statements import Statement, given, statements
from shared.readmodel.view import Op, Run, View

_FEW_FACTS = 16
"""Each mixture of tables is a statement to plan. A larger batch goes at once if one of the same mixture came before."""
_MOST_KNOWN = 512
_known: dict[tuple[tuple[str, int], ...], None] = {}
_PLACE = re.compile(r"\$(\d+)")


def in_one(schema: str, tables: Tables, views: Iterable[tuple[View, Sequence[Op]]]) -> list[Statement] | None:
    """The statements of several views' ops if they can go together: no view reads or touches a row a second time.

    They fail, and go step by step, where a row that is said to be new stands there already.
    """
    found: list[Statement] = []
    for view, ops in views:
        parts = segments(ops)
        if len(parts) > 1:
            return None
        for part in parts:
            if isinstance(part, Run):
                return None
            for table, effects in part.items():
                own = (
                    list(statements(schema, tables, table, effects, adding=True))
                    if table != view.notes
                    else _settled(view, given(tables, table, effects))
                )
                if own is None:
                    return None
                found.extend(own)
    return found


def _settled(view: View, notes: Statement | None) -> list[Statement] | None:
    """How a view settles whose notes are given instead of written and taken; None where they cannot be."""
    if notes is None:
        return None
    sql, arguments = notes
    return [(view.settle.replace(view.takes_notes, f"({sql})"), arguments)]


def together(first: Statement, others: Sequence[Statement], facts: int) -> tuple[str, list[Any]] | None:
    """One statement of all; it fails, and nothing happens, unless `first` returns a row. None: go step by step."""
    sizes = tuple((sql, len(arguments)) for sql, arguments in (first, *others))
    if not _is_known(sizes) and facts > _FEW_FACTS:
        return None
    return _joined(sizes), [argument for _, arguments in (first, *others) for argument in arguments]


def _is_known(sizes: tuple[tuple[str, int], ...]) -> bool:
    """Whether this mixture came before; it has now."""
    known = sizes in _known
    _known.pop(sizes, None)
    _known[sizes] = None
    if len(_known) > _MOST_KNOWN:
        del _known[next(iter(_known))]
    return known


@lru_cache(maxsize=512)
def _joined(sizes: tuple[tuple[str, int], ...]) -> str:
    parts, before = [], 0
    for number, (sql, count) in enumerate(sizes):
        parts.append(f"s{number} AS ({_shifted(sql, before)})")
        before += count
    return f"WITH {', '.join(parts)} SELECT 1 / (SELECT count(*)::int FROM s0)"  # noqa: S608 - statements of our own


def _shifted(sql: str, by: int) -> str:
    return _PLACE.sub(lambda place: f"${int(place[1]) + by}", sql)
