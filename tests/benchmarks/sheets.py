"""Commit → visible at 1,000 facts a second: members registered in lists of 50, twenty lists a second, in an open loop.

A fact is a member; the lag is from the commit of its outbox row to the commit of its row in the gateway's view.
"""

import asyncio
import itertools
import time
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from services.membership.contracts.facts import MemberRegistered
from tests.benchmarks.figures import Figures, at_most, percentile
from tests.benchmarks.http_caller import HttpCaller
from tests.benchmarks.scene import Scene
from tests.benchmarks.visibility import P50_GOAL_MS, P99_GOAL_MS, lags

LIST = 50
LISTS_A_SECOND = 20
SECONDS = 4
WARM_UP = 20
_NUMBERS = itertools.count()  # of persons: no two alike


async def measure(scene: Scene) -> Figures:
    """A warm-up, then the measured seconds."""
    connection, http = await asyncpg.connect(scene.dsn), HttpCaller(scene.url, scene.token)
    try:
        await _send(http, scene.cell, WARM_UP)
        start = await connection.fetchval("select max(sequence) from membership.outbox")
        await _send(http, scene.cell, LISTS_A_SECOND * SECONDS)
        seen = await lags(connection, MemberRegistered.TOPIC, start, LIST * LISTS_A_SECOND * SECONDS)
    finally:
        http.close()
        await connection.close()
    name = f"commit → visible at {LIST * LISTS_A_SECOND:,} members a second, in lists of {LIST}"
    return {
        f"{name}, p50": at_most(percentile(seen, 50), "ms", P50_GOAL_MS),
        f"{name}, p99": at_most(percentile(seen, 99), "ms", P99_GOAL_MS),
    }


async def _send(http: HttpCaller, cell: UUID, lists: int) -> None:
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as callers:
        for place in range(lists):
            await asyncio.sleep(max(0, begun + place / LISTS_A_SECOND - time.perf_counter()))
            callers.create_task(http.post("/commands/RegisterMembers", _sheet(cell)))


def _sheet(cell: UUID) -> dict[str, Any]:
    return {
        "command_id": str(uuid4()),
        "organization_id": str(cell),
        "members": [
            {
                "full_name": "Nguyễn Văn Thử",
                "personal_id": f"001{number:09d}",
                "date_of_birth": "1980-01-01",
                "state": "FULL",
            }
            for number in itertools.islice(_NUMBERS, LIST)
        ],
    }
