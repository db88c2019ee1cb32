"""Organization on a real log and real tables, without HTTP, broker or other services."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.organization.application.founding import found_the_nation
from services.organization.contracts.enums import Role
from services.organization.contracts.requests import GrantRole
from services.organization.service import SERVICE, Look, look_ups
from shared.bus.following import followers_of
from shared.bus.positions import Positions
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.topics import register_topics
from shared.readmodel import MIGRATIONS
from shared.testing import postgres
from shared.testing.postgres import Database, Databases
from shared.vocabulary.actor import Actor
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt, Request

BOOTSTRAP = Actor(subject="service:cli", role="service")


class Calendar:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.day = date(2026, 11, 21)

    def now(self) -> datetime:
        return datetime.combine(self.day, time(3), UTC)

    def today(self) -> date:
        return self.day


@dataclass
class Office:
    """The service at work."""

    log: EventLog
    pool: "asyncpg.Pool[Any]"
    clock: Calendar
    commands: Commands
    positions: Positions
    look: Look

    async def run(self, request: Request, actor: Actor = BOOTSTRAP) -> Receipt:
        """One command; returns once the views have it."""
        receipt = await self.commands.run(request, actor)
        assert await self.positions.wait(Position.decode(receipt.position))
        return receipt

    async def officer(self, user: str, role: Role, organization: UUID, **dates: date) -> Actor:
        """A user with one role at one organisation."""
        request = GrantRole(command_id=uuid4(), user=user, role=role, organization_id=organization, **dates)
        await self.run(request)
        return Actor(subject=user, role=role.value)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    with postgres.server() as server:
        yield Databases(server)


@pytest.fixture(scope="session")
async def founded(databases: Databases) -> Database:
    """A database in which the nation has been founded and followed, to be cloned."""
    register_topics([SERVICE])
    database = await databases.fresh(["organization"], {"organization": [Path(MIGRATIONS)]})
    async with at_work(database, Calendar()):
        return database


@pytest.fixture
async def office(founded: Database, databases: Databases) -> AsyncIterator[Office]:
    """A fresh clone, with the service at work in it."""
    database = Database(founded.server, f"office_{uuid4().hex}")
    connection = await asyncpg.connect(founded.server.dsn())
    await connection.execute(f"create database {database.name} template {founded.name}")
    await connection.close()
    async with at_work(database, Calendar()) as office:
        yield office
    await databases.drop(database)


@asynccontextmanager
async def at_work(database: Database, clock: Calendar) -> AsyncIterator[Office]:
    """The service's parts, opened in the order in which it opens them itself."""
    async with AsyncExitStack() as parts:
        dsn = database.dsn("organization")
        log = await EventLog.open(dsn, service="organization", clock=clock, secret=b"s" * 32, in_tests=True)
        parts.push_async_callback(log.close)
        pool = await asyncpg.create_pool(dsn, min_size=1, max_size=4)
        parts.push_async_callback(pool.close)
        look = look_ups(pool, clock)
        positions = Positions("organization", log)
        await found_the_nation(log)
        commands = Commands(SERVICE, log, clock, look)
        alone = replace(SERVICE, reactions=SERVICE.reactions[:1])
        own = {"pool": pool, "positions": positions, "deployment": "test", "log": log}
        [follower] = await followers_of(alone, **own, commands=commands, look=look)
        told = [view for reaction in SERVICE.reactions[1:] for view in reaction.views]
        for view in told:  # nobody tells of members or evaluations here, the tables stand all the same
            if await pool.fetchval("select to_regclass($1) is null", f"organization_views.{view.name}"):
                await pool.execute(f"set local search_path to organization_views; {view.ddl}")
        following = asyncio.create_task(follower.run())
        parts.push_async_callback(_ended, following)
        office = Office(log, pool, clock, commands, positions, look)
        assert await positions.wait(Position(at={"organization": log.head.sequence}))
        yield office


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])
