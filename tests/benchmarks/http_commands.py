"""Commands over HTTP at 1, 16 and 64 callers: ours with token, commandId, claim and outbox against fastify + Emmett.

Both check the same token and remember commandIds. One server process a side, the same lean caller for both, a closed
loop, in turns, on the same PostgreSQL, which has the files of its WAL already.
"""

import asyncio
import os
import random
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import msgspec

from shared.eventlog.migrate import migrate
from shared.http.tokens import Tokens, new_key
from shared.runtime.ports import free_port
from shared.runtime.postgres import PostgresServer
from tests.benchmarks import node_peers
from tests.benchmarks.durable_commands import create_databases, python, rate
from tests.benchmarks.figures import Figure, Figures, at_most, faster_than, median
from tests.benchmarks.houses_server import ISSUER
from tests.benchmarks.http_caller import CallFailed, HttpCaller
from tests.benchmarks.load import Outcome, outcome, settle

GOALS = {1: 0.8, 16: 1.6, 64: 2.5}
P99_GOAL = 0.5
ROUNDS = {1: 9, 16: 3, 64: 5}
"""One caller makes so few calls that a handful of the machine's own hiccups are the p99 of a round."""
SECONDS = 2.0
WARM_UP_SECONDS = 0.5
START_SECONDS = 20
PEER = "fastify + Emmett"


async def measure(server: PostgresServer) -> Figures:
    """Both servers stand; each number of callers asks them in turns."""
    await migrate(server.dsn("lienthong"), "houses", server.password)
    await create_databases(server, "emmett")
    ports = [free_port(), free_port()]
    token_key = new_key()
    ours = _start(python("houses_server", server.dsn("lienthong", "houses", server.password), str(ports[0])), token_key)
    peer = _start(node_peers.command("server.mjs", server.dsn("emmett"), str(ports[1])), public(token_key))
    try:
        token = Tokens(token_key, issuer=ISSUER).mint("officer@79", "officer")
        sides = tuple(HttpCaller(f"http://127.0.0.1:{port}", token) for port in ports)
        for side in sides:
            await _await(side)
        settle()
        return await _figures(sides)
    finally:
        for process in (ours, peer):
            process.terminate()
            process.wait()


async def _figures(sides: Sequence[HttpCaller]) -> Figures:
    figures: dict[str, Figure] = {}
    for callers, goal in GOALS.items():
        outcomes: tuple[list[Outcome], list[Outcome]] = ([], [])
        in_turn = list(zip(sides, outcomes, strict=True))
        for _ in range(ROUNDS[callers]):
            for side, its in in_turn:
                its.append(await _load(side, callers))
            in_turn.reverse()  # neither is always the one that writes behind the other
        figures |= _of(callers, goal, *outcomes)
    return figures


def _of(callers: int, goal: float, ours: Sequence[Outcome], peer: Sequence[Outcome]) -> Figures:
    name = f"HTTP commands at {callers} callers"
    mine, theirs = (median(one.p99_ms for one in side) for side in (ours, peer))
    p99 = at_most(mine, "ms", P99_GOAL * theirs)
    return {
        name: faster_than(rate(ours), "/s", PEER, rate(peer), goal=goal),
        f"{name}, p99": Figure(
            value=p99.value,
            unit="ms",
            against={PEER: round(theirs, 2)},
            ratio=round(mine / theirs, 3),
            goal=f"≤ {P99_GOAL:g} ×",
            met=p99.met,
        ),
    }


async def _load(side: HttpCaller, callers: int) -> Outcome:
    await _loop(side, callers, WARM_UP_SECONDS)
    started = time.perf_counter()
    latencies = await _loop(side, callers, SECONDS)
    return outcome(latencies, time.perf_counter() - started)


async def _loop(side: HttpCaller, callers: int, seconds: float) -> list[float]:
    end, latencies = time.perf_counter() + seconds, list[float]()

    async def one() -> None:
        while (before := time.perf_counter()) < end:
            await side.post("/commands/BuildHouse", _body())
            latencies.append(time.perf_counter() - before)

    await asyncio.gather(*(one() for _ in range(callers)))
    return latencies


def _body() -> dict[str, str]:
    command, number, owner = (random.getrandbits(128) for _ in range(3))  # no secret, and no system call
    return {"command_id": str(UUID(int=command)), "name": f"Nhà số {number:x}", "owner": str(UUID(int=owner))}


async def _await(side: HttpCaller) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            await side.post("/commands/BuildHouse", _body())
        except (OSError, CallFailed):
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.1)
        else:
            return


def public(token_key: str) -> str:
    """A JWK without what signs."""
    return msgspec.json.encode({n: v for n, v in msgspec.json.decode(token_key).items() if n != "d"}).decode()


def _start(command: Sequence[str], token_key: str) -> "subprocess.Popen[bytes]":
    log = Path("build/bench-http.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    return subprocess.Popen(command, env={**os.environ, "TOKEN_KEY": token_key}, stderr=log.open("ab"))
