"""Merging: what facts ask of a view, reduced to one op per row, to be written in few statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from shared.readmodel.view import Op, Patch, Put, Remove, Run

RowOp = Put | Patch | Remove
"""What happens to a row by its key."""


@dataclass(slots=True)
class TableEffects:
    """The one op on each touched row of a table; every key of a segment has the same columns."""

    key: tuple[str, ...]
    rows: dict[tuple[Any, ...], RowOp] = field(default_factory=dict)


Segment = dict[str, TableEffects]
"""Table -> effects, tables in the order in which they were first touched. The order of rows does not matter."""


class Gathered:
    """Ops as segments and statements in order; a `Run`, or another key for a table, ends a segment."""

    def __init__(self) -> None:
        self.parts: list[Segment | Run] = []
        self._segment: Segment = {}

    @property
    def rows(self) -> int:
        """How many rows are touched by the newest segment."""
        return sum(len(table.rows) for table in self._segment.values())

    def add(self, ops: Iterable[Op]) -> None:
        """What one fact asks, in order."""
        for op in ops:
            if type(op) is Run:
                self._segment = {}
                self.parts.append(op)
                continue
            key, table = op.key, self._segment.get(op.table)
            if table is None or table.key != tuple(key):
                table = self._begun(op)
            place = tuple(key.values())
            before = table.rows.setdefault(place, op)
            if before is not op:
                table.rows[place] = _both(before, op)

    def _begun(self, op: RowOp) -> TableEffects:
        """The effects on a table that the newest segment does not know yet, or not by this key."""
        if not self._segment or op.table in self._segment:
            self._segment = {}
            self.parts.append(self._segment)
        table = self._segment[op.table] = TableEffects(tuple(op.key))
        return table


def segments(ops: Iterable[Op]) -> list[Segment | Run]:
    """All of it at once."""
    gathered = Gathered()
    gathered.add(ops)
    return gathered.parts


def _both(before: RowOp, later: RowOp) -> RowOp:
    """Two ops on a row, one after the other, as one."""
    if not isinstance(later, Patch):
        return later
    if isinstance(before, Remove):
        return before
    return type(before)(before.table, before.key, {**before.columns, **later.columns})
