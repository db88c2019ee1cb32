"""The chains, recomputed from the rows: every seal over its batch, every outbox digest over the row before."""

import asyncpg

from shared.eventlog.besides import Besides
from shared.eventlog.breach import Breaches
from shared.eventlog.chain import GENESIS, accepted, outbox_digest, seal, sealed
from shared.eventlog.rows_in_order import RowsInOrder
from shared.testing.violation import Violation

_SEALS = "select first, last, seal from seals order by first"
_COMMANDS = """
    select first, last, command_id, actor, digest, sequence, receipt from commands where last >= first order by first
"""
_FACTS = "select position, stream, version, topic, state, meta, recorded_at from facts order by position"
_OUTBOX = "select sequence, id, topic, subject, body, meta, digest from outbox order by sequence"


async def chain_violations(connection: asyncpg.Connection, service: str) -> list[Violation]:
    """Both chains of one service's log; the search path is set."""
    found = await _seals(connection) or await _digests(connection)
    return [Violation(invariant=found[0], service=service, detail=found[1])] if found else []


async def _seals(connection: asyncpg.Connection) -> tuple[str, str] | None:
    seals = await connection.fetch(_SEALS)
    previous, position = GENESIS, 0
    async with connection.transaction():
        facts, commands = RowsInOrder(connection, _FACTS), RowsInOrder(connection, _COMMANDS)
        besides = Besides(connection, quiet=False)
        for row in seals:
            if row["first"] != position + 1 or row["last"] < row["first"]:
                return "the seals do not follow each other", f"one starts at {row['first']}, not at {position + 1}"
            position = row["last"]
            covered = await facts.through(position)
            parts = [sealed(one["stream"], one["version"], one["topic"], one["state"], one["meta"]) for one in covered]
            factless, asks = await besides.of(row["first"], Breaches())
            done = [*(accepted(**one) for one in await commands.through(position)), *factless]
            at = covered[0]["recorded_at"] if covered else None
            if at is None or seal(previous, row["first"], at, parts, done, asks=asks) != row["seal"]:
                return "a seal does not fit its facts", f"positions {row['first']} to {row['last']}"
            previous = row["seal"]
        left = await facts.next()
    return ("facts stand unsealed", f"from position {position + 1}") if left is not None else None


async def _digests(connection: asyncpg.Connection) -> tuple[str, str] | None:
    previous = GENESIS
    async with connection.transaction():
        async for row in connection.cursor(_OUTBOX):
            parts = {name: row[name] for name in ("id", "topic", "subject", "body", "meta")}
            if outbox_digest(previous=previous, **parts) != row["digest"]:
                return "the outbox's digests do not follow each other", f"sequence {row['sequence']}"
            previous = row["digest"]
    return None
