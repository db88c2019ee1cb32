"""Opening a log: refuse a database that may forget, settle the epoch, find the end."""

import secrets
from typing import Any

import asyncpg
import structlog

from shared.eventlog.held import take
from shared.eventlog.lifeline import lock_key
from shared.eventlog.rows import Head, QuietEnd, head_of
from shared.eventlog.signing import Statement
from shared.vocabulary.position import Epochs

_log = structlog.get_logger()

Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy

_TIMELINE = 8  # hex digits at the start of a WAL file's name
_SEALED = "select last, seal from seals where first <= $1 order by first desc limit 1"
_OPEN = "insert into epoch (epoch, system_id, timeline, continues) values ($1, $2, $3, $4)"
_EPOCHS = """
    select epoch, min(continues) over (order by opened rows between 1 following and unbounded following) as until
    from epoch order by opened
"""
_QUIET_SEAL = "select seal from quiet_seals where number = $1"
_NEWEST_QUIET = "select number, seal from quiet_seals order by number desc limit 1"
_NEWEST = "select last, sequence, seal, digest, recorded_at from seals order by first desc limit 1"


class DurabilityIsOff(RuntimeError):  # noqa: N818 - named as a sentence
    """PostgreSQL would lose acknowledged commits in a power cut; only tests may run so."""


async def check_durability(connection: Connection) -> None:
    """fsync, full_page_writes and synchronous_commit must be on."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        if await connection.fetchval("select current_setting($1)", setting) == "off":
            raise DurabilityIsOff(f"PostgreSQL runs with {setting} = off; set it to on and start again")


async def settle_epoch(connection: Connection, service: str, witness: Statement | None = None) -> str:
    """The epoch this log lives in: a new one at first open, and after a restore or a promotion of its cluster.

    A copy of files that was put back leaves no trace in the cluster; then the checkpoint signed last is the witness.
    """
    async with connection.transaction():
        await take(connection, lock_key(service), service)
        system = str(await connection.fetchval("select system_identifier::text from pg_control_system()"))
        wal = str(await connection.fetchval("select pg_walfile_name(pg_current_wal_lsn())"))
        last = await connection.fetchrow("select epoch, system_id, timeline from epoch order by opened desc limit 1")
        if last is not None and (last["system_id"], last["timeline"]) == (system, wal[:_TIMELINE]):
            if not await _has_lost(connection, last["epoch"], witness):
                return last["epoch"]
            _log.error("the log is behind what it signed: a new epoch", service=service, epoch=last["epoch"])
        return await _opened(connection, system, wal[:_TIMELINE])


async def open_epoch(connection: Connection, service: str) -> str:
    """A new epoch on an operator's word: its mirror has forked, and another stream is to be filled from the log."""
    async with connection.transaction():
        await take(connection, lock_key(service), service)
        system, timeline = await connection.fetchrow(
            "select system_id, timeline from epoch order by opened desc limit 1"
        ) or ("", "")
        return await _opened(connection, system, timeline)


async def _opened(connection: Connection, system: str, timeline: str) -> str:
    fresh, head = secrets.token_hex(4), await read_head(connection)
    await connection.execute(_OPEN, fresh, system, timeline, head.sequence)
    return fresh


async def _has_lost(connection: Connection, epoch: str, witness: Statement | None) -> bool:
    """Whether this epoch's log is no longer what it has signed."""
    if witness is None or witness.epoch != epoch:
        return False
    if witness.position:
        row = await connection.fetchrow(_SEALED, witness.position)
        if row is None or (row["last"], row["seal"].hex()) != (witness.position, witness.seal):
            return True
    seal = await connection.fetchval(_QUIET_SEAL, witness.quiet) if witness.quiet else None
    return bool(witness.quiet) and (seal is None or seal.hex() != witness.quiet_seal)


async def read_epochs(connection: Any) -> Epochs:
    """The epoch that this log lives in, and how far what it published in earlier ones still stands."""
    *earlier, current = await connection.fetch(_EPOCHS)
    return Epochs(current=current["epoch"], earlier={row["epoch"]: row["until"] for row in earlier})


async def read_head(connection: Any) -> Head:
    """The end of the log as committed now."""
    return head_of(await connection.fetchrow(_NEWEST))


async def read_quiet_end(connection: Any) -> QuietEnd:
    """The end of the chain of quiet batches as committed now."""
    row = await connection.fetchrow(_NEWEST_QUIET)
    return QuietEnd() if row is None else QuietEnd(*row)
