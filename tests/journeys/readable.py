"""Everything that a deployment has written, searched for values: every column of every table, every file."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import asyncpg

from shared.runtime.postgres_home import home_of

_COLUMNS = """
    select c.table_schema, c.table_name, c.column_name, c.data_type from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
    order by 1, 2, 3
"""
_FILES = ("nats", "logs", "log", "run")
_LOOKS = 20


async def in_database(dsn: str, values: Sequence[str]) -> list[str]:
    """Where one of the values can be read in the database."""
    connection = await asyncpg.connect(dsn)
    try:
        return [
            f"{schema}.{table}.{column}"
            for schema, table, column, kind in await connection.fetch(_COLUMNS)
            if await connection.fetchval(_question(schema, table, column, kind), list(values))
        ]
    finally:
        await connection.close()


def _question(schema: str, table: str, column: str, kind: str) -> str:
    holds = (
        f"position(convert_to(v, 'UTF8') in \"{column}\") > 0"
        if kind == "bytea"
        else f'position(v in "{column}"::text) > 0'
    )
    return f'select exists (select from "{schema}"."{table}", unnest($1::text[]) as v where {holds})'


def in_files(data: Path, values: Sequence[str]) -> list[str]:
    """Where one of the values can be read in the files of a data folder."""
    found = [file for folder in _FILES for file in holding(data / folder, "**/*", values)]
    return [str(file.relative_to(data)) for file in (*found, *holding(data, "*.jsonl", values))]


def in_tables(data: Path, values: Sequence[str]) -> list[str]:
    """Where one of the values can be read in the files of PostgreSQL's tables, dead rows and freed space included."""
    tables = home_of(data / "postgres") / "data" / "base"
    return [str(file.relative_to(tables)) for file in holding(tables, "**/*", values)]


def holding(folder: Path, pattern: str, values: Sequence[str]) -> list[Path]:
    """The files that hold a value; looked at anew when one goes away meanwhile, as what it held may stand elsewhere."""
    wanted = [value.encode() for value in values]
    for _ in range(_LOOKS):
        with suppress(FileNotFoundError):
            return [file for file in folder.glob(pattern) if file.is_file() and _holds(file.read_bytes(), wanted)]
    raise AssertionError(f"{folder} does not stand still")


def _holds(content: bytes, wanted: Sequence[bytes]) -> bool:
    return any(value in content for value in wanted)
