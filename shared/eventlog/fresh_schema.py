"""A schema that holds nothing yet: all its migrations at once, without the runner and its half second of imports.

The result is what SQLSpec's runner makes from the same files, its lists of applied files included, so that the runner
brings every later file; `tests/shared/eventlog/test_fresh_schema.py` compares the two.
"""

import re
from collections.abc import Sequence
from hashlib import md5
from pathlib import Path

import asyncpg

_HEADER = re.compile(r"^-- name: migrate-\w+-up[^\S\n]*$", re.MULTILINE)
_LIST = """
    create table "{schema}".{tracker} (
        version_num varchar(32) primary key, version_type varchar(16), execution_sequence integer, description text,
        applied_at timestamp default current_timestamp not null, execution_time_ms integer, checksum varchar(64),
        applied_by varchar(255), replaces text
    )
"""
_ENTRY = """
    insert into "{schema}".{tracker}
        (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
    values ($1, 'sequential', $2, $3, 0, $4, 'unknown')
"""


async def is_untouched(connection: asyncpg.Connection, schema: str) -> bool:
    """Whether the schema exists and has no table at all."""
    question = "select not exists (select from pg_class where relkind = 'r' and relnamespace = $1::regnamespace)"
    return bool(await connection.fetchval(question, f'"{schema}"'))


async def lay(connection: asyncpg.Connection, schema: str, folders: Sequence[tuple[str, Path]]) -> None:
    """Every file of these (tracker, folder) in one transaction: all of them or none."""
    async with connection.transaction():
        await connection.execute(f'set local search_path = "{schema}"')
        for tracker, folder in folders:
            await connection.execute(_LIST.format(schema=schema, tracker=tracker))
            for n, file in enumerate(sorted(folder.glob("*.sql")), start=1):
                text = file.read_text()
                await connection.execute(_HEADER.sub("", text))
                version, _, description = file.stem.partition("_")
                entry = _ENTRY.format(schema=schema, tracker=tracker)
                await connection.execute(entry, version, n, description, _checksum(text))


def _checksum(text: str) -> str:
    """As SQLSpec computes it: of the content without the header that its `fix` command may rewrite."""
    return md5(_HEADER.sub("", text).encode(), usedforsecurity=False).hexdigest()
