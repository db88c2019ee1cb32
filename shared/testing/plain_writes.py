"""The plainest writes of a view: one statement for each operation, in order, merging nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import asyncpg

from shared.readmodel.columns import Column, Tables, read_columns
from shared.readmodel.view import Op, Patch, Put, Run, View

_MOST_WAITING = 1_000
Arguments = list[Any]


class PlainWrites:
    """Writes to the tables of one schema. Rows for the same statement wait together, so that they travel together."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._waiting: dict[str, tuple[str, list[Arguments]]] = {}
        self.tables: Tables = {}

    async def make(self, views: Iterable[View], schema: str) -> None:
        """The views' tables, in the schema that comes first in the search path."""
        for view in views:
            await self._connection.execute(view.ddl)
        self.tables = await read_columns(self._connection, schema)

    async def write(self, op: Op) -> None:
        """One operation."""
        if isinstance(op, Run):
            await self.flush()
            given = op.arguments if op.each is None else [[argument] for argument in op.arguments]
            await self._connection.execute(op.sql, *given)
        elif isinstance(op, Patch):
            if op.columns:
                await self._wait(op.table, *self._update(op.table, op.columns, op.key))
        elif isinstance(op, Put):
            await self._wait(op.table, *self._put(op.table, op.key, {**op.key, **op.columns}))
        else:
            await self._wait(op.table, *self._delete(op.table, op.key))

    async def flush(self) -> None:
        """Write what waits."""
        for table in tuple(self._waiting):
            await self._flush(table)

    async def _wait(self, table: str, statement: str, arguments: Arguments) -> None:
        waiting = self._waiting.get(table)
        if waiting and (waiting[0] != statement or len(waiting[1]) >= _MOST_WAITING):
            await self._flush(table)
        self._waiting.setdefault(table, (statement, []))[1].append(arguments)

    async def _flush(self, table: str) -> None:
        if table in self._waiting:
            await self._connection.executemany(*self._waiting.pop(table))

    def _update(self, table: str, changes: Mapping[str, Any], key: Mapping[str, Any]) -> tuple[str, Arguments]:
        named = self._named(table, (*changes, *key))
        assigned = _assigned(named)
        where = " and ".join(assigned[len(changes) :])
        statement = f"update {_quoted(table)} set {', '.join(assigned[: len(changes)])} where {where}"  # noqa: S608 - names of a view only
        return statement, _natives(named, (*changes.values(), *key.values()))

    def _delete(self, table: str, key: Mapping[str, Any]) -> tuple[str, Arguments]:
        named = self._named(table, key)
        statement = f"delete from {_quoted(table)} where {' and '.join(_assigned(named))}"  # noqa: S608 - catalogue names
        return statement, _natives(named, key.values())

    def _put(self, table: str, key: Collection[str], values: Mapping[str, Any]) -> tuple[str, Arguments]:
        named = self._named(table, values)
        places = ", ".join(_placeholder(place, column) for place, column in enumerate(named, start=1))
        names, unique = (", ".join(map(_quoted, some)) for some in (values, key))
        statement = f"insert into {_quoted(table)} ({names}) values ({places}) on conflict ({unique})"  # noqa: S608 - names of a view only
        replaced = ", ".join(
            f"{_quoted(one)} = excluded.{_quoted(one)}" for one in self.tables[table] if one not in key
        )
        return f"{statement} do {f'update set {replaced}' if replaced else 'nothing'}", _natives(named, values.values())

    def _named(self, table: str, names: Iterable[str]) -> Sequence[Column]:
        return [self.tables[table][name] for name in names]


def _assigned(named: Sequence[Column]) -> list[str]:
    return [f"{_quoted(column.name)} = {_placeholder(place, column)}" for place, column in enumerate(named, start=1)]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _placeholder(place: int, column: Column) -> str:
    return f"${place}::{column.sent_as}::{column.type}"


def _natives(columns: Sequence[Column], values: Iterable[Any]) -> Arguments:
    return [column.native(value) for column, value in zip(columns, values, strict=True)]
