"""COPY for the rows of a rebuild: a put replaces what stands under its key, so the old row goes, the new is copied.

Most keys of a rebuild are new: the deletion finds nothing, and the copy is many times cheaper than an upsert.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from shared.readmodel.columns import Column, Tables
from shared.readmodel.merge import Effect, TableEffects
from shared.readmodel.statements import column_of, columns_of, statements

_Key = tuple[Any, ...]


async def copy_puts(connection: Any, schema: str, tables: Tables, table: str, effects: TableEffects) -> TableEffects:
    """Write the removals and the puts of a segment; answers what is left to be done: its patches."""
    gone = {key: Effect("remove", {}) for key, effect in effects.rows.items() if effect.kind != "patch"}
    for sql, arrays in statements(schema, tables, table, TableEffects(effects.key, gone)):
        await connection.execute(sql, *arrays)
    groups: dict[tuple[str, ...], list[tuple[_Key, Effect]]] = {}
    for key, effect in effects.rows.items():
        if effect.kind == "put":
            groups.setdefault(tuple(sorted(effect.columns)), []).append((key, effect))
    columns = columns_of(tables, table)
    for names, rows in groups.items():
        wanted = [column_of(columns, table, name) for name in (*effects.key, *names)]
        await connection.copy_records_to_table(
            table,
            schema_name=schema,
            columns=[column.name for column in wanted],
            records=[_record(wanted, key, effect, names) for key, effect in rows],
        )
    return TableEffects(effects.key, {key: one for key, one in effects.rows.items() if one.kind == "patch"})


def _record(wanted: Sequence[Column], key: _Key, effect: Effect, names: Sequence[str]) -> tuple[Any, ...]:
    values = (*key, *(effect.columns[name] for name in names))
    return tuple(_native(column, value) for column, value in zip(wanted, values, strict=True))


def _native(column: Column, value: Any) -> Any:
    """The value as asyncpg copies it: json as its text, everything else as it is."""
    return msgspec.json.encode(value).decode() if column.is_json and value is not None else value
