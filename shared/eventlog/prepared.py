"""A command's outcome encoded and checked, waiting for its batch: all that does not depend on where it will stand."""

import asyncio
from typing import NamedTuple
from uuid import UUID

import msgspec

from shared.eventlog.append import Append, Claim, Committed
from shared.eventlog.chain import outbox_link, sealed
from shared.eventlog.keys import LogKeys
from shared.eventlog.mapper import FactMapper
from shared.eventlog.wire import LARGEST_FACT, LARGEST_META, check_size, event_id, subject
from shared.vocabulary.facts import PublishedFact

_encode = msgspec.json.Encoder().encode


class Told(NamedTuple):
    """One outbox row without its sequence and digest."""

    id: UUID
    province: str
    subject: str
    topic: str
    body: bytes
    link: bytes


class FactRow(NamedTuple):
    """One fact without its position."""

    stream: UUID
    version: int
    topic: str
    state: bytes
    told: Told | None
    sealed: bytes


class Prepared:
    """One append on its way: its rows, its footprint and the future its caller waits for.

    `exclusive` are the streams it writes, the claims it touches, its follower and its commandId; `guarded` the streams
    whose version it only relies on.
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
        self.meta = _encode(append.meta)
        self.rows = encoder.rows(append, self.meta)
        self.claims = [encoder.claim(claim) for claim in append.claims]
        self.releases = [encoder.claim(claim) for claim in append.releases]
        self.checks = [(write.stream, write.expected_version) for write in append.writes]
        self.exclusive: set[object] = {append.command_id, *(write.stream for write in append.writes)}
        if self.claims or self.releases:
            self.exclusive.update(key for _, key, _ in (*self.claims, *self.releases))
        if append.tracking is not None:
            self.exclusive.add(append.tracking.follower)
        self.guarded: set[object] = {stream for stream, _ in append.guards}
        self.checks += append.guards
        self.size = sum(len(row.state) + len(self.meta) + (len(row.told.body) if row.told else 0) for row in self.rows)
        check_size(len(self.meta), LARGEST_META)


class Encoder:
    """Turns appends of one service into rows."""

    def __init__(self, service: str, mapper: FactMapper, keys: LogKeys) -> None:
        self._service = service
        self._encode = mapper.encode
        self._keys = keys

    def rows(self, append: Append, meta: bytes) -> list[FactRow]:
        """All facts of an append in order, with what is told of each."""
        rows: list[FactRow] = []
        for write in append.writes:
            published = write.published or (None,) * len(write.facts)
            numbered = enumerate(zip(write.facts, published, strict=True), write.expected_version + 1)
            for version, (fact, tells) in numbered:
                topic, state = self._encode(fact)
                check_size(len(state), LARGEST_FACT)
                told = None if tells is None else self._told(write.stream, version, write.province, tells, meta)
                seal = sealed(write.stream, version, topic, state, meta)
                rows.append(FactRow(write.stream, version, topic, state, told, seal))
        return rows

    def claim(self, claim: Claim) -> tuple[str, bytes, UUID]:
        """A claim as it is stored."""
        return claim.kind, self._keys.claim(claim.kind, claim.value), claim.holder

    def _told(self, stream: UUID, version: int, province: str, fact: PublishedFact, meta: bytes) -> Told:
        topic, body = self._encode(fact)
        check_size(len(body), LARGEST_FACT)
        named = subject(province, type(fact), stream)
        id = event_id(self._service, stream, version)
        return Told(id, province, named, topic, body, outbox_link(id, topic, named, body, meta))
