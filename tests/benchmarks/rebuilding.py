"""A view rebuilt from its log with its real handlers: facts a second, against a bare COPY of the rows that it holds.

The views are organization's register (a row a fact) and its tree (two rows a fact, and the way to each settled by
statements); the log holds 100,000 foundings. Per core: by the processor time of this process, which reads, decodes,
folds and copies; PostgreSQL works on the other core.
"""

import asyncio
import time
from dataclasses import replace
from typing import Any
from uuid import uuid4

import asyncpg

from services.organization.application.founding import ACTOR
from services.organization.application.national import root
from services.organization.contracts.enums import OrganizationType
from services.organization.contracts.identity import ROOT_ID, TWO_TIER_SINCE
from services.organization.domain.organization import OrganizationFounded
from services.organization.projections.authority import TREE
from services.organization.projections.register import REGISTER
from services.organization.service import SERVICE
from shared.bus.follower import Follower
from shared.bus.following import followers_of
from shared.bus.positions import Positions
from shared.eventlog.append import Append, Write
from shared.eventlog.log import EventLog
from shared.eventlog.migrate import migrate
from shared.eventlog.topics import register_topics
from shared.readmodel import MIGRATIONS
from shared.readmodel.tables import ViewTables
from shared.runtime.clock import SystemClock
from shared.runtime.postgres import PostgresServer
from shared.runtime.service import Reaction
from shared.vocabulary.facts import Meta
from tests.benchmarks.figures import Figures, at_least, faster_than, median, plain
from tests.benchmarks.load import settle

FACTS, TOGETHER = 100_000, 200
ROUNDS = 3
GOAL_PER_CORE = 300_000
PEER = "a bare COPY of its rows"


async def measure(server: PostgresServer) -> Figures:
    """Fill a log, let the view follow it, then rebuild and copy in turns."""
    name = SERVICE.name
    await migrate(server.dsn("lienthong"), name, server.password, [MIGRATIONS])
    register_topics([SERVICE])
    dsn = server.dsn("lienthong", name, server.password)
    log = await EventLog.open(dsn, service=name, clock=SystemClock(), secret=b"b" * 32)
    pool, admin = await asyncpg.create_pool(dsn, min_size=1, max_size=4), await asyncpg.connect(server.dsn("lienthong"))
    try:
        await log.append_many([_founded(root()), *(_founded(*_cells()) for _ in range(FACTS // TOGETHER))])
        follower = await _followed(log, pool)
        return await _in_turns(follower, admin)
    finally:
        await admin.close()
        await pool.close()
        await log.close()


async def _followed(log: EventLog, pool: asyncpg.Pool) -> Follower:
    """The view's own follower, once it stands where the log does."""
    own = Reaction(name="organization.own", source="organization", views=(REGISTER, TREE))
    service, positions = replace(SERVICE, reactions=(own,)), Positions(SERVICE.name, log)
    (follower,) = await followers_of(service, pool=pool, positions=positions, deployment="bench", log=log)
    following = asyncio.create_task(follower.run())
    while positions.place_of(follower.name) < log.head.position:  # noqa: ASYNC110 - own places ring no bell
        await asyncio.sleep(0.05)
    following.cancel()
    return follower


async def _in_turns(follower: Follower, admin: asyncpg.Connection) -> Figures:
    table = f"{ViewTables(SERVICE.name).live}.{REGISTER.name}"
    rows: list[Any] = await admin.fetch(f"select * from {table}")
    await admin.execute(f"create table bare (like {table} including all)")
    rebuilt, copied = {view.name: [] for view in (REGISTER, TREE)}, []
    settle()
    for _ in range(ROUNDS):
        for view, rates in rebuilt.items():
            rates.append(await _rebuilt(follower, view, len(rows)))
        await admin.execute("truncate bare")
        wall = time.perf_counter()
        await admin.copy_records_to_table("bare", records=rows)
        copied.append(len(rows) / (time.perf_counter() - wall))
    (wall, core), (wall_of_tree, core_of_tree) = (map(median, zip(*rates, strict=True)) for rates in rebuilt.values())
    return {
        "facts a second into a rebuilt view": faster_than(wall, "/s", PEER, median(copied)),
        "facts a second into a rebuilt view, per core of ours": at_least(core, "/s", GOAL_PER_CORE),
        "facts a second into a rebuilt tree": plain(wall_of_tree, "/s"),
        "facts a second into a rebuilt tree, per core of ours": at_least(core_of_tree, "/s", GOAL_PER_CORE),
    }


async def _rebuilt(follower: Follower, view: str, facts: int) -> tuple[float, float]:
    """Facts a second, and a second of our core."""
    wall, core = time.perf_counter(), time.process_time()
    await follower.rebuild(view, back=False)
    return facts / (time.perf_counter() - wall), facts / (time.process_time() - core)


def _cells() -> list[OrganizationFounded]:
    return [
        OrganizationFounded(
            organization=(new := uuid4()),
            code=f"00.{new.hex[:12]}",
            name="Chi bộ thôn Thử nghiệm",
            type=OrganizationType.CELL.value,
            parent=ROOT_ID,
            effective_on=TWO_TIER_SINCE,
        )
        for _ in range(TOGETHER)
    ]


def _founded(*foundings: OrganizationFounded) -> Append:
    command = uuid4()
    return Append(
        command_id=command,
        actor=ACTOR,
        digest=b"",
        meta=Meta(actor=ACTOR, command_id=command, correlation=command, causation=command),
        writes=tuple(
            Write(stream=one.organization, expected_version=0, facts=(one,), province="00") for one in foundings
        ),
    )
