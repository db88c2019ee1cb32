"""Columns: what PostgreSQL says about the tables of a view, and how a Python value is handed to each kind of column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import msgspec

_CATALOG = """
SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       t.typcategory = 'A' AS is_array, t.typname IN ('json', 'jsonb') AS is_json
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY c.relname, a.attnum
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a view's table."""

    name: str
    type: str
    is_array: bool
    is_json: bool

    @property
    def sent_as(self) -> str:
        """The element type of the array that carries this column's values: arrays of arrays do not unnest by row."""
        return "text" if self.is_array or self.is_json else self.type

    def natives(self, values: Sequence[Any]) -> list[Any]:
        """The same of many: most columns are given as they are."""
        return [self.native(value) for value in values] if self.is_array or self.is_json else list(values)

    def native(self, value: Any) -> Any:
        """The value as asyncpg takes it for `sent_as`. Values of json columns are Python objects, not JSON text."""
        if value is None or not (self.is_array or self.is_json):
            return value
        return array_literal(value) if self.is_array else msgspec.json.encode(value).decode()


Tables = dict[str, dict[str, Column]]
"""Table name -> column name -> column."""


async def read_columns(connection: Any, schema: str) -> Tables:
    """Every ordinary table of a schema; generated columns are left out, nobody writes them."""
    rows: list[asyncpg.Record] = await connection.fetch(_CATALOG, schema)
    tables: Tables = {}
    for row in rows:
        column = Column(row["name"], row["type"], row["is_array"], row["is_json"])
        tables.setdefault(row["table"], {})[column.name] = column
    return tables


def array_literal(items: Sequence[Any]) -> str:
    """PostgreSQL's text form of a one-dimensional array."""
    return "{" + ",".join(_element(item) for item in items) + "}"


def _element(item: Any) -> str:
    if item is None:
        return "NULL"
    text = str(item).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
