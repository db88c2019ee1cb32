"""Look-ups from memory: never older than the follower's last commit here."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from shared.bus.positions import Positions
from shared.readmodel.remembered import Remembered
from shared.testing.postgres import Databases

NEXT = "select nextval('asked') from pg_sleep($1)"
FOLLOWER = "membership.organization"


@pytest.fixture
async def pool(databases: Databases) -> AsyncIterator[asyncpg.Pool]:
    """A database that counts how often it is asked."""
    database = await databases.fresh(["village"])
    async with asyncpg.create_pool(database.admin_dsn, min_size=1, max_size=1) as pool:
        await pool.execute("create temporary sequence asked")
        yield pool
    await databases.drop(database)


@pytest.fixture
def positions() -> Positions:
    positions = Positions()
    positions.place(FOLLOWER, "organization", "e1", 4)
    return positions


@pytest.fixture
def memory(pool: asyncpg.Pool, positions: Positions) -> Remembered:
    return Remembered(pool, lambda: positions.turn("organization"))


async def test_the_same_question_is_asked_once(memory: Remembered):
    assert [await memory.fetchval(NEXT, 0) for _ in range(3)] == [1, 1, 1]
    assert await memory.fetchval(NEXT, 0.001) == 2


async def test_lists_are_arguments_like_any(memory: Remembered):
    counted = "select nextval('asked') where $1::int[] is not null"
    assert [await memory.fetchval(counted, one) for one in ([1, 2], [1, 3], [1, 2])] == [1, 2, 1]


async def test_a_commit_of_the_follower_forgets_everything(memory: Remembered, positions: Positions):
    assert await memory.fetchval(NEXT, 0) == 1
    positions.place(FOLLOWER, "organization", "e1", 5)
    assert await memory.fetchval(NEXT, 0) == 2


async def test_a_follower_of_another_source_forgets_nothing(memory: Remembered, positions: Positions):
    assert await memory.fetchval(NEXT, 0) == 1
    positions.place("membership.own", "membership", "e1", 9)
    assert await memory.fetchval(NEXT, 0) == 1


async def test_what_was_read_while_the_follower_committed_is_not_kept(memory: Remembered, positions: Positions):
    reading = asyncio.create_task(memory.fetchval(NEXT, 0.2))
    await asyncio.sleep(0.05)
    positions.place(FOLLOWER, "organization", "e1", 5)
    assert await reading == 1
    assert [await memory.fetchval(NEXT, 0.2) for _ in range(2)] == [2, 2]
