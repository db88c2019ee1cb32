"""What a follower was told so far: its source's history up to its checkpoint, read as an admin."""

from collections.abc import AsyncIterator

import asyncpg

from shared.bus import arrival
from shared.eventlog.rows import OutboxRow, StoredFact
from shared.runtime.service import Reaction, Service
from shared.vocabulary.facts import Delivered

_CHECKPOINT = 'select sequence from "{}".checkpoints where follower = $1'
_PARKED = 'select sequence from "{}".parked where follower = $1'
_OUTBOX = """select * from (
    select *, lag(digest, 1, '\\x') over (order by sequence) as previous from "{}".outbox where sequence <= $1
) told where sequence <> all ($2) order by sequence"""
_FACTS = 'select * from "{}".facts where position <= $1 and position <> all ($2) order by position'


async def told_history(
    connection: asyncpg.Connection, service: Service, reaction: Reaction
) -> AsyncIterator[Delivered]:
    """Everything that the reaction's follower has applied, as it was delivered; not what it has parked."""
    checkpoint = await connection.fetchval(_CHECKPOINT.format(service.name), reaction.name)
    parked = [row["sequence"] for row in await connection.fetch(_PARKED.format(service.name), reaction.name)]
    own = reaction.source == service.name
    query = (_FACTS if own else _OUTBOX).format(reaction.source)
    async with connection.transaction():
        async for row in connection.cursor(query, checkpoint or 0, parked, prefetch=500):
            yield _own(row, service.name) if own else OutboxRow(**dict(row)).delivered(reaction.source)


def _own(row: asyncpg.Record, service: str) -> Delivered:
    stored = StoredFact(*row.values())
    delivered = arrival.own(stored, service=service, epoch="", topics=(stored.topic,)).open()
    assert delivered is not None
    return delivered
