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
from tests.benchmarks.figures import Figures, at_most, beside
from tests.benchmarks.http_caller import HttpCaller
from tests.benchmarks.scene import Scene
from tests.benchmarks.visibility import P50_GOAL_MS, P99_GOAL_MS, in_the_middle, lags, newest

LISTS = (10, 50)
MEMBERS_A_SECOND = 1_000
ROUNDS, SECONDS = 3, 5
WARM_UP_SECONDS = 1
_NUMBERS = itertools.count()  # of persons: no two alike


async def measure(scene: Scene, lists: Sequence[int] = LISTS) -> Figures:
    """Lists of each size after another, the same members a second."""
    connection, http = await asyncpg.connect(scene.dsn), HttpCaller(scene.url, scene.token)
    try:
        figures: Figures = {}
        for size in lists:
            await _send(http, scene.cell, size, WARM_UP_SECONDS)
            figures |= await _figures(scene, connection, http, size)
        return figures
    finally:
        http.close()
        await connection.close()


async def _figures(scene: Scene, connection: asyncpg.Connection, http: HttpCaller, size: int) -> Figures:
    """Round by round, each behind one of the bare chain."""
    seen, bare = list[list[float]](), list[list[float]]()
    for _ in range(ROUNDS):
        bare.append(await bare_chain.lags(scene, rows=size, a_second=MEMBERS_A_SECOND // size))
        start = await newest(connection)
        await _send(http, scene.cell, size, SECONDS)
        seen.append(await lags(connection, MemberRegistered.TOPIC, start, MEMBERS_A_SECOND * SECONDS))
    name = f"commit → visible at {MEMBERS_A_SECOND:,} members a second, in lists of {size}"
    return {
        f"{name}, p{percent}": beside(
            at_most(in_the_middle(seen, percent), "ms", goal), bare_chain.NAME, in_the_middle(bare, percent)
        )
        for percent, goal in ((50, P50_GOAL_MS), (99, P99_GOAL_MS))
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
