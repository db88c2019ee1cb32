"""What a command costs when the log is long: at one million facts and at five million, with everything on.

Two servers (set as deploy/postgres/large.conf advises) hold a log each and take turns of a quarter of a second, so
that what else the machine does meets both alike. Their facts are made by PostgreSQL itself, with commands, claims and
outbox rows as long and as scattered as real ones; their chain is not, which no command looks at. By the clock, and by
the processor time of both sides. Behind a checkpoint PostgreSQL writes every page once as a whole: that is paid once a
checkpoint and not once a command, so it stands by itself, and turns count once it is over. Some ten minutes and 35 GB
of disk, given back at the end.
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import asyncpg
import msgspec

from shared.eventlog.migrate import migrate
from shared.runtime.postgres import PostgresServer
from tests.benchmarks.durable_commands import python, run
from tests.benchmarks.figures import Figure, Figures, plain
from tests.benchmarks.processor import processor_seconds
from tests.scale.side_by_side import Turns

SERVICE = "membership"
MILLIONS = (1, 5)
LARGE = Path(__file__).parents[2] / "deploy/postgres/large.conf"
CONCURRENT = 32
MEASURED = 30.0
MOST_WARMING, SETTLED = 30, 0.01
SECONDS = 3.0
MOST = 1.10
_STEP = 250_000
_MADE = """
    insert into membership.commands
    select gen_random_uuid(), 'officer@79.26740', sha256(n::text::bytea), n, n, n, convert_to(repeat('r', 180), 'UTF8')
    from generate_series($1::bigint, $2::bigint) as n;
"""
_FACTS = """
    insert into membership.facts
    select n, gen_random_uuid(), 1, 'vn.lienthong.benchmark.TransferAsked.v1', convert_to(repeat('s', 280), 'UTF8'),
           convert_to(repeat('m', 190), 'UTF8'), now()
    from generate_series($1::bigint, $2::bigint) as n
"""
_OUTBOX = """
    insert into membership.outbox
    select f.position, f.position, gen_random_uuid(), f.stream, 1, '79', 'evt.79.membership.transfer.filled.v1.0',
           f.topic, convert_to(repeat('b', 620), 'UTF8'), f.meta, f.recorded_at, sha256(f.position::text::bytea)
    from membership.facts f where f.position between $1 and $2
"""
_CLAIMS = """
    insert into membership.claims
    select 'open_transfer', sha256(f.stream::text::bytea), f.stream
    from membership.facts f where f.position between $1 and $2
"""
_SEAL = """
    insert into membership.seals
    select $1::bigint, n, sha256(n::text::bytea), n, sha256(n::text::bytea), now() from (values ($2::bigint)) as v (n)
"""


class Round(NamedTuple):
    """So many commands, and what PostgreSQL wrote for each: bytes of WAL, and pages as a whole in it."""

    commands: int
    wal: float
    pages: float


def settings() -> dict[str, str]:
    """What a PostgreSQL of one's own is advised to run with for a log of this size."""
    lines = (line.partition("#")[0] for line in LARGE.read_text().splitlines())
    return {name.strip(): value.strip() for name, given, value in (line.partition("=") for line in lines) if given}


async def measure(small: PostgresServer, large: PostgresServer) -> Figures:
    """Fill both, let both write their pages, then measure in turns."""
    servers: dict[int, PostgresServer] = dict(zip(MILLIONS, (small, large), strict=True))
    figures: Figures = {}
    for millions, server in servers.items():
        await migrate(server.dsn("lienthong"), SERVICE, server.password)
        await fill(server, millions * 1_000_000)
        rounds = await warmed(server)
        pages = sum(one.commands * one.pages for one in rounds)
        figures[f"pages written whole behind a checkpoint at {millions} million facts"] = plain(pages, "pages")
        figures[f"a command at {millions} million facts, WAL"] = plain(rounds[-1].wal, "bytes")
    return figures | side_by_side(servers)


async def warmed(server: PostgresServer) -> list[Round]:
    """Rounds until hardly a command writes a whole page."""
    rounds = [await _round(server)]
    while rounds[-1].pages > SETTLED and len(rounds) < MOST_WARMING:
        rounds.append(await _round(server))
    return rounds


def side_by_side(servers: Mapping[int, PostgresServer]) -> Figures:
    """By the clock, and by the processor time of both sides."""
    before = {millions: processor_seconds(server.pid) for millions, server in servers.items()}
    took = dict(zip(servers, _turns(servers), strict=True))
    figures: Figures = {}
    grown: dict[str, list[float]] = {"by the clock": [], "by processor time": []}
    for millions, server in servers.items():
        clock, ours = took[millions].micros
        theirs = (processor_seconds(server.pid) - before[millions]) / took[millions].commands * 1e6
        figures[f"a command at {millions} million facts"] = plain(clock, "µs")
        figures[f"a command at {millions} million facts, our processor time"] = plain(ours, "µs")
        figures[f"a command at {millions} million facts, PostgreSQL's processor time"] = plain(theirs, "µs")
        grown["by the clock"].append(clock)
        grown["by processor time"].append(ours + theirs)
    for name, (one, five) in grown.items():
        figures[f"a command at 5 million facts against 1 million, {name}"] = _grown(five / one)
    return figures


def _turns(servers: Mapping[int, PostgresServer]) -> list[Turns]:
    dsns = [server.dsn("lienthong", SERVICE, server.password) for server in servers.values()]
    command = [sys.executable, "-m", "tests.scale.side_by_side", str(CONCURRENT), str(MEASURED), *dsns]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20 * MEASURED, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=list[Turns])


async def fill(server: PostgresServer, facts: int) -> None:
    """Let the log hold so many facts, in steps."""
    connection = await asyncpg.connect(server.dsn("lienthong"))
    try:
        for first in range(1, facts + 1, _STEP):
            last = min(first + _STEP - 1, facts)
            async with connection.transaction():
                for statement in (_FACTS, _OUTBOX, _CLAIMS, _MADE):
                    await connection.execute(statement, first, last)
                await connection.execute(_SEAL, first, last)
        for step in ("vacuum analyze", "checkpoint"):
            await connection.execute(step)
    finally:
        await connection.close()


async def _round(server: PostgresServer) -> Round:
    dsn = server.dsn("lienthong", SERVICE, server.password)
    bytes_before, pages_before = await _written(server)
    outcome = run(python("log_commands", dsn, str(CONCURRENT), str(SECONDS)))
    written, pages = await _written(server)
    return Round(outcome.calls, (written - bytes_before) / outcome.calls, (pages - pages_before) / outcome.calls)


async def _written(server: PostgresServer) -> tuple[int, int]:
    connection = await asyncpg.connect(server.dsn("lienthong"))
    try:
        row = await connection.fetchrow("select wal_bytes, wal_fpi from pg_stat_wal")
        return int(row["wal_bytes"]), int(row["wal_fpi"])
    finally:
        await connection.close()


def _grown(ratio: float) -> Figure:
    return Figure(value=round(ratio, 3), unit="×", goal=f"≤ {MOST:g} ×", met=ratio <= MOST, ratio=ratio)
