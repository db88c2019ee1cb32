"""Reading a log: streams by version, facts by position, the outbox by sequence; the numbers are dense."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from shared.eventlog.append import KnownCommand
from shared.eventlog.mapper import FactMapper
from shared.eventlog.opening import read_head
from shared.eventlog.refusals import FactIsUnreadable, StrangeFact, TopicIsUnknown
from shared.eventlog.rows import Head, OutboxRow, StoredFact
from shared.eventlog.strange_facts import StrangeFacts
from shared.vocabulary.facts import Fact, Recorded
from shared.vocabulary.requests import Receipt

_FACT = "f.position, f.stream, f.version, f.topic, f.state, f.meta, f.recorded_at"
# `limit cardinality(...)` takes nothing away. It makes PostgreSQL keep the plan: expecting ten streams of one plan for
# all calls, it finds one for the few that are asked for cheaper and makes it anew at every call, which costs more than
# the reading. For the same reason a tail has a limit: of all facts of a stream a bitmap looks cheaper, and has to sort.
# States are joined by a character that JSON never holds.
_WANTED = "(select * from unnest($1::uuid[], $2::integer[]) with ordinality limit cardinality($1::uuid[]))"
_ALL = 2**31 - 1
_OF_STREAMS = f"""
    select {_FACT} from {_WANTED} as wanted (stream, after, place)
    cross join lateral (
        select * from facts where facts.stream = wanted.stream and facts.version > wanted.after
        order by facts.version limit $3
    ) as f
"""  # noqa: S608 - our own column names
_TAILS = f"""
    select wanted.place, told.topics, told.states from {_WANTED} as wanted (stream, after, place)
    cross join lateral (
        select string_agg(topic, ' ') as topics, string_agg(state, '\\x1f') as states from (
            select f.topic, f.state from facts f where f.stream = wanted.stream and f.version > wanted.after
            order by f.version limit $3
        ) as f
    ) as told
"""  # noqa: S608 - our own column names
_BY_POSITION = f"select {_FACT} from facts f where f.position > $1 order by f.position limit $2"  # noqa: S608
_VERSIONS = """
    select wanted.stream, coalesce(
        (select f.version from facts f where f.stream = wanted.stream order by f.version desc limit 1), 0
    ) from (select unnest($1::uuid[]) limit cardinality($1::uuid[])) as wanted (stream)
"""
_OUTBOX = """
    select o.sequence, o.position, o.id, o.aggregate, o.version, o.province, o.subject, o.topic, o.body, o.meta,
           o.recorded_at, o.digest,
           coalesce(lag(o.digest) over (order by o.sequence),
                    (select p.digest from outbox p where p.sequence = $1), decode(repeat('00', 32), 'hex')) as previous
    from outbox o where o.sequence > $1 order by o.sequence limit $2
"""
_receipt = msgspec.json.Decoder(Receipt)
_COMMAND = "select command_id, actor, digest, first, last, sequence, receipt from commands where command_id = $1"


class Reading:
    """Reads through a pool of the service's role."""

    def __init__(self, pool: asyncpg.Pool, mapper: FactMapper) -> None:
        self._pool = pool
        self._mapper = mapper
        self.strange = StrangeFacts()

    async def streams(self, wanted: Sequence[tuple[UUID, int]]) -> list[Recorded]:
        """The facts of several streams, each after a version, each in order."""
        rows = await self._pool.fetch(_OF_STREAMS, *_asked(wanted))
        return self._recorded(rows)

    async def tails(self, wanted: Sequence[tuple[UUID, int]]) -> list[list[Fact] | StrangeFact]:
        """What the streams say after a version each: the facts alone, in order, as commands fold them.

        In the place of a stream that cannot be read: which of its facts is strange. The others are read all the same.
        """
        found: list[list[Fact] | StrangeFact] = [[] for _ in wanted]
        strange: list[int] = []
        for place, topics, states in await self._pool.fetch(_TAILS, *_asked(wanted)):
            if topics is None:
                continue
            try:
                found[place - 1] = self._mapper.decode_all(topics.split(" "), states.split(b"\x1f"))
                self.strange.read(wanted[place - 1][0])
            except Exception:  # noqa: BLE001 - whatever decoding raises, it is this stream that raised it
                strange.append(place - 1)
        if strange:
            one_by_one = await self._one_by_one([wanted[place] for place in strange])
            for place, told in zip(strange, one_by_one, strict=True):
                found[place] = told
        return found

    async def facts(self, after: int, limit: int) -> list[Recorded]:
        """The log itself, by position."""
        return self._recorded(await self._pool.fetch(_BY_POSITION, after, limit))

    async def stored(self, after: int, limit: int) -> list[StoredFact]:
        """The log itself, by position, nothing decoded."""
        return [StoredFact(*row) for row in await self._pool.fetch(_BY_POSITION, after, limit)]

    async def outbox(self, after: int, limit: int) -> list[OutboxRow]:
        """What was published, by sequence."""
        return [OutboxRow(**dict(row.items())) for row in await self._pool.fetch(_OUTBOX, after, limit)]

    async def versions(self, streams: Iterable[UUID]) -> dict[UUID, int]:
        """Where streams stand now; 0 = absent."""
        return {row[0]: row[1] for row in await self._pool.fetch(_VERSIONS, list(streams))}

    async def command(self, command_id: UUID) -> KnownCommand | None:
        """A command that was accepted before."""
        row = await self._pool.fetchrow(_COMMAND, command_id)
        if row is None:
            return None
        return KnownCommand(**{**row, "receipt": _receipt.decode(row["receipt"])})

    async def claim(self, kind: str, key: bytes) -> UUID | None:
        """Who holds a claimed key."""
        return await self._pool.fetchval("select stream from claims where kind = $1 and key = $2", kind, key)

    async def claims(self, kind: str, keys: Sequence[bytes]) -> dict[bytes, UUID]:
        """Who holds each of many claimed keys; whoever holds none of them is absent."""
        found = await self._pool.fetch(
            "select key, stream from claims where kind = $1 and key = any($2::bytea[])", kind, list(keys)
        )
        return {bytes(row["key"]): row["stream"] for row in found}

    async def head(self) -> Head:
        """The end of the log as committed now."""
        return await read_head(self._pool)

    async def _one_by_one(self, wanted: Sequence[tuple[UUID, int]]) -> list[list[Fact] | StrangeFact]:
        """Row by row, so that the fact that is strange shows with its place, however its bytes were mangled."""
        rows = [StoredFact(*row) for row in await self._pool.fetch(_OF_STREAMS, *_asked(wanted))]
        return [self._facts_of([row for row in rows if row.stream == stream]) for stream, _ in wanted]

    def _facts_of(self, rows: Iterable[StoredFact]) -> list[Fact] | StrangeFact:
        try:
            return [row.fact(self._mapper) for row in rows]
        except (TopicIsUnknown, FactIsUnreadable) as strange:
            self.strange.met(strange)
            return strange

    def _recorded(self, rows: Iterable[Any]) -> list[Recorded]:
        try:
            return [StoredFact(*row).recorded(self._mapper) for row in rows]
        except (TopicIsUnknown, FactIsUnreadable) as strange:
            self.strange.met(strange)
            raise


def _asked(wanted: Sequence[tuple[UUID, int]]) -> tuple[list[UUID], list[int], int]:
    return [stream for stream, _ in wanted], [after for _, after in wanted], _ALL
