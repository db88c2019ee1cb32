"""Merging: what a batch of facts asks of a view, reduced to one effect per row, to be written in few statements."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from shared.readmodel.view import Op, Patch, Put, Remove, Run


class Effect(msgspec.Struct, frozen=True):
    """The one thing that happens to a row in a segment: `put`, `patch` or `remove`."""

    kind: str
    columns: Mapping[str, Any]

    def then(self, later: "Effect") -> "Effect":
        """Both effects, one after the other, as one."""
        if later.kind != "patch":
            return later
        return self if self.kind == "remove" else Effect(self.kind, {**self.columns, **later.columns})


@dataclass(slots=True)
class TableEffects:
    """The effects on the rows of one table; every key of a segment has the same columns."""

    key: tuple[str, ...]
    rows: dict[tuple[Any, ...], Effect] = field(default_factory=dict)


Segment = dict[str, TableEffects]
"""Table -> effects, tables in the order in which they were first touched. The order of rows does not matter."""


def segments(ops: Iterable[Op]) -> Iterator[Segment | Run]:
    """The ops as segments and statements in order; a `Run`, or another key for a table, ends a segment."""
    segment: Segment = {}
    for op in ops:
        if isinstance(op, Run):
            if segment:
                yield segment
            yield op
            segment = {}
            continue
        if not _fits(segment, op):
            yield segment
            segment = {}
        _add(segment, op)
    if segment:
        yield segment


def _fits(segment: Segment, op: Put | Patch | Remove) -> bool:
    table = segment.get(op.table)
    return table is None or table.key == tuple(op.key)


def _add(segment: Segment, op: Put | Patch | Remove) -> None:
    table = segment.setdefault(op.table, TableEffects(tuple(op.key)))
    key = tuple(op.key.values())
    effect = _effect(op)
    before = table.rows.get(key)
    table.rows[key] = effect if before is None else before.then(effect)


def _effect(op: Put | Patch | Remove) -> Effect:
    if isinstance(op, Remove):
        return Effect("remove", {})
    return Effect("put" if isinstance(op, Put) else "patch", dict(op.columns))
