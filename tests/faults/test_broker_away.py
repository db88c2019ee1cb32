"""Every NATS server is away for minutes: each command succeeds all the same, and the backlog drains quickly afterwards.

A log and its mirror alone, so that the drain is measured (a running system: test_without_nats.py).
FAULT_AWAY=180 FAULT_BACKLOG=10000 is the proof; in both forms the drain is held to 30 s for 10,000 facts.
"""

import asyncio
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import asyncpg

from shared.bus.connection import Broker
from shared.bus.mirror import Mirror
from shared.eventlog.log import EventLog
from shared.eventlog.topics import register_topics
from shared.readmodel import MIGRATIONS
from shared.runtime.clock import SystemClock
from shared.runtime.nats_server import NatsServer
from shared.testing.invariants import Acknowledged, log_violations
from shared.testing.mirrored import mirror_violations, reading
from shared.testing.nats import new_server
from shared.testing.postgres import Database, Databases
from tests.faults.village import VILLAGE, live

ALLOWED = 30 / 10_000  # seconds a fact


async def test_commands_of_a_log_alone_go_on_and_its_backlog_drains(
    databases: Databases, tmp_path: Path, many: Callable[[str, int], int]
) -> None:
    register_topics([VILLAGE])
    away, backlog = many("FAULT_AWAY", 2), many("FAULT_BACKLOG", 600)
    database = await databases.fresh(["village"], {"village": [MIGRATIONS]})
    nats = new_server(tmp_path / "nats", also=("village",))
    nats.start()
    log = await EventLog.open(
        database.dsn("village"), service="village", clock=SystemClock(), secret=b"s" * 32, in_tests=True
    )
    broker = Broker(nats.url, user="village", password="village")
    broker.start()
    mirror = Mirror(log, broker, deployment="away", service="village")
    mirroring = asyncio.create_task(mirror.run())
    try:
        acknowledged = await live(log, houses=5)
        assert await mirror.drained(10)
        nats.stop(sent=signal.SIGKILL)
        began, slowest = time.monotonic(), 0.0
        while time.monotonic() - began < away or log.head.sequence < backlog:
            asked = time.monotonic()
            acknowledged += await live(log, houses=20)
            slowest = max(slowest, time.monotonic() - asked)
            await asyncio.sleep(0 if log.head.sequence < backlog else 0.5)
        waiting = mirror.finding().lag
        assert mirror.finding().ok
        assert waiting >= backlog - 5
        nats.start()
        back = time.monotonic()
        assert await mirror.drained(max(5.0, waiting * ALLOWED))
        drained = time.monotonic() - back
        print(f"{len(acknowledged)} commands succeeded while NATS was away for {back - began:.0f} s (20 houses in at "
              f"most {slowest:.2f} s); {waiting} facts drained in {drained:.1f} s")  # fmt: skip
        assert len(acknowledged) == log.head.position
        assert await _violations(database, nats, acknowledged) == []
    finally:
        mirroring.cancel()
        await asyncio.gather(mirroring, return_exceptions=True)
        await broker.close()
        await log.close()
        nats.stop()
        await databases.drop(database)


async def _violations(database: Database, nats: NatsServer, acknowledged: Sequence[Acknowledged]) -> list[str]:
    """Of the log, and of the stream that mirrors it."""
    connection = await asyncpg.connect(database.admin_dsn)
    try:
        found = await log_violations(connection, VILLAGE, acknowledged)
        async with reading(nats.url, "gateway", "gateway") as js:
            found += await mirror_violations(js, connection, "village", deployment="away", patience=5)
        return [str(one) for one in found]
    finally:
        await connection.close()
