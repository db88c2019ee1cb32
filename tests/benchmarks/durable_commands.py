"""Durable commands a second, everything on, at 1, 8, 32 and 128 concurrent, against three event stores.

All sides in processes of their own, in turns, on the same disk; those on PostgreSQL on the same server with the same
settings. At 32 also against the limit, which says how much of a goal this machine leaves room for. Once more with every
flush a millisecond slower (commit_delay), as on a disk that has to be waited for.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import asyncpg
import msgspec

from shared.eventlog.migrate import migrate
from shared.runtime.postgres import PostgresServer
from tests.benchmarks import node_peers
from tests.benchmarks.figures import Figure, Figures, faster_than, median, plain
from tests.benchmarks.load import Outcome
from tests.benchmarks.log_commands import SERVICE

CONCURRENT = (1, 8, 32, 128)
ROUNDS = 3
SECONDS = 1.5
LIBRARY, UMADB, EMMETT = "eventsourcing's PostgreSQL recorder", "UmaDB", "Emmett"
LIMIT = "the limit: bare grouped inserts of the same rows"
LIMIT_AT = 32
GOALS = {(32, LIBRARY): 15.0, (32, UMADB): 1.5, (32, EMMETT): 3.0}
SLOW_FLUSH = {"commit_delay": "1000", "commit_siblings": "0"}
SLOW_GOALS = {(128, LIBRARY): 30.0, (32, EMMETT): 3.0}
Side = Callable[[int, float], list[str]]
"""(concurrent, seconds) -> the command line of one run."""


async def measure(server: PostgresServer, home: Path) -> Figures:
    """All loads in turn, all sides alternating; the median of the rounds counts."""
    for database in ("lienthong", "bare"):
        await migrate(server.dsn(database), SERVICE, server.password)
    await create_databases(server, "peer", "emmett")
    sides = _sides(server, home)
    figures: Figures = {}
    for concurrent in CONCURRENT:
        meant = {name: side for name, side in sides.items() if name != LIMIT or concurrent == LIMIT_AT}
        outcomes = in_turns({name: (side, concurrent) for name, side in meant.items()})
        figures |= _figures(concurrent, outcomes)
    return figures | await _slow(server, sides)


async def create_databases(server: PostgresServer, *names: str) -> None:
    """Databases of the peers, once."""
    connection = await asyncpg.connect(server.dsn())
    try:
        for name in names:
            if not await connection.fetchval("select true from pg_database where datname = $1", name):
                await connection.execute(f"create database {name}")
    finally:
        await connection.close()


def in_turns(sides: Mapping[str, tuple[Side, int]], rounds: int = ROUNDS) -> dict[str, list[Outcome]]:
    """The outcomes of each side, which took turns."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, (side, concurrent) in sides.items():
            outcomes[name].append(run(side(concurrent, SECONDS)))
    return outcomes


def python(module: str, *arguments: str) -> list[str]:
    """How a benchmark's module is started as a process of its own."""
    return [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]


def run(command: Sequence[str]) -> Outcome:
    """One run of one side."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[:3]}: {done.stderr[-2000:]}")
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Outcome)


def rate(outcomes: Sequence[Outcome]) -> float:
    """The median of the rounds."""
    return median(one.per_second for one in outcomes)


def _sides(server: PostgresServer, home: Path) -> dict[str, Side]:
    ours = server.dsn("lienthong", SERVICE, server.password)
    return {
        "ours": lambda n, s: python("log_commands", ours, str(n), str(s)),
        LIBRARY: lambda n, s: python("recorder_peer", server.dsn("peer"), str(n), str(s)),
        UMADB: lambda n, s: python("umadb_peer", str(home / "umadb"), str(n), str(s)),
        LIMIT: lambda n, s: python("bare_commands", server.dsn("bare"), str(n), str(s)),
        EMMETT: lambda n, s: node_peers.command("append.mjs", server.dsn("emmett"), str(n), str(s)),
    }


def _figures(concurrent: int, outcomes: Mapping[str, Sequence[Outcome]]) -> Figures:
    name, ours = f"durable commands at {concurrent} concurrent", outcomes["ours"]
    peers = {peer: its for peer, its in outcomes.items() if peer != "ours"}
    figures: dict[str, Figure] = {
        f"{name}, {peer}": faster_than(rate(ours), "/s", peer, rate(its), goal=GOALS.get((concurrent, peer)))
        for peer, its in peers.items()
    }
    for percent, pick in (("p50", lambda one: one.p50_ms), ("p99", lambda one: one.p99_ms)):
        theirs = {peer: round(median(map(pick, its)), 2) for peer, its in peers.items()}
        figures[f"{name}, {percent}"] = msgspec.structs.replace(plain(median(map(pick, ours)), "ms"), against=theirs)
    return figures


async def _slow(server: PostgresServer, sides: Mapping[str, Side]) -> Figures:
    """Ours at 128 against each peer at its best number of callers."""
    await _set(server, SLOW_FLUSH)
    outcomes = in_turns({"ours": (sides["ours"], 128)} | {peer: (sides[peer], n) for n, peer in SLOW_GOALS}, rounds=2)
    await _set(server, {})
    name = "durable commands at 128 concurrent, flushes 1 ms slower"
    return {
        f"{name}, {peer} at {n}": faster_than(rate(outcomes["ours"]), "/s", peer, rate(outcomes[peer]), goal=goal)
        for (n, peer), goal in SLOW_GOALS.items()
    }


async def _set(server: PostgresServer, settings: Mapping[str, str]) -> None:
    connection = await asyncpg.connect(server.dsn())
    try:
        await connection.execute("alter system reset all")
        for name, value in settings.items():
            await connection.execute(f"alter system set {name} = {value}")
        await connection.execute("select pg_reload_conf()")
    finally:
        await connection.close()
