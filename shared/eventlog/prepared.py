"""A command's outcome encoded and checked, waiting for its batch: all that does not depend on where it will stand."""

import asyncio
from uuid import UUID

import msgspec

from shared.eventlog.append import Append, Claim, Committed
from shared.eventlog.keys import LogKeys
from shared.eventlog.mapper import FactMapper
from shared.eventlog.wire import LARGEST_FACT, LARGEST_META, check_size, event_id, subject
from shared.vocabulary.facts import PublishedFact

_encode = msgspec.json.Encoder().encode


class Told(msgspec.Struct, frozen=True, gc=False):
    """One outbox row without its sequence and digest; the bytes of its id."""

    id: bytes
    province: str
    subject: str
    topic: str
    body: bytes


class FactRow(msgspec.Struct, frozen=True, gc=False):
    """One fact without its position."""

    stream: UUID
    version: int
    topic: str
    state: bytes
    told: Told | None


class Prepared:
    """One append on its way: its rows, its footprint and the future its caller waits for.

    `exclusive` are the streams it writes, the claims it touches, its follower and its commandId; `guarded` the streams
    whose version it only relies on. Ids stand in them as numbers, which are hashed four times as quickly. `checks` are
    the versions it rests on but for those of `births`, the streams that begin here: no first fact is written twice.
    """

    __slots__ = (
        "append", "bulk", "checks", "claims", "exclusive", "future", "guarded", "meta", "releases", "rows", "size",
    )  # fmt: skip

    def __init__(
        self, append: Append, encoder: "Encoder", future: "asyncio.Future[Committed]", *, bulk: bool = False
    ) -> None:
        self.append = append
        self.bulk = bulk
        self.future = future
        self.meta = meta = _encode(append.meta)
        check_size(len(meta), LARGEST_META)
        self.rows, self.size = encoder.rows(append, meta)
        self.claims = [encoder.claim(claim) for claim in append.claims] if append.claims else []
        self.releases = [encoder.claim(claim) for claim in append.releases] if append.releases else []
        self.checks: list[tuple[UUID, int]] = [*append.guards]
        self.exclusive: list[object] = [append.command_id.int]
        for write in append.writes:
            self.exclusive.append(write.stream.int)
            if not write.begins:
                self.checks.append((write.stream, write.expected_version))
        if self.claims or self.releases:
            self.exclusive += [key for _, key, _ in (*self.claims, *self.releases)]
        if append.tracking is not None:
            self.exclusive.append(append.tracking.follower)
        self.guarded = [stream.int for stream, _ in append.guards] if append.guards else ()

    @property
    def births(self) -> list[tuple[UUID, int]]:
        """The streams that begin here, each with the version that is expected of it."""
        return [(write.stream, 0) for write in self.append.writes if write.begins]


class Encoder:
    """Turns appends of one service into rows."""

    def __init__(self, service: str, mapper: FactMapper, keys: LogKeys) -> None:
        self._service = service
        self._encode = mapper.encode
        self._keys = keys

    def rows(self, append: Append, meta: bytes) -> tuple[list[FactRow], int]:
        """All facts of an append in order, with what is told of each; and how many bytes they are."""
        rows: list[FactRow] = []
        size = 0
        for write in append.writes:
            stream, version = write.stream, write.expected_version
            published = write.published or (None,) * len(write.facts)
            for fact, tells in zip(write.facts, published, strict=True):
                version += 1
                topic, state = self._encode(fact)
                check_size(len(state), LARGEST_FACT)
                told = None if tells is None else self._told(stream, version, write.province, tells)
                size += len(state) + len(meta) + (0 if told is None else len(told.body))
                rows.append(FactRow(stream, version, topic, state, told))
        return rows, size

    def claim(self, claim: Claim) -> tuple[str, bytes, UUID]:
        """A claim as it is stored."""
        return claim.kind, self._keys.claim(claim.kind, claim.value), claim.holder

    def _told(self, stream: UUID, version: int, province: str, fact: PublishedFact) -> Told:
        topic, body = self._encode(fact)
        check_size(len(body), LARGEST_FACT)
        named = subject(province, type(fact), stream)
        return Told(event_id(self._service, stream, version), province, named, topic, body)
