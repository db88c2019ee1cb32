"""Facts that have their place in a batch, as the log's own readers and the outbox's readers take them."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from asyncpg.pgproto import pgproto

from shared.eventlog.prepared import FactRow
from shared.eventlog.rows import Head, OutboxRow, StoredFact


class Placed(NamedTuple):
    """A fact with its command's meta; sequence and digest of what is told of it, or told last where nothing is."""

    row: FactRow
    meta: bytes
    sequence: int
    digest: bytes


def stored_facts(placed: Iterable[Placed], before: Head, after: Head) -> list[StoredFact]:
    """What they add to the facts of a log that ends at `before`."""
    return [
        StoredFact(position, row.stream, row.version, row.topic, row.state, meta, after.recorded_at)
        for position, (row, meta, _, _) in enumerate(placed, start=before.position + 1)
    ]


def outbox_rows(placed: Iterable[Placed], before: Head, after: Head) -> list[OutboxRow]:
    """What they add to the outbox of a log that ends at `before`."""
    previous, recorded_at, rows = before.digest, after.recorded_at, []
    for position, (row, meta, sequence, digest) in enumerate(placed, start=before.position + 1):
        told = row.told
        if told is None:
            continue
        rows.append(
            OutboxRow(
                sequence=sequence,
                position=position,
                id=_uuid(told.id),
                aggregate=row.stream,
                version=row.version,
                province=told.province,
                subject=told.subject,
                topic=told.topic,
                body=told.body,
                meta=meta,
                recorded_at=recorded_at,
                digest=digest,
                previous=previous,
            )
        )
        previous = digest
    return rows


def _uuid(id: bytes) -> UUID:
    return pgproto.UUID(id)  # what asyncpg gives for uuid columns: a UUID, quicker to make
