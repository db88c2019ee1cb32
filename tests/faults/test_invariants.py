"""The checker itself: all is well in an untouched log, and each kind of damage is called by its name."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from shared.bus.following import followers_of
from shared.bus.positions import Positions
from shared.eventlog.log import EventLog
from shared.eventlog.topics import register_topics
from shared.readmodel import MIGRATIONS
from shared.runtime.clock import SystemClock
from shared.testing.invariants import Acknowledged, violations
from shared.testing.postgres import Database, Databases
from tests.faults.village import VILLAGE, live

KEK = b"k" * 32

DAMAGES = {
    "positions are not dense": "update facts set position = 99 where position = 10",
    "outbox sequences are not dense": "delete from outbox where sequence = 2",
    "a stream's versions are not contiguous": "delete from facts where version = 1 and position = 1",
    "recordedAt runs backwards": "update facts set recorded_at = recorded_at - interval '1 day' where position = 5",
    "a fact belongs to no command, or stands outside its command's range": "delete from commands where first = 3",
    "commands and facts do not add up": "update commands set last = last + 1 where first = 3",
    "an outbox row does not match its fact": "update outbox set version = version + 1 where sequence = 1",
    "the seals do not follow each other": "delete from seals where first = 3",
    "a seal does not fit its facts": """update facts set state = '{"name":"-"}'::bytea where position = 1""",
    "facts stand unsealed": "delete from seals where first = (select max(first) from seals)",
    "the outbox's digests do not follow each other": "update outbox set subject = subject || 'x' where sequence = 2",
    "the outbox tells another story": "update outbox set body = '{}' where sequence = 1",
    "the outbox is not the published history": "delete from outbox where sequence = (select max(sequence) from outbox)",
    "the outbox is out of order": "update outbox set position = 9 where sequence = 1",
    "an acknowledged command is missing": "delete from commands where first = 1",
    "a receipt names another thing than its answer did": """update commands set receipt = convert_to(jsonb_set(
        convert_from(receipt, 'UTF8')::jsonb, '{id}', to_jsonb(gen_random_uuid()))::text, 'UTF8') where first = 1""",
    "a view is not its replay": "update village_views.houses set colours = '{}'",
    "facts are parked": """insert into parked (follower, sequence, key, kind, topic, reason, parked_at)
        values ('village.houses', 10, 'x', '', 'test.village.own.HousePainted', 'x', now())""",
}


@pytest.fixture
async def village(databases: Databases) -> AsyncIterator[tuple[Database, list[Acknowledged]]]:
    """A log of ten facts, five of them published, and its view, all written by the real parts."""
    register_topics([VILLAGE])
    database = await databases.fresh(["village"], {"village": [MIGRATIONS]})
    log = await EventLog.open(
        database.dsn("village"), service="village", clock=SystemClock(), secret=b"s" * 32, in_tests=True
    )
    acknowledged = await live(log, houses=5)
    await _follow(log)
    await log.close()
    yield database, acknowledged
    await databases.drop(database)


async def test_an_untouched_log_holds(village: tuple[Database, list[Acknowledged]]) -> None:
    database, acknowledged = village
    assert await violations(database.admin_dsn, [VILLAGE], kek=KEK, acknowledged=acknowledged) == []


@pytest.mark.parametrize(("invariant", "damage"), DAMAGES.items(), ids=DAMAGES.keys())
async def test_damage_is_called_by_its_name(
    village: tuple[Database, list[Acknowledged]], invariant: str, damage: str
) -> None:
    database, acknowledged = village
    await _as_admin(database, damage)
    found = await violations(database.admin_dsn, [VILLAGE], kek=KEK, acknowledged=acknowledged)
    assert invariant in {violation.invariant for violation in found}


async def test_a_command_that_was_never_committed_is_missing(village: tuple[Database, list[Acknowledged]]) -> None:
    database, acknowledged = village
    lost = Acknowledged(service="village", command_id=uuid4(), thing=uuid4())
    found = await violations(database.admin_dsn, [VILLAGE], kek=KEK, acknowledged=[*acknowledged, lost])
    assert [violation.invariant for violation in found] == ["an acknowledged command is missing"]


async def _follow(log: EventLog) -> None:
    positions = Positions(own="village", log=log)
    (follower,) = await followers_of(VILLAGE, pool=log.pool, positions=positions, deployment="test", log=log)
    following = asyncio.create_task(follower.run())
    async with asyncio.timeout(5):
        while await log.pool.fetchval("select sequence from checkpoints") < log.head.position:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


async def _as_admin(database: Database, statement: str) -> None:
    connection = await asyncpg.connect(database.admin_dsn)
    try:
        await connection.execute("set search_path to village")
        await connection.execute(statement)
    finally:
        await connection.close()
