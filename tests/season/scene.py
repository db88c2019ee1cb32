"""Evaluation on a durable PostgreSQL with its log, its views and its commands; the gateway's views beside it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import asyncpg

from services.evaluation.application.lookups import Look
from services.evaluation.projections.proposals import PROPOSALS
from services.evaluation.projections.proposals_under import ProposalsUnder
from services.evaluation.service import SERVICE
from services.gateway.evaluation import campaigns, comments, decisions, evaluations, simulations
from services.gateway.reading.reader import Reader, reading_pool
from services.gateway.reading.viewer import Viewer
from services.organization.contracts import facts as organization
from shared.authority.scope import Root
from shared.authority.tree import tree_view
from shared.bus.connection import Broker
from shared.bus.following import followers_of
from shared.bus.positions import Positions
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.topics import register_topics
from shared.readmodel import MIGRATIONS
from shared.readmodel.engine import Engine
from shared.runtime.service import Reaction, Service
from shared.testing.postgres import Databases
from shared.vocabulary.actor import Actor
from shared.vocabulary.position import Position
from tests.season.place import OFFICER, PROVINCE, Province, fill, fill_tree

DAY = date(2026, 12, 20)
ACTOR = Actor(subject=OFFICER, role="committee_officer")
_GATEWAY = (campaigns.VIEW, evaluations.VIEW, comments.VIEW, decisions.VIEW, simulations.VIEW)
_PAGE = 2_000


class Calendar:
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime.combine(DAY, time(3), UTC)

    def today(self) -> date:
        return DAY


@dataclass
class Scene:
    """What the measurements run on."""

    log: EventLog
    commands: Commands
    positions: Positions
    gateway: Engine
    gateway_pool: Any
    reader: Reader
    admin: Any
    pool: Any
    told: int = 0

    async def seen(self) -> None:
        """Wait until the service's own views have everything."""
        assert await self.positions.wait(Position(at={"evaluation": self.log.head.sequence}), 600)

    async def analyze(self) -> None:
        """Statistics as autovacuum would have them."""
        await self.admin.execute("vacuum analyze evaluation_views.proposals")

    async def overtaken(self) -> list[Any]:
        """Evaluations that stand otherwise than the records say."""
        under = ProposalsUnder(self.pool)
        return [*await under.unsettled(DAY), *await under.handed_over(DAY)]

    async def follow(self) -> int:
        """The gateway's views take what has been published since; how many facts that was."""
        count = 0
        while rows := await self.log.read_outbox(self.told, _PAGE):
            folded = await self.gateway.fold([row.delivered("evaluation") for row in rows])
            assert folded.poison is None
            async with self.gateway_pool.acquire() as connection, connection.transaction():
                await self.gateway.write(connection, folded)
            self.told, count = rows[-1].sequence, count + len(rows)
        return count


async def _nothing(*_: Any) -> Any:
    raise NotImplementedError


def _alone() -> Service:
    """The service with all its views behind its own log: nobody else's facts come."""
    views = tuple(view for reaction in SERVICE.reactions for view in reaction.views if view is not PROPOSALS)
    own = Reaction(name="evaluation.own", source="evaluation", views=(PROPOSALS,))
    made = Reaction(name="evaluation.made", source="organization", views=views)
    return replace(SERVICE, reactions=(own, made))


@asynccontextmanager
async def scene(databases: Databases, of: Province) -> AsyncIterator[Scene]:
    """Everything opened, the province laid down."""
    register_topics([SERVICE])
    folders = {"evaluation": [Path(MIGRATIONS)], "gateway": [Path(MIGRATIONS)]}
    database = await databases.fresh(["evaluation"], folders, followers=["gateway"])
    async with AsyncExitStack() as parts:
        clock = Calendar()
        dsn = database.dsn("evaluation")
        log = await EventLog.open(dsn, service="evaluation", clock=clock, secret=b"s" * 32)
        parts.push_async_callback(log.close)
        pool = await asyncpg.create_pool(dsn, min_size=2, max_size=8)
        parts.push_async_callback(pool.close)
        positions = Positions("evaluation", log)
        running = SimpleNamespace(pool=pool, log=log, clock=clock, keyring=object(), client=None, positions=positions)
        look: Look = SERVICE.look(running)  # pyright: ignore[reportArgumentType]
        commands = Commands(SERVICE, log, clock, look, positions=positions.seen)
        followers = await followers_of(
            _alone(), pool=pool, positions=positions, deployment="season", log=log,
            broker=Broker("nats://127.0.0.1:1"), fetch_facts=_nothing, commands=commands, look=look,
        )  # fmt: skip
        admin = await asyncpg.connect(database.admin_dsn)
        parts.push_async_callback(admin.close)
        await fill(admin, "evaluation_views", of)
        for follower in followers[:1]:  # the other one's facts were laid down as rows
            parts.push_async_callback(_ended, asyncio.create_task(follower.run()))
        yield await _with_gateway(database, admin, pool, log, commands, positions, of, parts)


async def _with_gateway(
    database: Any, admin: Any, own: Any, log: EventLog, commands: Commands, positions: Positions, of: Province,
    parts: AsyncExitStack,
) -> Scene:  # fmt: skip
    dsn = database.dsn("gateway")
    pool = await asyncpg.create_pool(dsn, min_size=1, max_size=2)
    parts.push_async_callback(pool.close)
    tree = tree_view(
        organization.OrganizationFounded, organization.OrganizationReparented, organization.OrganizationEnded
    )
    engine = Engine("gateway_views", _GATEWAY)
    async with pool.acquire() as connection:
        for view in (tree, *_GATEWAY):
            await connection.execute(f"set search_path = gateway_views; {view.ddl}")
        await engine.learn(connection)
    await fill_tree(admin, "gateway_views", of)
    readers = await reading_pool(dsn, 2)
    parts.push_async_callback(readers.close)
    viewer = Viewer(actor=ACTOR, today=DAY, roots=(Root(PROVINCE, "01", "committee_officer"),))
    return Scene(log, commands, positions, engine, pool, Reader(readers, viewer), admin, own)


async def _ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.wait([task])
