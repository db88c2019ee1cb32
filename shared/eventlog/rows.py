"""Rows of the log as others read them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from shared.eventlog.chain import GENESIS
from shared.eventlog.mapper import FactMapper
from shared.eventlog.refusals import FactIsUnreadable, TopicIsUnknown
from shared.vocabulary.facts import Delivered, Fact, Meta, Recorded

_MAPPER = FactMapper()
_META = msgspec.json.Decoder(Meta)
DAWN = datetime(2000, 1, 1, tzinfo=UTC)
LARGEST_PAGE = 1_000
"""How many rows of its outbox an owner gives in one answer."""


class Head(msgspec.Struct, frozen=True):
    """The end of a log: positions and sequences are dense, so everything up to them is there."""

    position: int = 0
    sequence: int = 0
    seal: bytes = GENESIS
    digest: bytes = GENESIS
    recorded_at: datetime = DAWN


class QuietEnd(msgspec.Struct, frozen=True):
    """The end of the chain of quiet batches, which recorded no fact."""

    number: int = 0
    seal: bytes = GENESIS


class StoredFact(msgspec.Struct, frozen=True):
    """A fact of the own log as it stands there, not yet decoded: one that cannot be has a place all the same."""

    position: int
    stream: UUID
    version: int
    topic: str
    state: bytes
    meta: bytes
    recorded_at: datetime

    def fact(self, mapper: FactMapper = _MAPPER) -> Fact:
        """What it says; TopicIsUnknown or FactIsUnreadable with its place."""
        try:
            return mapper.decode(self.topic, self.state)
        except TopicIsUnknown as strange:
            raise TopicIsUnknown(self.topic, self.stream, self.position) from strange
        except FactIsUnreadable as strange:
            raise FactIsUnreadable(self.topic, self.stream, self.position, newer=strange.newer) from strange

    def recorded(self, mapper: FactMapper = _MAPPER) -> Recorded:
        """The fact behind the row, and who caused it."""
        fact = self.fact(mapper)
        try:
            meta = read_meta(self.meta)
        except ValueError as error:
            raise FactIsUnreadable(self.topic, self.stream, self.position) from error
        return Recorded(
            position=self.position,
            stream=self.stream,
            version=self.version,
            fact=fact,
            meta=meta,
            recorded_at=self.recorded_at,
        )


class OutboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """A published fact as it stands in the outbox: immutable, permanent, chained by `digest` to the one before."""

    sequence: int
    position: int
    id: UUID
    aggregate: UUID
    version: int
    province: str
    subject: str
    topic: str
    body: bytes
    meta: bytes
    recorded_at: datetime
    digest: bytes
    previous: bytes

    def delivered(self, service: str) -> Delivered:
        """The row as a follower receives it."""
        return Delivered(
            service=service,
            sequence=self.sequence,
            told_as=self.id,
            aggregate=self.aggregate,
            version=self.version,
            province=self.province,
            fact=_MAPPER.decode(self.topic, self.body),
            stored_meta=msgspec.Raw(self.meta),
            recorded_at=self.recorded_at,
        )


def read_meta(meta: bytes) -> Meta:
    """Who caused a fact, from its stored form."""
    return _META.decode(meta)


def head_of(row: Any) -> Head:
    """The end of the log from the newest seal; of an empty log if there is none."""
    if row is None or row["last"] is None:
        return Head()
    return Head(row["last"], row["sequence"], row["seal"], row["digest"], row["recorded_at"])
