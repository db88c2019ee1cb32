"""Merging: what facts ask of a view, reduced to one op per row, to be written in few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from shared.readmodel.view import Op, Patch, Put, Remove, Row, Run, compared
from shared.vocabulary.facts import Fact

RowOp = Put | Patch | Remove
"""What happens to a row by its key."""


@dataclass(slots=True)
class TableEffects:
    """The one op on each touched row of a table; every key of a segment has the same columns.

    `copied` are rows that facts put as they are (`row`); none of them is in `rows`. Where there are such rows, all are
    known by their keys as these are `compared`.
    """

    key: tuple[str, ...]
    rows: dict[tuple[Any, ...], RowOp] = field(default_factory=dict)
    row: Row | None = None
    copied: dict[tuple[Any, ...], tuple[Any, ...]] = field(default_factory=dict)

    def put(self, row: Row, facts: Sequence[Fact]) -> None:
        """Rows of facts of one kind, in order; another kind's rows become ops like any other."""
        if self.row is not row:
            self._as_ops()
            self.row = row
        puts = row.puts(facts)
        for key in puts.keys() & self.rows.keys() if self.rows else ():
            del self.rows[key]
        self.copied.update(puts)

    def add(self, op: RowOp) -> None:
        """One op, after all that was asked of its row before."""
        key = tuple(op.key.values())
        if self.row is not None:
            key = compared(key)
            if (found := self.copied.pop(key, None)) is not None:
                self.rows[key] = self.row.put(found)
        before = self.rows.setdefault(key, op)
        if before is not op:
            self.rows[key] = _both(before, op)

    def _as_ops(self) -> None:
        if self.row is None:
            self.rows = {compared(key): op for key, op in self.rows.items()}
        else:
            self.rows |= {key: self.row.put(found) for key, found in self.copied.items()}
            self.copied = {}


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
        return sum(len(table.rows) + len(table.copied) for table in self._segment.values())

    def put(self, row: Row, facts: Sequence[Fact]) -> None:
        """What facts ask that put one row each."""
        self._effects(row.table, row.key).put(row, facts)

    def add(self, ops: Iterable[Op]) -> None:
        """What one fact asks, in order."""
        for op in ops:
            if type(op) is Run:
                self._segment = {}
                self.parts.append(op)
                continue
            self._effects(op.table, tuple(op.key)).add(op)

    def _effects(self, name: str, key: tuple[str, ...]) -> TableEffects:
        """The effects on a table; a new segment where the newest one knows it by another key."""
        table = self._segment.get(name)
        if table is not None and table.key == key:
            return table
        if not self._segment or table is not None:
            self._segment = {}
            self.parts.append(self._segment)
        table = self._segment[name] = TableEffects(key)
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
    return msgspec.structs.replace(before, columns={**before.columns, **later.columns})
