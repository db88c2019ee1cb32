"""Figures of the log by itself, on a durable server of its own: python -m tests.shared.eventlog.measuring [FACTS]

Bulk lane as a ratio to a bare COPY of the same rows, then how quickly the log that it made is verified.
"""

import asyncio
import os
import resource
import sys
import time
from uuid import uuid4

import asyncpg

from shared.eventlog.log import EventLog
from shared.eventlog.migrate import migrate
from shared.eventlog.rows import Head
from shared.eventlog.signing import Signer, Statement
from shared.eventlog.topics import register_topics
from shared.eventlog.verifying import verify
from shared.runtime.clock import SystemClock
from shared.testing.postgres import PASSWORD, server
from tests.shared.eventlog.village import NAME, SERVICE, a_write, an_append

TABLES = ("facts", "outbox", "commands", "seals")
SIGNER = Signer(bytes(32))


async def fill(log: EventLog, count: int) -> float:
    """New streams of one published fact each: the most that a fact can cost."""
    spent = 0.0
    for start in range(0, count, 10_000):
        appends = [an_append(a_write(uuid4())) for _ in range(min(10_000, count - start))]
        begun = time.perf_counter()
        await log.append_many(appends)
        spent += time.perf_counter() - begun
    return count / spent


async def bare_copy(admin: asyncpg.Connection) -> float:
    """The same rows copied into tables of the same shape, indexes and all, in the same transactions' number of one."""
    rows = {table: [tuple(row) for row in await admin.fetch(f"select * from {table}")] for table in TABLES}
    for table in TABLES:
        await admin.execute(f"create table bare_{table} (like {table} including all)")
    begun = time.perf_counter()
    async with admin.transaction():
        for table in TABLES:
            await admin.copy_records_to_table(f"bare_{table}", records=rows[table])
    return len(rows["facts"]) / (time.perf_counter() - begun)


async def verified(admin: asyncpg.Connection, head: Head, epoch: str) -> float:
    """With one signed checkpoint at the end."""
    signed = SIGNER.sign(Statement.of(NAME, epoch, head, head.recorded_at))
    await admin.execute("insert into signed_checkpoints values (1, $1, $2)", signed.statement, signed.signature)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with admin.transaction(isolation="repeatable_read", readonly=True):
        found = await verify(admin, NAME, SIGNER, [])
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"verified {found.facts} facts in {found.seconds} s, breaches {len(found.breaches)}, {grown:.0f} MB more")
    return found.facts / found.seconds


async def measure(count: int) -> None:
    register_topics([SERVICE])
    with server(durable=True) as postgres:
        await migrate(postgres.dsn("measured"), NAME, PASSWORD)
        dsn = postgres.dsn("measured", user=NAME, password=PASSWORD)
        log = await EventLog.open(dsn, service=NAME, clock=SystemClock(), secret=os.urandom(32))
        admin = await asyncpg.connect(postgres.dsn("measured"))
        await admin.execute(f"set search_path = {NAME}")
        bulk = await fill(log, count)
        head, epoch = log.head, log.epoch
        await log.close()
        print(f"load {os.getloadavg()[0]:.1f}, bulk lane {bulk:,.0f} facts/s")
        print(f"verify {await verified(admin, head, epoch):,.0f} facts/s")
        copied = await bare_copy(admin)
        print(f"bare COPY {copied:,.0f} facts/s, bulk lane / bare COPY = {bulk / copied:.2f}")
        await admin.close()


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
