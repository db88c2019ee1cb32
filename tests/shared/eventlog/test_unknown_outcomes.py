"""A batch that stands although its answer never came: nothing it changed is taken for what was known before it."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from shared.eventlog.lifeline import ConnectionLost, lock_key
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import VersionIsStale
from tests.shared.eventlog.village import NAME, HousePainted, a_write, an_append

RED = HousePainted(colour="đỏ", coats=2)
WAITING = "select count(*) from pg_locks where locktype = 'advisory' and not granted"


async def test_a_guard_does_not_rest_on_what_it_was_before(log: EventLog, admin: asyncpg.Connection):
    house = uuid4()
    await log.append(an_append(a_write(house)))
    first, second = await _answer_lost_with_another_behind(log, admin, an_append(a_write(house, 1, RED)), an_append())
    assert (first.first, first.replayed, second.first) == (2, True, 3)
    with pytest.raises(VersionIsStale):
        await log.append(an_append(a_write(), guards=((house, 1),)))
    await log.append(an_append(a_write(), guards=((house, 2),)))


async def test_a_write_does_not_either_and_raises_no_alarm(log: EventLog, admin: asyncpg.Connection):
    house = uuid4()
    await log.append(an_append(a_write(house)))
    await _answer_lost_with_another_behind(log, admin, an_append(a_write(house, 1, RED)), an_append())
    with pytest.raises(VersionIsStale):
        await log.append(an_append(a_write(house, 1, RED)))
    assert log.newest_version(house) == 2
    assert log.alarms == 0


async def _answer_lost_with_another_behind(log: EventLog, admin: asyncpg.Connection, first, second):
    """Answers of two appends under way together; the connection of the first is cut when PostgreSQL has done it."""
    line = log._writer._free[-1]
    send = line.call

    async def lost(arguments):
        line.call = send
        await send(arguments)
        line.drop()
        raise ConnectionLost

    line.call = lost
    async with admin.transaction():
        await admin.execute("select pg_advisory_xact_lock($1)", lock_key(NAME))
        calls = []
        for number, append in enumerate((first, second), start=1):
            calls.append(asyncio.create_task(log.append(append)))
            async with asyncio.timeout(10):
                while int(await admin.fetchval(WAITING) or 0) < number:  # noqa: ASYNC110 - PostgreSQL has no event for it
                    await asyncio.sleep(0.01)
    return await asyncio.gather(*calls)
