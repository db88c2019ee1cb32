"""Commit → visible at 1,000 facts a second: members registered in lists of 10 and of 50, in an open loop.

A fact is a member; the lag is from the commit of its outbox row to the commit of its row in the gateway's view. All
members of a list are seen together or nearly so: what the p99 says rests on the lists, of which there are hundreds.
Beside it stands what the machine allows in the same minute: as many rows through a bare commit, message and commit.
"""

import asyncio
import itertools
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from services.membership.contracts.facts import MemberRegistered
from tests.benchmarks import bare_chain
from tests.benchmarks.figures import Figures, at_most, beside, percentile
from tests.benchmarks.http_caller import HttpCaller
from tests.benchmarks.scene import Scene
from tests.benchmarks.visibility import P50_GOAL_MS, P99_GOAL_MS, lags

LISTS = (10, 50)
MEMBERS_A_SECOND = 1_000
SECONDS = 10
WARM_UP_SECONDS = 1
_NUMBERS = itertools.count()  # of persons: no two alike


async def measure(scene: Scene, lists: Sequence[int] = LISTS) -> Figures:
    """Lists of each size after another, the same members a second."""
    connection, http = await asyncpg.connect(scene.dsn), HttpCaller(scene.url, scene.token)
    try:
        figures: Figures = {}
        for size in lists:
            bare = await bare_chain.measure(scene, rows=size, a_second=MEMBERS_A_SECOND // size)
            await _send(http, scene.cell, size, WARM_UP_SECONDS)
            own = await _figures(connection, http, scene.cell, size)
            for (name, figure), limit in zip(own.items(), bare, strict=True):
                figures[name] = beside(figure, bare_chain.NAME, limit)
        return figures
    finally:
        http.close()
        await connection.close()


async def _figures(connection: asyncpg.Connection, http: HttpCaller, cell: UUID, size: int) -> Figures:
    start = await connection.fetchval("select max(sequence) from membership.outbox") or 0
    await _send(http, cell, size, SECONDS)
    seen = await lags(connection, MemberRegistered.TOPIC, start, MEMBERS_A_SECOND * SECONDS)
    name = f"commit → visible at {MEMBERS_A_SECOND:,} members a second, in lists of {size}"
    return {
        f"{name}, p50": at_most(percentile(seen, 50), "ms", P50_GOAL_MS),
        f"{name}, p99": at_most(percentile(seen, 99), "ms", P99_GOAL_MS),
    }


async def _send(http: HttpCaller, cell: UUID, size: int, seconds: int) -> None:
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as callers:
        for first in range(0, MEMBERS_A_SECOND * seconds, size):
            await asyncio.sleep(max(0, begun + first / MEMBERS_A_SECOND - time.perf_counter()))
            callers.create_task(http.post("/commands/RegisterMembers", _sheet(cell, size)))


def _sheet(cell: UUID, size: int) -> dict[str, Any]:
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
            for number in itertools.islice(_NUMBERS, size)
        ],
    }
