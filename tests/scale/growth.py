"""What a command costs when the log is long: at one million facts and at five million, with everything on.

Two servers (set as deploy/postgres/large.conf advises) hold a log each and take turns, so that what else the machine
does meets both alike. Their facts are made by PostgreSQL itself, with commands, claims and outbox rows as long and as
scattered as real ones; their chain is not, which no command looks at. By the clock, by the processor time of both
sides and by what is written. Behind a checkpoint PostgreSQL writes every page once as a whole: that is paid once a
checkpoint and not once a command, so it stands by itself, and rounds count once it is over. Some ten minutes and 35 GB
of disk, given back at the end.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import asyncpg

from shared.eventlog.migrate import migrate
from shared.runtime.postgres import PostgresServer
from tests.benchmarks.durable_commands import python, run
from tests.benchmarks.figures import Figure, Figures, median, plain
from tests.benchmarks.processor import processor_seconds

SERVICE = "membership"
MILLIONS = (1, 5)
LARGE = Path(__file__).parents[2] / "deploy/postgres/large.conf"
CONCURRENT = 32
ROUNDS = 7
MOST_WARMING, SETTLED = 30, 0.05
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


class Cost(NamedTuple):
    """One command's, in µs, bytes of WAL and whole pages in it, over so many."""

    commands: int
    wall: float
    ours: float
    postgres: float
    wal: float
    pages: float

    @property
    def processor(self) -> float:
        """Of both sides."""
        return self.ours + self.postgres


def settings() -> dict[str, str]:
    """What a PostgreSQL of one's own is advised to run with for a log of this size."""
    lines = (line.partition("#")[0] for line in LARGE.read_text().splitlines())
    return {name.strip(): value.strip() for name, given, value in (line.partition("=") for line in lines) if given}


async def measure(small: PostgresServer, large: PostgresServer) -> Figures:
    """Fill both, let both write their pages, then measure in turns."""
    servers = dict(zip(MILLIONS, (small, large), strict=True))
    warming: dict[int, list[Cost]] = {}
    for millions, server in servers.items():
        await migrate(server.dsn("lienthong"), SERVICE, server.password)
        await fill(server, millions * 1_000_000)
        warming[millions] = await _warmed(server)
    costs: dict[int, list[Cost]] = {millions: [] for millions in MILLIONS}
    for _ in range(ROUNDS):
        for millions, server in servers.items():
            costs[millions].append(await _cost(server))
    return _pages(warming) | _figures(costs)


async def _warmed(server: PostgresServer) -> list[Cost]:
    """Rounds until hardly a command writes a whole page."""
    rounds = [await _cost(server)]
    while rounds[-1].pages > SETTLED and len(rounds) < MOST_WARMING:
        rounds.append(await _cost(server))
    return rounds


def _pages(warming: Mapping[int, Sequence[Cost]]) -> Figures:
    return {
        f"pages written whole behind a checkpoint at {millions} million facts": plain(
            sum(one.commands * one.pages for one in rounds), "pages"
        )
        for millions, rounds in warming.items()
    }


def _figures(costs: Mapping[int, Sequence[Cost]]) -> Figures:
    figures: Figures = {}
    for name, unit in (("wall", "µs"), ("ours", "µs"), ("postgres", "µs"), ("wal", "bytes")):
        for millions, rounds in costs.items():
            cost = median(getattr(one, name) for one in rounds)
            figures[f"a command at {millions} million facts, {name}"] = plain(cost, unit)
    for name in ("wall", "processor"):
        one, five = (median(getattr(cost, name) for cost in rounds) for rounds in costs.values())
        figures[f"a command at 5 million facts against 1 million, {name}"] = _grown(five / one)
    return figures


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


async def _cost(server: PostgresServer) -> Cost:
    dsn = server.dsn("lienthong", SERVICE, server.password)
    (bytes_before, pages_before), busy = await _written(server), processor_seconds(server.pid)
    outcome = run(python("log_commands", dsn, str(CONCURRENT), str(SECONDS)))
    busy = processor_seconds(server.pid) - busy
    written, pages = await _written(server)
    micros = 1e6 / outcome.calls
    return Cost(
        outcome.calls,
        outcome.seconds * micros,
        outcome.processor * micros,
        busy * micros,
        (written - bytes_before) / outcome.calls,
        (pages - pages_before) / outcome.calls,
    )


async def _written(server: PostgresServer) -> tuple[int, int]:
    connection = await asyncpg.connect(server.dsn("lienthong"))
    try:
        row = await connection.fetchrow("select wal_bytes, wal_fpi from pg_stat_wal")
        return int(row["wal_bytes"]), int(row["wal_fpi"])
    finally:
        await connection.close()


def _grown(ratio: float) -> Figure:
    return Figure(value=round(ratio, 3), unit="×", goal=f"≤ {MOST:g} ×", met=ratio <= MOST, ratio=ratio)
