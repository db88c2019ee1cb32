"""What a command costs when the log is long: at one million facts and at five million, with everything on.

The facts between are made by PostgreSQL itself (set as deploy/postgres/large.conf advises), with commands, claims and
outbox rows as long and as scattered as real ones; their chain is not, which no command looks at. Many minutes and some
15 GB of disk, given back at the end.
"""

from pathlib import Path

import asyncpg

from shared.eventlog.migrate import migrate
from shared.runtime.postgres import PostgresServer
from tests.benchmarks.durable_commands import python, run
from tests.benchmarks.figures import Figure, Figures, median, plain

MILLIONS = (1, 5)
LARGE = Path(__file__).parents[2] / "deploy/postgres/large.conf"
CONCURRENT = 32
ROUNDS = 5
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


def settings() -> dict[str, str]:
    """What a PostgreSQL of one's own is advised to run with for a log of this size."""
    lines = (line.partition("#")[0] for line in LARGE.read_text().splitlines())
    return {name.strip(): value.strip() for name, given, value in (line.partition("=") for line in lines) if given}


async def measure(server: PostgresServer) -> Figures:
    """Fill, measure, fill on, measure again."""
    await migrate(server.dsn("lienthong"), "membership", server.password)
    costs: dict[int, float] = {}
    for millions in MILLIONS:
        await fill(server, millions * 1_000_000)
        dsn = server.dsn("lienthong", "membership", server.password)
        runs = [run(python("log_commands", dsn, str(CONCURRENT), str(SECONDS))) for _ in range(ROUNDS)]
        costs[millions] = median(1e6 / one.per_second for one in runs)
    small, large = (costs[millions] for millions in MILLIONS)
    figures = {f"a command at {millions} million facts": plain(cost, "µs") for millions, cost in costs.items()}
    growth = Figure(
        value=round(large / small, 3), unit="×", goal=f"≤ {MOST:g} ×", met=large / small <= MOST, ratio=large / small
    )
    return figures | {"a command at 5 million facts against 1 million": growth}


async def fill(server: PostgresServer, facts: int) -> None:
    """Let the log hold so many facts, in steps."""
    connection = await asyncpg.connect(server.dsn("lienthong"))
    try:
        last = await connection.fetchval("select coalesce(max(position), 0) from membership.facts")
        while last < facts:
            first, last = last + 1, min(last + _STEP, facts)
            async with connection.transaction():
                for statement in (_FACTS, _OUTBOX, _CLAIMS, _MADE):
                    await connection.execute(statement, first, last)
                await connection.execute(_SEAL, first, last)
        for step in ("vacuum analyze", "checkpoint"):
            await connection.execute(step)
    finally:
        await connection.close()
