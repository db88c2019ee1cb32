"""COPY for rows on their way into tables that nobody else reads or writes: many times cheaper than an upsert.

A put replaces what stands under its key. In a history that is told anew most keys are new: rows are copied as if all
were, and only a table that has shown a row twice is freed from the old ones before.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
import msgspec

from shared.readmodel.columns import Column, Tables
from shared.readmodel.merge import RowOp, TableEffects
from shared.readmodel.statements import column_of, columns_of, quoted, statements
from shared.readmodel.view import Put, Remove

_Groups = dict[tuple[str, ...], list[tuple[Any, ...]]]
"""Columns besides the key -> rows, each with its key first."""


class Copying:
    """Writes the effects of segments into the tables of one schema; inside the caller's transaction."""

    def __init__(self, schema: str, tables: Tables) -> None:
        self._schema = schema
        self._tables = tables
        self._replaced: set[str] = set()

    async def write(self, connection: Any, table: str, effects: TableEffects) -> None:
        """Removals first (a row may make room for another), then puts, then patches."""
        puts = _puts(effects)
        named = f"{quoted(self._schema)}.{quoted(table)}"
        if not await connection.fetchval(f"SELECT EXISTS (SELECT FROM {named})"):  # noqa: S608 - from the catalogue
            await self._copy(connection, table, effects.key, puts)
            return  # nothing was there to be removed or patched
        await self._execute(connection, table, _of(effects, Remove))
        if table not in self._replaced and not await self._all_new(connection, table, effects.key, puts):
            self._replaced.add(table)
        if table in self._replaced:
            gone: dict[tuple[Any, ...], RowOp] = {
                key: Remove(table, dict(zip(effects.key, key, strict=True)))
                for key in (*(key for key, op in effects.rows.items() if type(op) is Put), *effects.copied)
            }
            await self._execute(connection, table, TableEffects(effects.key, gone))
            await self._copy(connection, table, effects.key, puts)
        rest = {key: op for key, op in effects.rows.items() if type(op) not in (Put, Remove)}
        await self._execute(connection, table, TableEffects(effects.key, rest))

    async def _all_new(self, connection: Any, table: str, key: tuple[str, ...], puts: _Groups) -> bool:
        """Copy, unless a row of some key is there already."""
        try:
            async with connection.transaction():
                await self._copy(connection, table, key, puts)
        except asyncpg.UniqueViolationError:
            return False
        return True

    async def _execute(self, connection: Any, table: str, effects: TableEffects) -> None:
        for sql, arrays in statements(self._schema, self._tables, table, effects):
            await connection.execute(sql, *arrays)

    async def _copy(self, connection: Any, table: str, key: tuple[str, ...], puts: _Groups) -> None:
        columns = columns_of(self._tables, table)
        for names, rows in puts.items():
            wanted = [column_of(columns, table, name) for name in (*key, *names)]
            await connection.copy_records_to_table(
                table,
                schema_name=self._schema,
                columns=[column.name for column in wanted],
                records=_native(wanted, rows),
            )


def _puts(effects: TableEffects) -> _Groups:
    groups: _Groups = {}
    if effects.row is not None and effects.copied:
        groups[effects.row.columns] = list(effects.copied.values())
    for key, op in effects.rows.items():
        if type(op) is Put:
            names = tuple(op.columns)
            rows = groups.get(names)
            if rows is None:
                rows = groups[names] = []
            rows.append((*key, *op.columns.values()))
    return groups


def _of(effects: TableEffects, kind: type[Remove]) -> TableEffects:
    return TableEffects(effects.key, {key: op for key, op in effects.rows.items() if type(op) is kind})


def _native(wanted: Sequence[Column], rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows as asyncpg copies them: json as its text, everything else as it is."""
    if not any(column.is_json for column in wanted):
        return rows
    return [tuple(_text(column, value) for column, value in zip(wanted, row, strict=True)) for row in rows]


def _text(column: Column, value: Any) -> Any:
    return msgspec.json.encode(value).decode() if column.is_json and value is not None else value
