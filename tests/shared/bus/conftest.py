"""A published log of real facts, its mirror on a real broker, and followers over real tables."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from shared.bus.connection import Broker
from shared.bus.follower import Follower
from shared.bus.following import followers_of
from shared.bus.mirror import Mirror
from shared.bus.pages import FetchFacts
from shared.bus.positions import Positions
from shared.eventlog.log import EventLog
from shared.eventlog.topics import register_fact
from shared.http.facts import page_of
from shared.http.pages import FactsPage
from shared.readmodel import MIGRATIONS
from shared.runtime.clock import SystemClock
from shared.runtime.nats_server import NatsServer
from shared.runtime.service import Service
from shared.testing.nats import delete_streams, nats_server, spare_nats
from shared.testing.postgres import Database, Databases
from shared.vocabulary.position import Position
from tests.shared.bus.town import FACTS

__all__ = ["nats_server", "spare_nats"]


@dataclass
class Town:
    """One deployment: a database, a broker, and whatever a test opens in it."""

    database: Database
    nats: NatsServer
    parts: AsyncExitStack
    deployment: str

    def dsn(self, service: str) -> str:
        return self.database.dsn(service)

    async def log(self, service: str = "organization", **more: Any) -> EventLog:
        log = await EventLog.open(
            self.dsn(service), service=service, clock=SystemClock(), secret=b"s" * 32, in_tests=True, **more
        )
        self.parts.push_async_callback(log.close)
        return log

    async def pool(self, service: str = "gateway") -> asyncpg.Pool:
        pool = await asyncpg.create_pool(self.dsn(service), min_size=1, max_size=6)
        self.parts.push_async_callback(pool.close)
        return pool

    async def admin(self, service: str) -> asyncpg.Connection:
        connection = await asyncpg.connect(self.database.admin_dsn)
        self.parts.push_async_callback(connection.close)
        await connection.execute(f"set search_path = {service}, {service}_views")
        return connection

    def broker(self, user: str = "organization", nats: NatsServer | None = None) -> Broker:
        broker = Broker((nats or self.nats).url, user=user, password=user)
        broker.start()
        self.parts.push_async_callback(broker.close)
        return broker

    def mirror(self, log: EventLog, broker: Broker, **options: Any) -> Mirror:
        return Mirror(log, broker, deployment=self.deployment, service=log.service, **options)

    async def followers(
        self, service: Service, broker: Broker, *logs: EventLog, positions: Positions | None = None, **parts: Any
    ) -> list[Follower]:
        """The prepared followers of a service; pages come straight from the logs."""
        return await followers_of(
            service,
            pool=parts.pop("pool", None) or await self.pool(service.name),
            positions=positions or Positions(),
            deployment=self.deployment,
            broker=broker,
            fetch_facts=parts.pop("fetch_facts", None) or pages_of(*logs),
            **parts,
        )

    def run(self, work: Awaitable[None]) -> "asyncio.Task[None]":
        """Something endless in the background, ended with the test."""
        task = asyncio.ensure_future(work)
        self.parts.push_async_callback(ended, task)
        return task


def pages_of(*logs: EventLog) -> FetchFacts:
    """What `GET /facts` of the owners answers."""
    owners = {log.service: log for log in logs}

    async def fetch(source: str, after: int, limit: int) -> FactsPage:
        return await page_of(owners[source], after, limit)

    return fetch


async def ended(task: "asyncio.Task[Any]") -> None:
    task.cancel()
    await asyncio.wait([task], timeout=5)
    assert task.done(), "a cancelled task went on"


@pytest.fixture(autouse=True, scope="session")
def _topics() -> None:
    for fact in FACTS:
        register_fact(fact)


@pytest.fixture
async def town(databases: Databases, nats_server: NatsServer) -> AsyncIterator[Town]:
    services = ("organization", "membership")
    folders = {name: [MIGRATIONS] for name in (*services, "gateway")}
    database = await databases.fresh(services, folders, followers=["gateway"])
    await delete_streams(nats_server)  # one whose making was under way when its test ended
    async with AsyncExitStack() as parts:
        yield Town(database, nats_server, parts, deployment=f"d{uuid4().hex[:8]}")
    await delete_streams(nats_server)
    await databases.drop(database)


@pytest.fixture
def until() -> Callable[..., Awaitable[None]]:
    """Wait for something that is about to become true."""

    async def wait(condition: Callable[[], Any], seconds: float = 5.0) -> None:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - any condition, seen from outside
                await asyncio.sleep(0.005)

    return wait


@pytest.fixture
async def mirrored(town):
    """A log with its mirror at work."""
    log, broker = await town.log(), town.broker()
    mirror = town.mirror(log, broker)
    mirror.task = town.run(mirror.run())
    return log, mirror


async def started(town, service, log, positions=None, **parts):
    positions = positions or Positions()
    parts.setdefault("broker", town.broker("gateway"))
    broker = parts.pop("broker")
    (follower,) = await town.followers(service, broker, log, positions=positions, **parts)
    return follower, town.run(follower.run()), positions


async def reached(positions, log, seconds=5.0):
    return await positions.wait(Position(at={log.service: log.head.sequence}), seconds)
