"""What a follower was told so far: its source's history up to its checkpoint, read as an admin."""

from collections.abc import AsyncIterator

import asyncpg

from shared.bus import arrival
from shared.eventlog.mapper import FactMapper
from shared.eventlog.rows import OutboxRow, read_meta
from shared.runtime.service import Reaction, Service
from shared.vocabulary.facts import Delivered, Recorded

_CHECKPOINT = 'select sequence from "{}".checkpoints where follower = $1'
_OUTBOX = """select *, lag(digest, 1, '\\x') over (order by sequence) as previous from "{}".outbox
             where sequence <= $1 order by sequence"""
_FACTS = 'select * from "{}".facts where position <= $1 order by position'
_MAPPER = FactMapper()


async def told_history(
    connection: asyncpg.Connection, service: Service, reaction: Reaction
) -> AsyncIterator[Delivered]:
    """Everything that the reaction's follower has applied, as it was delivered."""
    checkpoint = await connection.fetchval(_CHECKPOINT.format(service.name), reaction.name)
    own = reaction.source == service.name
    query = (_FACTS if own else _OUTBOX).format(reaction.source)
    async with connection.transaction():
        async for row in connection.cursor(query, checkpoint or 0, prefetch=500):
            yield _own(row, service.name) if own else OutboxRow(**dict(row)).delivered(reaction.source)


def _own(row: asyncpg.Record, service: str) -> Delivered:
    recorded = Recorded(
        position=row["position"],
        stream=row["stream"],
        version=row["version"],
        fact=_MAPPER.decode(row["topic"], row["state"]),
        meta=read_meta(row["meta"]),
        recorded_at=row["recorded_at"],
    )
    delivered = arrival.own(recorded, service=service, epoch="").open()
    assert delivered is not None
    return delivered
