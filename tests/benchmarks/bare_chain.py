"""The limit of commit → visible: a commit, one message, a commit, and nothing else, in two processes.

As many rows, as often, on the same PostgreSQL and nats-server, a minute from what is measured: so much of a lag
is the machine's own. The rows are as long as real ones; nothing is checked, folded, opened or mirrored.

python -m tests.benchmarks.bare_chain DSN NATS_URL PASSWORD   (the hearing end; started by `lags`)
"""

import asyncio
import sys
import time
from uuid import UUID, uuid4

import asyncpg
import nats
import uvloop
from nats.aio.client import Client
from nats.aio.msg import Msg

from tests.benchmarks.durable_commands import python
from tests.benchmarks.scene import Scene

NAME = "bare chain"
SUBJECT = "ahead.evt.00.membership.bare"
SECONDS = 3
_BODY = b"x" * 900
_READY = b"ready"
_MAKE = (
    "create schema if not exists bare_chain",
    "drop table if exists bare_chain.told, bare_chain.seen",
    "create table bare_chain.told (id uuid primary key, body bytea)",
    "create table bare_chain.seen (id uuid primary key, body bytea)",
)
_TELL = "insert into bare_chain.told select id, $2 from unnest($1::uuid[]) as id"
_SEE = "insert into bare_chain.seen select id, $2 from unnest($1::uuid[]) as id"
_LAGS = """
    select extract(epoch from pg_xact_commit_timestamp(seen.xmin) - pg_xact_commit_timestamp(told.xmin)) * 1000 as lag
    from bare_chain.told told join bare_chain.seen seen using (id)
"""


async def lags(scene: Scene, *, rows: int, a_second: int) -> list[float]:
    """How long in ms each row took, at so many rows in one commit and so many commits a second."""
    connection = await asyncpg.connect(scene.dsn)
    for statement in _MAKE:
        await connection.execute(statement)
    command = python("bare_chain", scene.dsn, scene.nats, scene.nats_passwords["gateway"])
    hearing = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    client = await nats.connect(scene.nats, user="membership", password=scene.nats_passwords["membership"])
    try:
        assert hearing.stdout is not None
        assert (await hearing.stdout.readline()).strip() == _READY
        await _tell(connection, client, rows, a_second)
        await asyncio.sleep(0.5)
        seen = [float(row["lag"]) for row in await connection.fetch(_LAGS)]
        assert len(seen) == rows * a_second * SECONDS
        return seen
    finally:
        hearing.terminate()
        await hearing.wait()
        await client.close()
        await connection.close()


async def _tell(connection: asyncpg.Connection, client: Client, rows: int, a_second: int) -> None:
    begun = time.perf_counter()
    for number in range(a_second * SECONDS):
        await asyncio.sleep(max(0, begun + number / a_second - time.perf_counter()))
        ids = [uuid4() for _ in range(rows)]
        await connection.execute(_TELL, ids, _BODY)
        await client.publish(SUBJECT, b"".join(id.bytes for id in ids) + _BODY * rows)


async def hear(dsn: str, url: str, password: str) -> None:
    """Write what is told, as views are written: without waiting for the disk."""
    connection = await asyncpg.connect(dsn, server_settings={"synchronous_commit": "off"})
    client = await nats.connect(url, user="gateway", password=password)

    async def told(message: Msg) -> None:
        end = len(message.data) * 16 // (16 + len(_BODY))
        ids = [UUID(bytes=message.data[at : at + 16]) for at in range(0, end, 16)]
        await connection.execute(_SEE, ids, _BODY)

    await client.subscribe(SUBJECT, cb=told)
    await client.flush()
    print(_READY.decode(), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(hear(*sys.argv[1:4]))
