"""An empty schema gets all its migrations at once; what it then is must be what SQLSpec's runner makes."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from shared.eventlog import fresh_schema, migrate
from shared.readmodel import MIGRATIONS
from shared.runtime.postgres import PostgresServer
from shared.testing.postgres import PASSWORD

FOLDERS = [Path(MIGRATIONS), Path("shared/people/migrations")]
CATALOGUE = """
    select c.relname, c.relkind::text, c.relacl::text,
        array(select format('%s %s %s %s', attname, format_type(atttypid, atttypmod), attnotnull, standard.said)
              from pg_attribute
              left join lateral (select pg_get_expr(adbin, adrelid) as said from pg_attrdef
                                 where adrelid = c.oid and adnum = attnum) standard on true
              where attrelid = c.oid and attnum > 0 order by attnum),
        array(select pg_get_constraintdef(oid) from pg_constraint where conrelid = c.oid order by conname)
    from pg_class c where relnamespace = 'membership'::regnamespace order by relname
"""
FUNCTIONS = (
    "select proname, prosrc, proacl::text from pg_proc where pronamespace = 'membership'::regnamespace order by 1"
)
APPLIED = """
    select version_num, version_type, execution_sequence, description, checksum, applied_by, replaces
    from membership.{} order by version_num
"""


@pytest.fixture
async def runner_alone(postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """The address of a database that SQLSpec alone has brought up to date."""

    async def never(*_: Any) -> bool:
        return False

    monkeypatch.setattr(fresh_schema, "is_untouched", never)
    address = postgres_server.dsn("by_runner")
    await migrate.migrate(address, "membership", PASSWORD, FOLDERS)
    yield address


async def _described(address: str) -> list[Any]:
    connection = await asyncpg.connect(address)
    try:
        lists = [migrate.tracker_of(folder) for folder in migrate._folders(FOLDERS, log=True)]
        applied = [await connection.fetch(APPLIED.format(name)) for name in lists]
        return [await connection.fetch(CATALOGUE), await connection.fetch(FUNCTIONS), *applied]
    finally:
        await connection.close()


async def test_laid_at_once_is_what_the_runner_makes(
    postgres_server: PostgresServer, runner_alone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    at_once = postgres_server.dsn("at_once")

    await migrate.migrate(at_once, "membership", PASSWORD, FOLDERS)

    assert await _described(at_once) == await _described(runner_alone)


async def test_the_runner_brings_the_files_that_come_later(postgres_server: PostgresServer, tmp_path: Path) -> None:
    address, folder = postgres_server.dsn("later"), tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_first.sql").write_text("-- name: migrate-0001-up\ncreate table first (n int);\n")
    await migrate.migrate(address, "membership", PASSWORD, [folder])
    (folder / "0002_second.sql").write_text("-- name: migrate-0002-up\ncreate table second (n int);\n")

    await migrate.migrate(address, "membership", PASSWORD, [folder])

    assert await migrate.pending(address, "membership", [folder]) == []
