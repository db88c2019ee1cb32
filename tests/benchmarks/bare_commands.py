"""The limit: the rows of the same commands written by bare grouped inserts, nothing checked, hashed or encoded.

One statement a batch of all that wait, into the same tables of a database of its own, from values made before the
clock starts: on this machine, with this driver, no log on these tables can be much faster. Started as a process of its
own: python -m tests.benchmarks.bare_commands DSN CONCURRENT SECONDS
"""

import asyncio
import sys
import time
from datetime import UTC, datetime
from typing import Any

import asyncpg
import uvloop

from tests.benchmarks.load import Deadline, outcome, report, settle
from tests.benchmarks.log_commands import DIGEST, MOST_CALLS, SERVICE, an_id

LARGEST = 256
TEXT, STATE, BODY, META, RECEIPT = "vn.lienthong.benchmark.TransferAsked.v1", *(b"x" * n for n in (330, 610, 190, 160))
NOW = datetime.now(UTC)
STATEMENT = """
with c as (insert into commands
    select * from unnest($1::uuid[], $2::text[], $3::bytea[], $4::bigint[], $4, $4, $5::bytea[])
), k as (insert into claims select * from unnest($2::text[], $6::bytea[], $7::uuid[])
), s as (insert into seals values ($8, $9, $10, $9, $10, $11)
), f as (insert into facts
    select position, stream, 1, topic, state, meta, $11
    from unnest($4, $7, $2, $12::bytea[], $13::bytea[]) as new (position, stream, topic, state, meta))
insert into outbox
select position, position, id, stream, 1, '79', topic, topic, body, meta, $11, digest
from unnest($4, $1, $7, $2, $14::bytea[], $13, $3) as new (position, id, stream, topic, body, meta, digest)
"""


class _Inserts:
    """Whoever comes while a batch is on its way goes with the next."""

    def __init__(self, connection: asyncpg.Connection, statement: Any) -> None:
        self._connection = connection
        self._statement = statement
        self._waiting: list[asyncio.Future[None]] = []
        self._turn = asyncio.Lock()
        self._position = 0

    async def write(self) -> None:
        """One command's rows, on the disk when it returns."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        async with self._turn:
            if not done.done():
                await self._write_waiting()

    async def _write_waiting(self) -> None:
        batch, self._waiting = self._waiting[:LARGEST], self._waiting[LARGEST:]
        await self._statement.fetch(*self._arguments(len(batch)))
        for one in batch:
            one.set_result(None)

    def _arguments(self, count: int) -> list[Any]:
        first, self._position = self._position + 1, self._position + count
        ids, keys, streams = ([an_id() for _ in range(count)] for _ in range(3))
        return [
            *(ids, [TEXT] * count, [DIGEST] * count, range(first, first + count), [RECEIPT] * count),
            *([key.bytes for key in keys], streams, first, self._position, DIGEST, NOW),
            *([STATE] * count, [META] * count, [BODY] * count),
        ]


async def main(dsn: str, concurrent: int, seconds: float) -> None:
    """Write from `concurrent` tasks until the time is up, from empty tables."""
    connection = await asyncpg.connect(dsn, server_settings={"search_path": SERVICE})
    await connection.execute("truncate commands, claims, seals, facts, outbox")
    inserts = _Inserts(connection, await connection.prepare(STATEMENT))
    settle()
    latencies: list[float] = []
    started = time.perf_counter()
    deadline = Deadline(seconds, MOST_CALLS)
    await asyncio.gather(*(_call(inserts, deadline, latencies) for _ in range(concurrent)))
    report(outcome(latencies, time.perf_counter() - started))
    await connection.close()


async def _call(inserts: _Inserts, deadline: Deadline, latencies: list[float]) -> None:
    while deadline.running():
        before = time.perf_counter()
        await inserts.write()
        latencies.append(time.perf_counter() - before)


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
