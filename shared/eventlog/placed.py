"""Facts that have their place in a batch, as the log's own readers, the outbox's readers and COPY take them."""

from collections.abc import Iterable
from typing import Any, NamedTuple
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


def copied(
    placed: Iterable[Placed], before: Head, after: Head
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], tuple[Any, ...]]:
    """The rows of a COPY: facts, outbox and the seal."""
    recorded_at = after.recorded_at
    facts: list[tuple[Any, ...]] = []
    rows: list[tuple[Any, ...]] = []
    for position, (row, meta, sequence, digest) in enumerate(placed, start=before.position + 1):
        told = row.told
        facts.append((position, row.stream, row.version, row.topic, row.state, meta, recorded_at))
        if told is not None:
            of = (sequence, position, _uuid(told.id), row.stream, row.version, told.province, told.subject)
            rows.append((*of, told.topic, told.body, meta, recorded_at, digest))
    seal = (before.position + 1, after.position, after.seal, after.sequence, after.digest, recorded_at)
    return facts, rows, seal


def _uuid(id: bytes) -> UUID:
    return pgproto.UUID(id)  # what asyncpg gives for uuid columns: a UUID, quicker to make
