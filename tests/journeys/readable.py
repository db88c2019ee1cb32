"""Everything that a deployment has written, searched for values: every column of every table, every file."""

from collections.abc import Iterator, Sequence
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
    wanted = [value.encode() for value in values]
    return [str(file.relative_to(data)) for file in _files(data) if any(value in file.read_bytes() for value in wanted)]


def in_tables(data: Path, values: Sequence[str]) -> list[str]:
    """Where one of the values can be read in the files of PostgreSQL's tables, dead rows and freed space included."""
    wanted = [value.encode() for value in values]
    tables = home_of(data / "postgres") / "data" / "base"
    files = [file for file in tables.rglob("*") if file.is_file()]
    return [str(file.relative_to(tables)) for file in files if any(value in file.read_bytes() for value in wanted)]


def _files(data: Path) -> Iterator[Path]:
    for folder in _FILES:
        yield from (file for file in (data / folder).rglob("*") if file.is_file())
    yield from data.glob("*.jsonl")
