"""Sổ bị giữ - what the writer waits for may be held by somebody else's session: how long it waits, and who it is.

A session that is left inside a transaction (an operator's, a stopped or vanished machine's) keeps its locks. PostgreSQL
ends one that is idle (`idle_in_transaction_session_timeout`); until then nobody may wait without an answer.
"""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
import msgspec
import structlog

_log = structlog.get_logger()
Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy
PATIENCE = 5  # seconds
BOUNDS = {
    "lock_timeout": f"{PATIENCE}s",  # a batch that could not get a lock has certainly not been written
    # Of an import whose machine is stopped or gone: between its statements, and while PostgreSQL waits for more rows.
    "idle_in_transaction_session_timeout": "15s",
    "statement_timeout": "30s",
}
"""Of the writer's sessions, whatever the server is set to."""

_MOMENT = 1  # second that asking who it is may take
_HOLDER = """
    select b.pid, b.application_name, date_trunc('second', coalesce(b.xact_start, w.waitstart)) as since
    from pg_locks w
    cross join unnest(pg_blocking_pids(w.pid)) as blocking (pid)
    join pg_stat_activity b on b.pid = blocking.pid
    where not w.granted and w.pid = any ($1::int[])
      and not exists (select from pg_locks own where own.pid = b.pid and not own.granted)
    order by since limit 1
"""  # who waits as well is not the one; when another role's transaction began is not shown: then since we wait
_TAKE = "select pg_advisory_xact_lock($1)"
_BOUND = f"set local lock_timeout = '{PATIENCE}s'"
_TABLES = "lock table facts, outbox, commands, claims, claim_moves, seals, quiet_seals in row exclusive mode"


class LogIsHeld(Exception):  # noqa: N818 - named as a sentence
    """Somebody else held a lock for longer than the patience: of what was sent nothing was written."""


class Holder(msgspec.Struct, frozen=True):
    """The session that the writer waits for."""

    pid: int
    application: str
    since: datetime | None

    def __str__(self) -> str:
        since = f", since {self.since:%H:%M:%S} UTC" if self.since else ""
        return f"{self.application or 'a session without a name'}, pid {self.pid}{since}"


async def holder(dsn: str, waiting: Sequence[int]) -> Holder | None:
    """Who holds what these sessions wait for; None if none of them waits for a lock, or PostgreSQL does not say."""
    settings = {"application_name": "lienthong asks who holds the log", "timezone": "UTC"}
    try:
        connection = await asyncpg.connect(dsn, timeout=_MOMENT, command_timeout=_MOMENT, server_settings=settings)
    except (OSError, asyncpg.PostgresError):
        return None
    try:
        row = await connection.fetchrow(_HOLDER, waiting)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return None
    finally:
        connection.terminate()
    return None if row is None else Holder(row["pid"], row["application_name"] or "", row["since"])


async def look(connection: asyncpg.Connection, key: int) -> None:
    """Ask for all that every batch needs, and let go of it again; in a writer's session."""
    async with connection.transaction():
        await connection.execute(_TAKE, key)
        await connection.execute(_TABLES)


async def take(connection: Connection, key: int, service: str) -> None:
    """Take the log's lock for the rest of the caller's transaction, however long that takes; but say so."""
    while True:
        try:
            async with connection.transaction():
                await connection.execute(_BOUND)
                await connection.execute(_TAKE, key)
        except asyncpg.LockNotAvailableError:
            _log.warning("another session holds the log's lock", service=service)
        else:
            return
