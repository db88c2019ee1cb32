"""Kiểm chứng sổ - verify a log: every row of facts, outbox, commands, claims and seals against its chain and its
neighbours.

One pass in order, in bounded memory, on one snapshot: the log may go on meanwhile. What it proves: nothing that stands
in the log was changed, added, taken out or moved since it was written, unless everything after it was written anew as
well; that, and a cut tail, is what the signed checkpoints show (`shared/eventlog/checking_signatures.py`).
"""

import time
from collections.abc import Iterable, Sequence
from typing import Any

import asyncpg
import msgspec

from shared.eventlog.besides import Besides, are_kept
from shared.eventlog.breach import Breach, Breaches
from shared.eventlog.chain import GENESIS, outbox_digest, seal, sealed
from shared.eventlog.checking_signatures import Checkpoints, Restore
from shared.eventlog.claims_held import check_claims_held
from shared.eventlog.commands_in_order import CommandsInOrder
from shared.eventlog.quiet_chain import check_quiet_batches
from shared.eventlog.rows import DAWN
from shared.eventlog.rows_in_order import RowsInOrder
from shared.eventlog.signing import Signed, Signer
from shared.eventlog.topics import UnknownFacts
from shared.eventlog.unreadable import Unreadable
from shared.eventlog.wire import event_id
from shared.runtime.collecting import uncollected

