"""Commit → visible: how long after a command's commit its row is committed in the gateway's view, across processes.

Both instants are PostgreSQL's own commit timestamps (`track_commit_timestamp`) of the outbox row and of the view's row,
so neither a client's clock nor a poller is in between. Commands come in an open loop over HTTP: at a fixed rate.
"""

import asyncio
import time
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from services.membership.contracts.facts import MemberRegistered
from tests.benchmarks.figures import Figures, at_most, percentile, plain
from tests.benchmarks.scene import Scene

WARM_UP_SECONDS = 2
SECONDS = 10
P50_GOAL_MS = 3.0
P99_GOAL_MS = 10.0

_LAGS = """
    select extract(epoch from pg_xact_commit_timestamp(seen.xmin) - pg_xact_commit_timestamp(told.xmin)) * 1000 as lag
    from membership.outbox told join gateway_views.members seen on seen.member = told.aggregate
    where told.topic = $1 and told.sequence > $2 order by told.sequence
"""


async def measure(scene: Scene, *, rate: int) -> Figures:
    """Register members at a rate for a bounded time; the lags of those after the warm-up."""
    connection = await asyncpg.connect(scene.dsn)
    signed_in = {"authorization": f"Bearer {scene.token}"}
    try:
        async with httpx.AsyncClient(base_url=scene.url, headers=signed_in, timeout=10) as http:
            await _register(http, scene.cell, rate * WARM_UP_SECONDS, rate, 0)
            start = await connection.fetchval("select max(sequence) from membership.outbox")
            took = await _register(http, scene.cell, rate * SECONDS, rate, rate * WARM_UP_SECONDS)
        lags = await _lags(connection, start, rate * SECONDS)
    finally:
        await connection.close()
    return _figures(lags, took, rate)


def _figures(lags: list[float], took: list[float], rate: int) -> Figures:
    name = f"commit → visible in the gateway at {rate} a second"
    return {
        f"{name}, p50": at_most(percentile(lags, 50), "ms", P50_GOAL_MS),
        f"{name}, p99": at_most(percentile(lags, 99), "ms", P99_GOAL_MS),
        f"HTTP command at {rate} a second, p50": plain(percentile(took, 50), "ms"),
        f"HTTP command at {rate} a second, p99": plain(percentile(took, 99), "ms"),
    }


async def _lags(connection: asyncpg.Connection, start: int, expected: int) -> list[float]:
    rows: list[asyncpg.Record] = []
    for _ in range(100):
        rows = await connection.fetch(_LAGS, MemberRegistered.TOPIC, start)
        if len(rows) >= expected:
            break
        await asyncio.sleep(0.1)
    return [float(row["lag"]) for row in rows]


async def _register(http: httpx.AsyncClient, cell: UUID, count: int, rate: int, first: int) -> list[float]:
    begun, took = time.perf_counter(), []

    async def one(number: int) -> None:
        before = time.perf_counter()
        answer = await http.post("/commands/RegisterMember", json=_member(cell, first + number))
        answer.raise_for_status()
        took.append((time.perf_counter() - before) * 1000)

    async with asyncio.TaskGroup() as callers:
        for number in range(count):
            await asyncio.sleep(max(0, begun + number / rate - time.perf_counter()))
            callers.create_task(one(number))
    return took


def _member(cell: UUID, number: int) -> dict[str, Any]:
    return {
        "command_id": str(uuid4()),
        "organization_id": str(cell),
        "full_name": "Nguyễn Văn Thử",
        "personal_id": f"079080{number:06d}",
        "date_of_birth": "1980-01-01",
        "state": "FULL",
    }
