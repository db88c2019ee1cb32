"""Set-based statements: one INSERT, UPDATE or DELETE for all rows of a table that get the same columns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from shared.readmodel.columns import Column, Tables
from shared.readmodel.merge import RowOp, TableEffects
from shared.readmodel.view import Put, Remove

Statement = tuple[str, list[list[Any]]]
"""SQL and its arguments: one array per column."""

_Row = tuple[tuple[Any, ...], Mapping[str, Any]]
"""A key and the columns beside it."""

_KINDS = ("remove", "add", "put", "patch")
"""In this order: a row may make room for another."""


class ViewWritesUnknownColumn(LookupError):  # noqa: N818 - named as a sentence
    """A fold names a table or column that the view's ddl did not make."""


def statements(
    schema: str, tables: Tables, table: str, effects: TableEffects, *, adding: bool = False
) -> Iterator[Statement]:
    """Deletes first, then puts, then patches, each by the columns it names.

    `adding`: what is said to be new is inserted, which fails if it is not; else it is put like any other row.
    """
    columns = columns_of(tables, table)
    for kind, names, rows in _groups(effects, adding=adding):
        named = [*effects.key, *names]
        wanted = tuple(column_of(columns, table, name) for name in named)
        sql = _sql(kind, f"{quoted(schema)}.{quoted(table)}", effects.key, wanted, tuple(columns))
        yield sql, _arrays(wanted, names, rows)


def given(tables: Tables, table: str, effects: TableEffects) -> Statement | None:
    """Rows that are put whole, as a query instead of a table; None where something else is asked of the table."""
    columns = columns_of(tables, table)
    (kind, names, rows), *others = _groups(effects, adding=False)
    named = [*effects.key, *names]
    if others or kind != "put" or set(named) != set(columns):
        return None
    wanted = tuple(column_of(columns, table, name) for name in named)
    return _given(wanted), _arrays(wanted, names, rows)


def quoted(name: str) -> str:
    """An identifier as SQL takes it."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _groups(effects: TableEffects, *, adding: bool) -> Iterator[tuple[str, tuple[str, ...], list[_Row]]]:
    groups: dict[str, dict[tuple[str, ...], list[_Row]]] = {kind: {} for kind in _KINDS}
    for key, op in effects.rows.items():
        columns = {} if isinstance(op, Remove) else op.columns
        groups[_kind(op, adding=adding)].setdefault(_sorted(tuple(columns)), []).append((key, columns))
    groups["patch"].pop((), None)
    for kind, by_names in groups.items():
        for names, rows in by_names.items():
            yield kind, names, rows


def _kind(op: RowOp, *, adding: bool) -> str:
    if isinstance(op, Put):
        return "add" if adding and op.new else "put"
    return "remove" if isinstance(op, Remove) else "patch"


@lru_cache(maxsize=1024)
def _sorted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _arrays(wanted: Sequence[Column], names: tuple[str, ...], rows: Sequence[_Row]) -> list[list[Any]]:
    named = _picks(names)
    columns = zip(*((*key, *named(columns)) for key, columns in rows), strict=True)
    return [column.natives(values) for column, values in zip(wanted, columns, strict=True)]


@lru_cache(maxsize=1024)
def _picks(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """Reads these columns, in order."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda columns: tuple(columns[name] for name in names)


def columns_of(tables: Tables, table: str) -> dict[str, Column]:
    """The columns of a table that the view's ddl made."""
    if table not in tables:
        raise ViewWritesUnknownColumn(table)
    return tables[table]


def column_of(columns: dict[str, Column], table: str, name: str) -> Column:
    """One column of it."""
    if name not in columns:
        raise ViewWritesUnknownColumn(f"{table}.{name}")
    return columns[name]


@lru_cache(maxsize=64)
def _given(wanted: tuple[Column, ...]) -> str:
    cast = _listed(f"d.c{n}::{column.type} AS {quoted(column.name)}" for n, column in enumerate(wanted))
    return f"SELECT {cast} FROM {_data(wanted)}"  # noqa: S608 - names come from the catalogue, quoted


def _data(wanted: tuple[Column, ...]) -> str:
    arrays = _listed(f"${n}::{column.sent_as}[]" for n, column in enumerate(wanted, start=1))
    return f"unnest({arrays}) AS d({_listed(f'c{n}' for n in range(len(wanted)))})"


@lru_cache(maxsize=1024)
def _sql(kind: str, table: str, key: tuple[str, ...], wanted: tuple[Column, ...], every: tuple[str, ...]) -> str:
    data = _data(wanted)
    cast = [f"d.c{n}::{column.type}" for n, column in enumerate(wanted)]
    match = " AND ".join(f"t.{quoted(name)} = {cast[n]}" for n, name in enumerate(key))
    if kind == "remove":
        return f"DELETE FROM {table} t USING {data} WHERE {match}"  # noqa: S608 - names come from the catalogue, quoted
    if kind == "patch":
        changes = _listed(f"{quoted(wanted[n].name)} = {cast[n]}" for n in range(len(key), len(wanted)))
        return f"UPDATE {table} t SET {changes} FROM {data} WHERE {match}"  # noqa: S608 - as above
    names = _listed(quoted(column.name) for column in wanted)
    added = f"INSERT INTO {table} ({names}) SELECT {', '.join(cast)} FROM {data}"  # noqa: S608 - as above
    if kind == "add":
        return added
    # EXCLUDED holds the defaults of the columns that are not named: a put replaces the whole row.
    rest = _listed(f"{quoted(name)} = EXCLUDED.{quoted(name)}" for name in every if name not in key)
    conflict = f"({_listed(quoted(name) for name in key)}) DO " + (f"UPDATE SET {rest}" if rest else "NOTHING")
    return f"{added} ON CONFLICT {conflict}"


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