_SEALS = "select first, last, seal, sequence, digest, recorded_at from seals order by first"
_FACTS = "select position, stream, version, topic, state, meta, recorded_at from facts order by position"
_OUTBOX = """
    select position, sequence, id, aggregate, version, province, subject, topic, body, meta, recorded_at, digest
    from outbox order by sequence
"""
_BROKEN_STREAMS = """
    select max(position) from facts group by stream having min(version) <> 1 or max(version) <> count(*) limit 100
"""
_MAY_IDLE = "set local idle_in_transaction_session_timeout = '10min'"  # a reader, which holds up nobody


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at and what was found; nothing found means that the log is whole.

    `unknown` is for whoever asks for it: facts under names that this program does not know break no chain. Nor do those
    that it cannot read, if they were written so.
    """

    service: str
    epoch: str
    facts: int
    published: int
    batches: int
    checkpoints: int
    seconds: float
    breaches: tuple[Breach, ...]
    unknown: tuple[UnknownFacts, ...] = ()
    unreadable: tuple[UnknownFacts, ...] = ()
    restores: tuple[Restore, ...] = ()


async def verify(
    connection: asyncpg.Connection, service: str, signer: Signer, outside: Sequence[Signed], *, restored: bool = False
) -> Verified:
    """Verify one service's log inside the caller's transaction (repeatable read); its schema is the search path.

    `outside` are the signed checkpoints kept outside the database; `restored`: it is known that a restore lost a tail.
    """
    started = time.monotonic()
    await connection.execute(_MAY_IDLE)
    pass_over = _Pass(connection, service, Checkpoints(signer, service, restored=restored))
    await pass_over.checkpoints.read(connection, outside, pass_over.breaches)
    with uncollected():
        await pass_over.run(besides=await are_kept(connection))
    return Verified(
        service=service,
        epoch=str(await connection.fetchval("select epoch from epoch order by opened desc limit 1") or ""),
        facts=pass_over.position,
        published=pass_over.sequence,
        batches=pass_over.batches,
        checkpoints=pass_over.checkpoints.count,
        seconds=round(time.monotonic() - started, 3),
        breaches=tuple(pass_over.breaches.found),
        unreadable=pass_over.unreadable.found,
        restores=pass_over.checkpoints.restores,
    )


class _Pass:
    """One pass over the tables, seal by seal."""

    def __init__(self, connection: asyncpg.Connection, service: str, checkpoints: Checkpoints) -> None:
        self._connection = connection
        self._service = service
        self._seals = RowsInOrder(connection, _SEALS)
        self._facts = RowsInOrder(connection, _FACTS)
        self._outbox = RowsInOrder(connection, _OUTBOX)
        self._commands = CommandsInOrder(connection)
        self._besides: Besides | None = None
        self.breaches = Breaches()
        self.unreadable = Unreadable()
        self.checkpoints = checkpoints
        self.position, self.sequence, self.batches = 0, 0, 0
        self._seal, self._digest, self._recorded_at = GENESIS, GENESIS, DAWN
        self._covers_commands = False  # the first batches of an older log are sealed without their commands

    async def run(self, *, besides: bool) -> None:
        """Look at everything; `besides`: also at what batches tell besides facts."""
        self._besides = Besides(self._connection, quiet=False) if besides else None
        self.checkpoints.compare(0, GENESIS, 0, GENESIS, self.breaches)
        while (row := await self._seals.next()) is not None:
            self.batches += 1
            await self._batch(row)
        for fact in await self._facts.through(2**63 - 1):
            self.breaches.add("unsealed", "facts", fact[0])
        for told in await self._outbox.through(2**63 - 1):
            self.breaches.add("sequence-gap", "outbox", told[1])
        await self._commands.end(self.breaches)
        if self._besides is not None:
            await self._besides.end(self.breaches)
            await check_quiet_batches(self._connection, self.checkpoints, self.breaches)
            await check_claims_held(self._connection, self.breaches)
        self.checkpoints.end_quiet(self.breaches)
        self.checkpoints.end(self.position, self.breaches)
        for row in await self._connection.fetch(_BROKEN_STREAMS):
            self.breaches.add("versions", "facts", row[0])

    async def _batch(self, row: Any) -> None:
        first, last, said, sequence, digest, recorded_at = row
        if first != self.position + 1 or last < first:
            self.breaches.add("seal-gap", "seals", first)
        if recorded_at < self._recorded_at:
            self.breaches.add("time-backwards", "seals", first)
        facts = await self._facts.through(last)
        commands, asks = await self._commands.check(facts, self.breaches), b""
        if self._besides is not None:
            factless, asks = await self._besides.of(first, self.breaches)
            commands += factless
        self._check_facts(facts, commands, asks, row)
        self._check_outbox(await self._outbox.through(last), {fact[0]: fact for fact in facts})
        if (sequence, digest) != (self.sequence, self._digest):
            self.breaches.add("outbox-end", "seals", first)
        self.position, self._seal, self._recorded_at = last, said, recorded_at
        self.checkpoints.compare(last, said, sequence, digest, self.breaches)

    def _check_facts(self, facts: list[Any], commands: list[bytes], asks: bytes, row: Any) -> None:
        first, last, said, _, _, recorded_at = row
        if [fact[0] for fact in facts] != list(range(first, last + 1)):
            self.breaches.add("position-gap", "facts", first)
        for fact in facts:
            self.unreadable.look(fact[0], fact[3], fact[4])
            if fact[6] != recorded_at:
                self.breaches.add("time", "facts", fact[0])
        if seal(self._seal, first, recorded_at, _parts(facts), commands, asks=asks) == said:
            self._covers_commands = True
        elif self._covers_commands or seal(self._seal, first, recorded_at, _parts(facts)) != said:
            self.breaches.add("seal-broken", "seals", first)

    def _check_outbox(self, rows: list[Any], facts: dict[int, Any]) -> None:
        for position, sequence, id, aggregate, version, province, subject, topic, body, meta, at, digest in rows:
            self.sequence += 1
            self.unreadable.look(position, topic, body)
            if sequence != self.sequence:
                self.breaches.add("sequence-gap", "outbox", sequence)
                self.sequence = sequence
            linked = outbox_digest(previous=self._digest, id=id, topic=topic, subject=subject, body=body, meta=meta)
            if linked != digest:
                self.breaches.add("digest-broken", "outbox", sequence)
            self._digest = digest
            fact = facts.get(position)
            own = fact is not None and (fact[1], fact[2], fact[5], fact[6]) == (aggregate, version, meta, at)
            named = id.bytes == event_id(self._service, aggregate, version) and subject.startswith(f"evt.{province}.")
            if not own or not named:
                self.breaches.add("outbox-differs", "outbox", sequence)


def _parts(facts: Iterable[Any]) -> Iterable[bytes]:
    return (sealed(stream, version, topic, state, meta) for _, stream, version, topic, state, meta, _ in facts)
