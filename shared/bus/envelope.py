"""A row of the published log as a NATS message and back: CloudEvents attributes around the stored bytes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

import msgspec

from shared.bus import cloudevents
from shared.bus.cloudevents import NotACloudEvent
from shared.eventlog.chain import outbox_digest
from shared.eventlog.rows import OutboxRow
from shared.vocabulary.facts import Meta

_EXPECTED_LAST = "Nats-Expected-Last-Sequence"
_EXPECTED_STREAM = "Nats-Expected-Stream"


class _Envelope(msgspec.Struct, frozen=True):
    """The attributes that a row needs, read from their texts in one go."""

    sequence: int
    position: int
    id: UUID
    aggregate: UUID = msgspec.field(name="subject")
    version: int = msgspec.field(name="aggregateversion")
    province: str
    topic: str = msgspec.field(name="type")
    time: datetime
    digest: str
    previous: str = msgspec.field(name="previousdigest")


class _Command(msgspec.Struct, frozen=True):
    """The attributes that all facts of one command have alike."""

    actor: str
    command_id: UUID = msgspec.field(name="commandid")
    correlation: UUID
    causation: UUID
    on_behalf_of: UUID | None = msgspec.field(name="onbehalfof", default=None)
    traceparent: str = ""
    basis: str = "{}"


_OF_COMMAND = tuple(field.encode_name for field in msgspec.structs.fields(_Command))


def stream_name(deployment: str, service: str, epoch: str) -> str:
    """The stream that mirrors one epoch of a service's published log."""
    return f"{deployment}-{service}-{epoch}"


def subjects_of(service: str) -> str:
    """Every subject that a service publishes to."""
    return f"evt.*.{service}.>"


def epoch_in(stream: str) -> str:
    """The epoch that a stream's name ends with."""
    return stream.rpartition("-")[2]


def headers_of(row: OutboxRow, *, deployment: str, service: str, epoch: str) -> dict[str, str]:
    """What stands in the headers of a row's message: the envelope, no personal data."""
    return cloudevents.to_headers(
        {
            "id": str(row.id),
            "source": f"/{deployment}/{service}",
            "type": row.topic,
            "subject": str(row.aggregate),
            "time": row.recorded_at.astimezone(UTC).isoformat(),
            "datacontenttype": "application/json",
            "sequence": str(row.sequence),
            "epoch": epoch,
            "position": str(row.position),
            "aggregateversion": str(row.version),
            "province": row.province,
            "digest": row.digest.hex(),
            "previousdigest": row.previous.hex(),
        },
        _of_command(row.meta),
    )


@lru_cache(maxsize=64)
def _of_command(stored: bytes) -> dict[str, str]:
    """What all facts of one command say alike, of which there may be hundreds."""
    meta = msgspec.json.decode(stored, type=Meta)
    return cloudevents.part_of(
        {
            "basis": msgspec.json.encode(meta.basis).decode() if meta.basis else "",
            "actor": meta.actor,
            "commandid": str(meta.command_id),
            "correlation": str(meta.correlation),
            "causation": str(meta.causation),
            "onbehalfof": str(meta.on_behalf_of) if meta.on_behalf_of else "",
            "traceparent": meta.traceparent,
        }
    )


def guarded(headers: dict[str, str], stream: str, last: int) -> dict[str, str]:
    """Make the broker refuse the message unless it lands in this stream, right behind sequence `last`."""
    return headers | {_EXPECTED_STREAM: stream, _EXPECTED_LAST: str(last)}


def row_of(headers: Mapping[str, str] | None, subject: str, body: bytes) -> OutboxRow:
    """The published row inside a message."""
    try:
        said = cloudevents.from_headers(headers)
        event = msgspec.convert(said, _Envelope, strict=False)
        return OutboxRow(
            sequence=event.sequence,
            position=event.position,
            id=event.id,
            aggregate=event.aggregate,
            version=event.version,
            province=event.province,
            subject=subject,
            topic=event.topic,
            body=body,
            meta=_meta(tuple((name, said[name]) for name in _OF_COMMAND if name in said)),
            recorded_at=event.time,
            digest=bytes.fromhex(event.digest),
            previous=bytes.fromhex(event.previous),
        )
    except msgspec.ValidationError as unfit:
        raise NotACloudEvent(str(unfit)) from unfit


def is_intact(row: OutboxRow) -> bool:
    """Whether the row's digest fits its content: a broker's broken disk is noticed before anything is applied."""
    return row.digest == outbox_digest(
        previous=row.previous, id=row.id, topic=row.topic, subject=row.subject, body=row.body, meta=row.meta
    )


@lru_cache(maxsize=64)
def _meta(said: tuple[tuple[str, str], ...]) -> bytes:
    command = msgspec.convert(dict(said), _Command, strict=False)
    meta = Meta(
        actor=command.actor,
        command_id=command.command_id,
        correlation=command.correlation,
        causation=command.causation,
        traceparent=command.traceparent,
        on_behalf_of=command.on_behalf_of,
        basis=msgspec.json.decode(command.basis, type=dict[str, int]),
    )
    return msgspec.json.encode(meta)
