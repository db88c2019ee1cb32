"""Commit → visible: how long after a command's commit its row is committed in the gateway's view, across processes.

Both instants are PostgreSQL's own commit timestamps (`track_commit_timestamp`) of the outbox row and of the view's row,
so neither a client's clock nor a poller is in between. Commands come in an open loop over HTTP: at a fixed rate.
A registered member is new to the gateway, which fetches the person's key first; a requested transfer's person is known.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from services.membership.contracts.facts import MemberRegistered, TransferRequested
from services.organization.contracts.identity import organization_id
from tests.benchmarks import bare_chain
from tests.benchmarks.figures import Figures, at_most, beside, median, percentile, plain
from tests.benchmarks.http_caller import HttpCaller
from tests.benchmarks.scene import DESTINATION, Scene

WARM_UP_SECONDS = 2
ROUNDS = 3
"""The median round counts: of eight hundred lags one stall of the disk may be the whole p99."""
SECONDS = 5
P50_GOAL_MS = 3.0
P99_GOAL_MS = 10.0
Body = Callable[[int], dict[str, Any]]

_LAG = """
    select extract(epoch from pg_xact_commit_timestamp(seen.xmin) - pg_xact_commit_timestamp(told.xmin)) * 1000 as lag
    from membership.outbox told join gateway_views.{table} seen on seen.{key} = told.aggregate
    where told.topic = $1 and told.sequence > $2 order by told.sequence
"""
_LAGS = {
    MemberRegistered.TOPIC: _LAG.format(table="members", key="member"),
    TransferRequested.TOPIC: _LAG.format(table="transfers", key="transfer"),
}


async def measure(scene: Scene, *, rate: int) -> Figures:
    """Register members, then request a transfer for each of them, both at the same rate for a bounded time."""
    registered, requested = MemberRegistered.TOPIC, TransferRequested.TOPIC
    connection, http = await asyncpg.connect(scene.dsn), HttpCaller(scene.url, scene.token)
    try:
        caller = _Caller(http, connection, rate)
        bare = [await bare_chain.lags(scene, rows=1, a_second=rate) for _ in range(ROUNDS)]
        figures = await caller.figures("a member registered", "RegisterMember", _member(scene.cell), registered)
        transfers = _transfer(caller.answered)
        figures |= await caller.figures("a transfer requested", "RequestTransfer", transfers, requested)
        limits = {f"p{percent}": in_the_middle(bare, percent) for percent in (50, 99)}
        return {
            name: beside(one, bare_chain.NAME, limits[name[-3:]]) if name.startswith("commit") else one
            for name, one in figures.items()
        }
    finally:
        http.close()
        await connection.close()


class _Caller:
    """Sends commands at a rate and reads their lags."""

    def __init__(self, http: HttpCaller, connection: asyncpg.Connection, rate: int) -> None:
        self._http = http
        self._connection = connection
        self._rate = rate
        self.answered: list[str] = []

    async def figures(self, story: str, command: str, body: Body, topic: str) -> Figures:
        """One story: a warm-up, then the measured seconds."""
        self.answered = []
        begin, counted = self._rate * WARM_UP_SECONDS, self._rate * SECONDS
        await self._send(command, body, range(begin))
        seen, took = list[list[float]](), list[list[float]]()
        for _ in range(ROUNDS):
            start = await newest(self._connection)
            took.append(await self._send(command, body, range(begin, begin + counted)))
            seen.append(await lags(self._connection, topic, start, counted))
            begin += counted
        name = f"at {self._rate} a second, {story}"
        return {
            f"commit → visible {name}, p50": at_most(in_the_middle(seen, 50), "ms", P50_GOAL_MS),
            f"commit → visible {name}, p99": at_most(in_the_middle(seen, 99), "ms", P99_GOAL_MS),
            f"HTTP command {name}, p50": plain(in_the_middle(took, 50), "ms"),
            f"HTTP command {name}, p99": plain(in_the_middle(took, 99), "ms"),
        }

    async def _send(self, command: str, body: Body, numbers: Sequence[int]) -> list[float]:
        begun, took = time.perf_counter(), []

        async def one(number: int) -> None:
            before = time.perf_counter()
            answer = await self._http.post(f"/commands/{command}", body(number))
            took.append((time.perf_counter() - before) * 1000)
            self.answered.append(answer["id"])

        async with asyncio.TaskGroup() as callers:
            for place, number in enumerate(numbers):
                await asyncio.sleep(max(0, begun + place / self._rate - time.perf_counter()))
                callers.create_task(one(number))
        return took


def in_the_middle(rounds: Sequence[Sequence[float]], percent: float) -> float:
    """A percentile of each round, of which the median."""
    return median(percentile(one, percent) for one in rounds)


async def newest(connection: asyncpg.Connection) -> int:
    """The last sequence that membership has told."""
    return await connection.fetchval("select max(sequence) from membership.outbox") or 0


async def lags(connection: asyncpg.Connection, topic: str, start: int, expected: int) -> list[float]:
    """The lags (ms) of the facts of a topic told after a sequence, once all that are expected can be seen."""
    rows: list[asyncpg.Record] = []
    for _ in range(100):
        rows = await connection.fetch(_LAGS[topic], topic, start)
        if len(rows) >= expected:
            break
        await asyncio.sleep(0.1)
    assert len(rows) >= expected, f"{expected - len(rows)} of {expected} are not visible after ten seconds"
    return [float(row["lag"]) for row in rows]


def _member(cell: UUID) -> Body:
    return lambda number: {
        "command_id": str(uuid4()),
        "organization_id": str(cell),
        "full_name": "Nguyễn Văn Thử",
        "personal_id": f"079080{number:06d}",
        "date_of_birth": "1980-01-01",
        "state": "FULL",
    }


def _transfer(members: Sequence[str]) -> Body:
    return lambda number: {
        "command_id": str(uuid4()),
        "member_id": members[number],
        "kind": "OFFICIAL",
        "reason": "CHANGE_OF_RESIDENCE",
        "destination_id": str(organization_id(DESTINATION)),
        "effective_on": "2026-11-02",
    }
