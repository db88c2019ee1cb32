"""Imports: facts a second through the log's bulk lane with everything on, as a ratio to a bare COPY of the same facts.

The bare COPY fills a table with the columns and indexes of `facts` and nothing else: no checks, no commandIds, no
outbox, no chain, no encoding. A ratio without a goal: it says what all of that costs an import.
"""

import time
from typing import Any

import asyncpg

from shared.eventlog.log import EventLog
from shared.eventlog.migrate import migrate
from shared.eventlog.topics import register_topics
from shared.runtime.clock import SystemClock
from shared.runtime.postgres import PostgresServer
from tests.benchmarks.figures import Figures, faster_than, median
from tests.benchmarks.house_commands import LONG, old_house
from tests.benchmarks.houses import NAME, SERVICE
from tests.benchmarks.load import settle

APPENDS = 1_000
ROUNDS = 3
PEER = "a bare COPY of the facts"


async def measure(server: PostgresServer) -> Figures:
    """In turns: an import of 20,000 facts, then a COPY of just these rows."""
    await migrate(server.dsn("lienthong"), NAME, server.password)
    register_topics([SERVICE])
    dsn = server.dsn("lienthong", NAME, server.password)
    log = await EventLog.open(dsn, service=NAME, clock=SystemClock(), secret=b"b" * 32)
    admin = await asyncpg.connect(server.dsn("lienthong"))
    imported, copied = [], []
    settle()  # as in a service, where the collector looks rarely
    try:
        await admin.execute("create table bare (like houses.facts including all)")
        for _ in range(ROUNDS):
            imported.append(await _imported(log))
            copied.append(await _copied(admin))
    finally:
        await admin.execute("drop table if exists bare")
        await admin.close()
        await log.close()
    return {"facts imported a second": faster_than(median(imported), "/s", PEER, median(copied))}


async def _imported(log: EventLog) -> float:
    appends = [old_house() for _ in range(APPENDS)]
    started = time.perf_counter()
    await log.append_many(appends)
    return APPENDS * LONG / (time.perf_counter() - started)


async def _copied(admin: asyncpg.Connection) -> float:
    rows: list[Any] = await admin.fetch("select * from houses.facts order by position desc limit $1", APPENDS * LONG)
    await admin.execute("truncate bare")
    started = time.perf_counter()
    await admin.copy_records_to_table("bare", records=rows)
    return len(rows) / (time.perf_counter() - started)
