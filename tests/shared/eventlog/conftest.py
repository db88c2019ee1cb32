"""An open log of the village service in a database of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import asyncpg
import pytest

from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.topics import register_topics
from shared.runtime.clock import SystemClock
from shared.testing.postgres import Database, Databases
from tests.shared.eventlog import village

SECRET = b"secret of the tests, long enough"
OpenLog = Callable[..., Awaitable[EventLog]]


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    register_topics([village.SERVICE])
    fresh = await databases.fresh([village.NAME])
    yield fresh
    await databases.drop(fresh)


@pytest.fixture
async def open_log(database: Database) -> AsyncIterator[OpenLog]:
    """Opens further logs on the same database, as other processes would."""
    async with AsyncExitStack() as opened:

        async def another(**settings: Any) -> EventLog:
            options = {"clock": SystemClock(), "secret": SECRET, "in_tests": True, **settings}
            log = await EventLog.open(database.dsn(village.NAME), service=village.NAME, **options)
            opened.push_async_callback(log.close)
            return log

        yield another


@pytest.fixture
async def log(open_log: OpenLog) -> EventLog:
    return await open_log()


@pytest.fixture
def commands(log: EventLog) -> Commands:
    return Commands(village.SERVICE, log, SystemClock(), None)


@pytest.fixture
async def admin(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """The admin's connection, looking at the village's tables."""
    connection = await asyncpg.connect(database.admin_dsn)
    await connection.execute(f"set search_path = {village.NAME}")
    yield connection
    await connection.close()
