"""Tạm gác - what a follower could not take, and everything later of the same key, waiting for code that can.

A parked fact holds up its own key alone: a member, a campaign. Every other key goes on as if nothing had happened.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from prometheus_client import Gauge

from shared.bus.arrival import Arrival
from shared.eventlog.topics import fact_named
from shared.vocabulary.facts import PublishedFact
from shared.vocabulary.mending import ParkedFact

_READ = "SELECT sequence, key, kind, topic, reason, parked_at FROM parked WHERE follower = $1"
_IN_ORDER = f"{_READ} AND sequence > $2 ORDER BY sequence LIMIT $3"
_KEYS = "SELECT key, min(kind) FROM parked WHERE follower = $1 GROUP BY key"
_HELD_BEFORE = "SELECT DISTINCT key FROM parked WHERE follower = $1 AND sequence <= $2"
_WITHIN = "SELECT sequence FROM parked WHERE follower = $1 AND sequence > $2 AND sequence <= $3"
_PARK = """
INSERT INTO parked (follower, sequence, key, kind, topic, reason, parked_at)
SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
"""
_TAKEN = "DELETE FROM parked WHERE follower = $1 AND sequence = $2"
_BLAME = "UPDATE parked SET reason = $3 WHERE follower = $1 AND sequence = $2"
_FORGET = "DELETE FROM parked WHERE follower = $1"
_parked = Gauge("lienthong_parked_facts", "Facts that a follower has set aside", ["follower"])


class Parking:
    """The parked facts of one follower. `field` names what a fact holds up; without one it is the fact's aggregate."""

    def __init__(self, follower: str, field: str = "") -> None:
        self._follower = follower
        self._field = field
        self._count = 0
        self.kinds: dict[str, str] = {}

    @property
    def count(self) -> int:
        """How many facts wait."""
        return self._count

    async def read(self, connection: Any) -> None:
        """Which keys are held up now."""
        self.kinds = {row[0]: row[1] for row in await connection.fetch(_KEYS, self._follower)}
        self._counted(await connection.fetchval("SELECT count(*) FROM parked WHERE follower = $1", self._follower))

    def key_of(self, arrival: Arrival) -> str | None:
        """What this fact holds up; None when not even that can be read."""
        if not self._field:
            return str(arrival.aggregate)
        try:
            body = msgspec.json.decode(arrival.body)
        except msgspec.DecodeError:
            return None
        named = body.get(self._field) if isinstance(body, dict) else None
        return named if isinstance(named, str) else str(arrival.aggregate)

    def behind(self, arrival: Arrival) -> ParkedFact | None:
        """This fact as one that waits, if something before it does."""
        if not self.kinds:
            return None
        key = self.key_of(arrival)
        return None if key not in self.kinds else self.fact(arrival, "it waits for an earlier fact of its key")

    def fact(self, arrival: Arrival, reason: str) -> ParkedFact:
        """A fact as it is set aside."""
        return ParkedFact(
            sequence=arrival.sequence,
            key=self.key_of(arrival) or "",
            kind=self._field or _kind(arrival.topic),
            topic=arrival.topic,
            reason=reason,
            parked_at=datetime.now(UTC),
        )

    async def park(self, connection: Any, facts: Sequence[ParkedFact]) -> None:
        """Set them aside; inside the transaction that moves the checkpoint past them."""
        if facts:
            columns = zip(*(msgspec.structs.astuple(fact) for fact in facts), strict=True)
            await connection.execute(_PARK, self._follower, *map(list, columns))

    def parked(self, facts: Iterable[ParkedFact]) -> None:
        """The transaction stood."""
        for fact in facts:
            self.kinds[fact.key] = fact.kind
            self._counted(self._count + 1)

    async def rows(self, connection: Any, after: int, limit: int) -> list[ParkedFact]:
        """What waits behind a sequence, in order."""
        rows = await connection.fetch(_IN_ORDER, self._follower, after, limit)
        return [ParkedFact(**dict(row)) for row in rows]

    async def held_before(self, connection: Any, sequence: int) -> set[str]:
        """The keys of which something still waits up to a sequence."""
        return {row["key"] for row in await connection.fetch(_HELD_BEFORE, self._follower, sequence)}

    async def sequences(self, connection: Any, after: int, until: int) -> set[int]:
        """Which facts of a stretch wait: whoever tells a view anew leaves them out, as the live one did."""
        if not self._count:
            return set()
        return {row["sequence"] for row in await connection.fetch(_WITHIN, self._follower, after, until)}

    async def taken(self, connection: Any, fact: ParkedFact) -> None:
        """It was applied after all; inside that transaction."""
        await connection.execute(_TAKEN, self._follower, fact.sequence)

    async def blame(self, connection: Any, fact: ParkedFact, reason: str) -> None:
        """It still cannot be taken, perhaps for another reason."""
        await connection.execute(_BLAME, self._follower, fact.sequence, reason)

    async def forget(self, connection: Any) -> None:
        """Nothing waits any more: all of it is told anew."""
        await connection.execute(_FORGET, self._follower)

    def _counted(self, count: int) -> None:
        self._count = count
        _parked.labels(self._follower).set(count)


def erases(arrival: Arrival) -> bool:
    """Whether an entry tells an erasure: that is never put off."""
    fact = fact_named(arrival.topic)
    return fact is not None and issubclass(fact, PublishedFact) and bool(fact.ERASES)


def _kind(topic: str) -> str:
    fact = fact_named(topic)
    return fact.AGGREGATE if fact is not None and issubclass(fact, PublishedFact) else ""
