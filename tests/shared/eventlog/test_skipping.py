"""Commit order is not id order: a reader by highest id loses rows for ever; a follower of the log loses none."""

import asyncio
import os
import random
from collections.abc import AsyncIterator

import asyncpg
import pytest

from shared.eventlog.log import EventLog
from shared.testing.postgres import Database
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import NAME, an_append

COMMITS = int(os.environ.get("LIENTHONG_TEST_COMMITS", "2000"))
WRITERS = 16


async def test_a_follower_by_position_misses_nothing_where_a_reader_by_highest_id_does(
    open_log: OpenLog, pool: asyncpg.Pool
):
    commits, followed = await _followed(open_log)
    skipped = await _skipped(pool)
    missed = commits - len(set(followed) & set(range(1, commits + 1)))
    print(f"{commits:,} interleaved commits: our follower missed {missed}, the naive max-id reader {skipped}")
    assert followed == list(range(1, commits + 1))
    assert skipped, "the control has to be able to fail"


async def _followed(open_log: OpenLog) -> tuple[int, list[int]]:
    """How many facts 16 writers appended through three logs, and the positions that a follower saw."""
    logs = [await open_log() for _ in range(3)]
    reader = await open_log()
    share = COMMITS // WRITERS
    following = asyncio.create_task(_follow(reader, share * WRITERS))
    await asyncio.gather(*(_append(logs[writer % 3], share, writer) for writer in range(WRITERS)))
    return share * WRITERS, await asyncio.wait_for(following, 60)


async def _skipped(pool: asyncpg.Pool) -> int:
    """How many rows of as many commits to a plain table its reader by highest id never saw."""
    share = COMMITS // WRITERS
    done = asyncio.Event()
    reading = asyncio.create_task(_read_by_highest_id(pool, done))
    await asyncio.gather(*(_insert(pool, share, writer) for writer in range(WRITERS)))
    done.set()
    stored = {row[0] for row in await pool.fetch("select id from plain")}
    assert len(stored) == share * WRITERS
    return len(stored - await reading)


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[asyncpg.Pool]:
    made = await asyncpg.create_pool(
        database.admin_dsn, min_size=WRITERS + 1, max_size=WRITERS + 1, server_settings={"search_path": NAME}
    )
    await made.execute("create table plain (id bigserial primary key, what text)")
    yield made
    await made.close()


async def _append(log: EventLog, count: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(count):
        await log.append(an_append())
        if chance.random() < 0.1:
            await asyncio.sleep(chance.random() / 1000)


async def _follow(log: EventLog, until: int) -> list[int]:
    seen: list[int] = []
    while len(seen) < until:
        await log.wait_beyond(position=len(seen), timeout=5)
        seen += [recorded.position for recorded in await log.read_facts(seen[-1] if seen else 0, 200)]
    return seen


async def _insert(pool: asyncpg.Pool, count: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(count):
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("insert into plain (what) values ('x')")
            await asyncio.sleep(chance.random() / 500)


async def _read_by_highest_id(pool: asyncpg.Pool, done: asyncio.Event) -> set[int]:
    seen: set[int] = set()
    last = False
    while not last:
        last = done.is_set()
        rows = await pool.fetch("select id from plain where id > $1 order by id", max(seen, default=0))
        seen |= {row[0] for row in rows}
        await asyncio.sleep(0)
    return seen
