"""Dọn hàng chết - after an erasure: what stood in the rows that were blanked or deleted leaves the files of the tables.

PostgreSQL blanks a row by writing another beside it. A plain VACUUM frees the old one's space and leaves its bytes. So
a table is written anew (VACUUM FULL), which keeps its readers out meanwhile. One that is too large for that is vacuumed
and its file noted: old bytes may stand in its freed space. The planner's samples of the columns are taken anew too.
The admin does it: some tables are not the services' own.
"""

import asyncio
import time
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from services.stack import STACK
from shared.runtime.settings import Settings

MOST_BYTES = 64 * 1024 * 1024
"""What is written anew in about a second; with indexes."""
_PATIENCE = 10.0
_ALONE = "select pg_advisory_lock(hashtextextended('the sweep of erasures', 0))"
_LOCKED_OUT = "set lock_timeout = '2s'"
_TIMES = 5
_ALSO = ("membership.person_keys", "gateway.read_audit")
_SAMPLES = ("pg_catalog.pg_statistic",)
_TABLES = 'select tables from "{service}".view_versions where name = any ($1::text[])'
_SIZE = "select pg_total_relation_size($1::regclass)"
_FILE = "select pg_relation_filenode($1::regclass)"
_NOTE = """
insert into membership.erasure_sweeps (person, kept) select person, $2 from unnest($1::uuid[]) as swept (person)
on conflict (person) do update set swept_at = now(), kept = excluded.kept
"""


class DeadRowsAreSeen(RuntimeError):  # noqa: N818 - named as a sentence
    """An older transaction still sees the rows as they were (a dump, say): nothing can take them out yet."""


async def sweep(settings: Settings, persons: Sequence[UUID]) -> None:
    """Take out what is left of persons whom every follower has blanked, and note it.

    DeadRowsAreSeen, or an error of PostgreSQL where a table stays locked: nothing is noted, it may be done again.
    """
    connection = await asyncpg.connect(settings.admin_dsn())
    try:
        await connection.execute(_ALONE)
        await connection.execute(_LOCKED_OUT)
        await _seen_by_nobody(connection)
        kept = [table for table in await _tables(connection) if not await _taken_out(connection, table)]
        await _seen_by_nobody(connection)  # now the samples that were just replaced
        kept += [table for table in _SAMPLES if not await _taken_out(connection, table)]
        files = {table: await connection.fetchval(_FILE, table) for table in kept}
        await connection.execute(_NOTE, list(persons), msgspec.json.encode(files).decode())
    finally:
        await connection.close()


async def _tables(connection: asyncpg.Connection) -> list[str]:
    found = []
    for service, load in STACK.items():
        personal = [view.name for reaction in load().reactions for view in reaction.views if view.personal]
        rows = await connection.fetch(_TABLES.format(service=service), personal) if personal else []
        found += [f'{service}_views."{table}"' for row in rows for table in row["tables"]]
    return [*found, *_ALSO]


async def _taken_out(connection: asyncpg.Connection, table: str) -> bool:
    """Whether the file was written anew."""
    small = int(await connection.fetchval(_SIZE, table) or 0) <= MOST_BYTES
    for left in range(_TIMES, 0, -1):
        try:
            await connection.execute(f"vacuum ({'full, ' if small else ''}analyze) {table}")
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError):
            if left == 1:
                raise
        else:
            break
    return small


async def _seen_by_nobody(connection: asyncpg.Connection) -> None:
    """Until no transaction sees what was dead before this call: a row that dies now can be taken out only then."""
    deadline = time.monotonic() + _PATIENCE
    await connection.execute("drop table if exists membership.erasure_probe")
    await connection.execute("create table membership.erasure_probe as select 1 as dead")
    try:
        await connection.execute("delete from membership.erasure_probe")
        while await connection.fetchval("select pg_relation_size('membership.erasure_probe')"):
            if time.monotonic() > deadline:
                raise DeadRowsAreSeen
            await asyncio.sleep(0.05)
            await connection.execute("vacuum membership.erasure_probe")
    finally:
        await connection.execute("drop table membership.erasure_probe")
