"""Bất biến - what must hold in a deployment's PostgreSQL after any fault: one checker, run after every one of them.

Every check answers named violations instead of raising, so that a report shows all that is wrong at once. The checks
read; the replay of views writes into a schema of its own, in a transaction that is rolled back.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import asyncpg
import msgspec

from shared.runtime.service import Service
from shared.testing.chains import chain_violations
from shared.testing.published_history import published_history_violations
from shared.testing.replayed_views import view_violations
from shared.testing.set_aside import parked_violations
from shared.testing.violation import Violation
from shared.vocabulary.requests import Receipt


class Acknowledged(msgspec.Struct, frozen=True, kw_only=True):
    """A command that was answered with success: by which service, and what the answer named."""

    service: str
    command_id: UUID
    thing: UUID


async def violations(
    dsn: str, services: Sequence[Service], *, kek: bytes, acknowledged: Iterable[Acknowledged] = ()
) -> list[Violation]:
    """Everything that is wrong in the database behind an admin's address; `kek` opens the personal fields of views."""
    reader, writer = await asyncpg.connect(dsn), await asyncpg.connect(dsn)
    try:
        found: list[Violation] = []
        for service in services:
            if service.keeps_log:
                found += await log_violations(reader, service, tuple(acknowledged))
        found += await parked_violations(reader, services)
        return found + await view_violations(reader, writer, services, kek)
    finally:
        await reader.close()
        await writer.close()


async def log_violations(
    connection: asyncpg.Connection, service: Service, acknowledged: Iterable[Acknowledged] = ()
) -> list[Violation]:
    """All checks of one service's log."""
    await connection.execute(f'set search_path to "{service.name}"')
    found = [
        Violation(invariant=invariant, service=service.name, detail=detail)
        for invariant, question in _QUESTIONS.items()
        if (detail := await connection.fetchval(question))
    ]
    found += await chain_violations(connection, service.name)
    found += await published_history_violations(connection, service)
    return found + await _missing(connection, service.name, acknowledged)


async def _missing(
    connection: asyncpg.Connection, service: str, acknowledged: Iterable[Acknowledged]
) -> list[Violation]:
    entries = {entry.command_id: entry for entry in acknowledged if entry.service == service}
    rows = await connection.fetch("select command_id, receipt from commands where command_id = any($1)", list(entries))
    receipts = {row["command_id"]: msgspec.json.decode(row["receipt"], type=Receipt) for row in rows}
    lost = [str(command_id) for command_id in entries if command_id not in receipts]
    other = [str(one) for one, receipt in receipts.items() if receipt.id != entries[one].thing]
    named = {"an acknowledged command is missing": lost, "a receipt names another thing than its answer did": other}
    return [
        Violation(invariant=invariant, service=service, detail=f"{len(ids)}: {', '.join(ids[:5])}")
        for invariant, ids in named.items()
        if ids
    ]


# Each question answers null where all is well, else what is wrong.
_QUESTIONS = {
    "positions are not dense": """
        select format('%s facts from %s to %s', count(*), min(position), max(position)) from facts
        having count(*) <> coalesce(max(position), 0) or min(position) <> 1""",
    "outbox sequences are not dense": """
        select format('%s rows from %s to %s', count(*), min(sequence), max(sequence)) from outbox
        having count(*) <> coalesce(max(sequence), 0) or min(sequence) <> 1""",
    "a stream's versions are not contiguous": """
        select format('%s streams, first %s', count(*), min(stream::text)) from (
            select stream from facts group by stream having min(version) <> 1 or max(version) <> count(*)
        ) broken having count(*) > 0""",
    "recordedAt runs backwards": """
        select format('%s times, first at position %s', count(*), min(position)) from (
            select position, recorded_at < lag(recorded_at) over (order by position) as earlier from facts
        ) stepped where earlier having count(*) > 0""",
    "a fact belongs to no command, or stands outside its command's range": """
        select format('%s facts, first at position %s', count(*), min(position)) from facts
        left join commands on command_id = (convert_from(meta, 'UTF8')::jsonb ->> 'command_id')::uuid
        where command_id is null or position not between first and last having count(*) > 0""",
    "commands and facts do not add up": """
        select format('%s facts, %s in the ranges of commands', facts, ranges) from (
            select (select count(*) from facts) as facts,
                   (select coalesce(sum(greatest(last - first + 1, 0)), 0) from commands) as ranges
        ) sums where facts <> ranges""",
    "an outbox row does not match its fact": """
        select format('%s rows, first %s', count(*), min(sequence)) from outbox told
        left join facts own on own.position = told.position
        where own.position is null or own.version <> told.version or own.recorded_at <> told.recorded_at
           or own.meta <> told.meta having count(*) > 0""",
    "the outbox is out of order": """
        select format('%s rows, first %s', count(*), min(sequence)) from (
            select sequence, position < lag(position) over (order by sequence) as earlier from outbox
        ) stepped where earlier having count(*) > 0""",
}
