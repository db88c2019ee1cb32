"""Durable commands a second at 1, 8 and 32 concurrent: ours with everything on against eventsourcing's recorder.

Both sides in processes of their own, in turns, on the same PostgreSQL with the same settings.
"""

import subprocess
import sys
from collections.abc import Sequence

import msgspec

from shared.eventlog.migrate import migrate
from shared.runtime.postgres import PostgresServer
from tests.benchmarks.figures import Figure, Figures, faster_than, median, plain
from tests.benchmarks.load import Outcome

CONCURRENT = (1, 8, 32)
GOALS = {32: 12.0}
ROUNDS = 3
SECONDS = 2.0
PEER = "eventsourcing's PostgreSQL recorder"


async def measure(server: PostgresServer, *, rounds: int = ROUNDS, seconds: float = SECONDS) -> Figures:
    """All loads in turn, peer and ours alternating; the median of the rounds counts."""
    await migrate(server.dsn("lienthong"), "membership", server.password)
    await _create_peer(server)
    figures: Figures = {}
    for concurrent in CONCURRENT:
        peer, ours = _in_turns(server, concurrent, rounds, seconds)
        figures |= _figures(concurrent, peer, ours)
    return figures


def _in_turns(
    server: PostgresServer, concurrent: int, rounds: int, seconds: float
) -> tuple[list[Outcome], list[Outcome]]:
    peer, ours = [], []
    for _ in range(rounds):
        peer.append(_run("tests.benchmarks.recorder_peer", server.dsn("peer"), concurrent, seconds))
        dsn = server.dsn("lienthong", "membership", server.password)
        ours.append(_run("tests.benchmarks.log_commands", dsn, concurrent, seconds))
    return peer, ours


def _figures(concurrent: int, peer: Sequence[Outcome], ours: Sequence[Outcome]) -> Figures:
    name = f"durable commands at {concurrent} concurrent"
    rates = [median(one.per_second for one in side) for side in (ours, peer)]
    figures: dict[str, Figure] = {name: faster_than(rates[0], "/s", PEER, rates[1], goal=GOALS.get(concurrent))}
    for percent, pick in (("p50", lambda one: one.p50_ms), ("p99", lambda one: one.p99_ms)):
        mine, theirs = median(map(pick, ours)), median(map(pick, peer))
        figure = plain(mine, "ms")
        figures[f"{name}, {percent}"] = msgspec.structs.replace(
            figure, against={PEER: round(theirs, 2)}, ratio=round(mine / theirs, 3)
        )
    return figures


def _run(module: str, dsn: str, concurrent: int, seconds: float) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", module, dsn, str(concurrent), str(seconds)],
        capture_output=True,
        text=True,
        timeout=seconds + 30,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr[-2000:]}")
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Outcome)


async def _create_peer(server: PostgresServer) -> None:
    import asyncpg

    connection = await asyncpg.connect(server.dsn())
    try:
        if not await connection.fetchval("select true from pg_database where datname = 'peer'"):
            await connection.execute("create database peer")
    finally:
        await connection.close()
