"""The published history, told again: publishing every fact of the log has to give the outbox, row for row."""

from typing import Any
from uuid import UUID

import asyncpg

from shared.eventlog.mapper import FactMapper
from shared.runtime.service import Service
from shared.testing.violation import Violation
from shared.vocabulary.facts import Fact, Stream

_FACTS = "select position, stream, topic, state from facts order by position"
_OUTBOX = "select position, topic, body from outbox order by sequence"


async def published_history_violations(connection: asyncpg.Connection, service: Service) -> list[Violation]:
    """Compare the outbox with what `publishing` makes of the log; the search path is set."""
    expected = await _told(connection, service)
    stored = [(row["position"], row["topic"], row["body"]) for row in await connection.fetch(_OUTBOX)]
    for position, (ours, theirs) in enumerate(zip(expected, stored, strict=False), start=1):
        if ours != theirs:
            detail = f"sequence {position}: {theirs[1]} at {theirs[0]} stands for {ours[1]} at {ours[0]}"
            return [Violation(invariant="the outbox tells another story", service=service.name, detail=detail)]
    if len(expected) == len(stored):
        return []
    detail = f"{len(stored)} rows for {len(expected)} published facts"
    return [Violation(invariant="the outbox is not the published history", service=service.name, detail=detail)]


async def _told(connection: asyncpg.Connection, service: Service) -> list[tuple[int, str, bytes]]:
    mapper, states, told = FactMapper(), dict[UUID, Any](), list[tuple[int, str, bytes]]()
    streams: dict[type[Fact], Stream[Any]] = {fact: stream for stream in service.streams for fact in stream.facts}
    async with connection.transaction():
        async for row in connection.cursor(_FACTS):
            fact = mapper.decode(row["topic"], row["state"])
            stream = streams[type(fact)]
            state = states[row["stream"]] = stream.evolve(states.get(row["stream"], stream.initial), fact)
            tell = service.publishing.get(type(fact))
            published = tell(fact, row["stream"], state) if tell else None
            if published is not None:
                told.append((row["position"], *mapper.encode(published)))
    return told
