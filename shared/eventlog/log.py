"""The event log of one service: the truth. Appends are committed in groups, in one dense order, each exactly once."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from uuid import UUID

import asyncpg

from shared.eventlog.append import Append, Committed, KnownCommand
from shared.eventlog.batch import Batch
from shared.eventlog.bell import Bell
from shared.eventlog.held_clock import HeldClock
from shared.eventlog.imports import Imports
from shared.eventlog.keys import LogKeys
from shared.eventlog.lanes import Lanes
from shared.eventlog.lifeline import Lifeline, holder_before
from shared.eventlog.mapper import FactMapper
from shared.eventlog.opening import check_durability, read_epochs, read_head, settle_epoch
from shared.eventlog.placed import outbox_rows, stored_facts
from shared.eventlog.prepared import Encoder, Prepared
from shared.eventlog.reading import Reading
from shared.eventlog.recent import Recent
from shared.eventlog.refusals import CommandIdWasReused, SecretIsWrong, StrangeFact, VersionIsStale
from shared.eventlog.rows import Head, OutboxRow, StoredFact
from shared.eventlog.signing import Statement
from shared.eventlog.stretches import Stretch, own_stretch
from shared.eventlog.writer import Writer
from shared.runtime.clock import Clock
from shared.runtime.pools import as_it_is
from shared.vocabulary.excerpts import Excerpt
from shared.vocabulary.facts import Fact, Recorded
from shared.vocabulary.finding import Finding
from shared.vocabulary.position import Epochs

_POLL = 1.0
_WHOLE: Mapping[str, Excerpt] = MappingProxyType({})
_BESIDE = 1_024  # what a row takes in memory besides its texts


class EventLog:
    """What a service writes to and reads from. `head` is the newest end that this process knows of."""

    def __init__(self, pool: asyncpg.Pool, *, service: str, mapper: FactMapper, keys: LogKeys) -> None:
        self.service, self.mapper = service, mapper
        self.pool = pool
        self.keys = keys
        self.epochs = Epochs(current="")
        self.head = Head()
        self.listeners: set[Callable[[Sequence[OutboxRow]], None]] = set()  # hear in a commit's own turn what it tells
        self._encoder = Encoder(service, mapper, keys)
        self._reading = Reading(pool, mapper)
        self.strange = self._reading.strange  # what could not be read
        self._lanes = Lanes()
        self._recent_outbox, self._recent_facts = Recent[OutboxRow](), Recent[StoredFact]()
        self._imports = Imports(partial(self.append, bulk=True))
        self._loop = asyncio.get_running_loop()
        self._lifelines: tuple[Lifeline, ...]
        self._clock: HeldClock
        self._bell: Bell
        self._writer: Writer
        self._writing: asyncio.Task[None]
        self._owns_pool = False

    @classmethod
    async def open(
        cls,
        dsn: str,
        *,
        service: str,
        clock: Clock,
        secret: bytes,
        in_tests: bool = False,
        pool: asyncpg.Pool | None = None,
        mapper: FactMapper | None = None,
        witness: Statement | None = None,
        wrong_secret: SecretIsWrong | None = None,
    ) -> "EventLog":
        """Open the log of a migrated service under its own role; `secret` is the deployment's.

        `witness` is the checkpoint signed last, as it is kept outside the database. With a `wrong_secret` it is only
        read: every append and every question about claims is refused with it.
        """
        owned = pool is None
        pool = pool or await asyncpg.create_pool(dsn, min_size=1, max_size=4, reset=as_it_is)
        log = cls(pool, service=service, mapper=mapper or FactMapper(), keys=LogKeys(secret, service, wrong_secret))
        log._owns_pool = owned
        async with pool.acquire() as connection:
            if not in_tests:
                await check_durability(connection)
            await settle_epoch(connection, service, witness)
            log.epochs = await read_epochs(connection)
            log.head = await read_head(connection)
        await log._start(dsn, clock)
        return log

    async def append(self, append: Append, *, bulk: bool = False) -> Committed:
        """Commit one command's outcome. Cancelling the caller does not undo what is already on its way."""
        self.keys.check()
        command = Prepared(append, self._encoder, self._loop.create_future(), bulk=bulk)
        self._lanes.put(command, bulk=bulk)
        try:
            return await command.future
        except VersionIsStale as stale:
            return await self._first_answer(append, stale)

    async def append_many(self, appends: Sequence[Append]) -> list[Committed]:
        """Imports and seeding: the same checks, on the lane that yields to commands. Raises the first refusal."""
        return await self._imports.append(appends)

    async def read_stream(self, stream: UUID, after: int = 0) -> list[Recorded]:
        """The facts of one stream after a version."""
        return await self._reading.streams([(stream, after)])

    async def read_streams(self, wanted: Sequence[tuple[UUID, int]]) -> list[Recorded]:
        """The facts of several streams, each after a version, in one round trip."""
        return await self._reading.streams(wanted)

    async def read_tails(self, wanted: Sequence[tuple[UUID, int]]) -> list[list[Fact] | StrangeFact]:
        """The facts alone of several streams, each after a version: one list for each that can be read."""
        return await self._reading.tails(wanted)

    async def read_facts(self, after: int, limit: int) -> list[Recorded]:
        """The own log, by position."""
        return await self._reading.facts(after, limit)

    async def read_stored(self, after: int, limit: int) -> list[StoredFact]:
        """The own log, by position, nothing decoded; its newest end from memory."""
        return self._recent_facts.after(after, limit) or await self._reading.stored(after, limit)

    async def read_stretch(
        self, after: int, until: int, topics: Collection[str], excerpts: Mapping[str, Excerpt] = _WHOLE
    ) -> Stretch:
        """The own facts of some kinds, as a follower receives them, between two positions; to be decoded in one go.

        `excerpts`: topic -> of facts of this kind only some fields are wanted.
        """
        return await own_stretch(self.pool, self.service, topics, excerpts, after=after, until=until)

    async def read_outbox(self, after: int, limit: int) -> list[OutboxRow]:
        """The published log, by sequence; its newest end from memory."""
        return self._recent_outbox.after(after, limit) or await self._reading.outbox(after, limit)

    async def versions(self, streams: Iterable[UUID]) -> dict[UUID, int]:
        """Where streams stand now, 0 = absent."""
        return await self._reading.versions(streams)

    async def receipt_of(self, command_id: UUID) -> KnownCommand | None:
        """A command that was accepted before, with its first receipt."""
        return await self._reading.command(command_id)

    def is_unresolved(self, command_id: UUID) -> bool:
        """Whether an earlier attempt of this command may still come to stand: its absence proves nothing."""
        return self._writer.patience.is_unresolved(command_id)

    async def claim_holder(self, kind: str, value: str) -> UUID | None:
        """The stream that holds a unique key."""
        return await self._reading.claim(kind, self.keys.claim(kind, value))

    async def claim_holders(self, kind: str, values: Iterable[str]) -> dict[str, UUID]:
        """The streams that hold unique keys, in one round trip; what nobody holds is absent."""
        keys = {self.keys.claim(kind, value): value for value in values}
        return {keys[key]: stream for key, stream in (await self._reading.claims(kind, list(keys))).items()}

    def newest_version(self, stream: UUID) -> int:
        """The newest version that this process has written or looked up (0: none); the truth may be newer."""
        return self._writer.versions.newest(stream)

    async def wait_beyond(
        self,
        *,
        position: int | None = None,
        sequence: int | None = None,
        timeout: float = _POLL,  # noqa: ASYNC109 - a time-out is an answer here
    ) -> bool:
        """Wait until the log's head is beyond a position or the outbox's beyond a sequence; wakes on the commit."""
        deadline = self._loop.time() + timeout
        while not self._is_beyond(position, sequence):
            left = deadline - self._loop.time()
            if left <= 0:
                return False
            if not await self._bell.next_ring(min(left, _POLL)):
                await self.look()
        return True

    async def look(self) -> None:
        """Ask the database where the log ends: other processes of the service write to it too."""
        head = await self._reading.head()
        if head.position > self.head.position:
            self.head = head
            self._bell.wake()

    @property
    def epoch(self) -> str:
        """The epoch that it lives in."""
        return self.epochs.current

    @property
    def healthy(self) -> bool:
        """Whether commits go through."""
        return self._writer.patience.healthy

    def finding(self) -> Finding:
        """Whether commits go through, and what holds them up."""
        return self._writer.patience.finding()

    @property
    def alarms(self) -> int:
        """How many batches failed for a reason that no check foresaw."""
        return self._writer.alarms

    @property
    def waiting(self) -> int:
        """How many commands wait for their batch."""
        return len(self._lanes)

    def clock_finding(self) -> Finding:
        """Whether the clock stands before the newest fact, so that time is held."""
        return self._clock.finding(self.head.recorded_at)

    async def written(self) -> None:
        """Ends when nothing more can be committed, with the reason: the process has to start again."""
        await asyncio.shield(self._writing)

    async def close(self) -> None:
        """Commit what waits, then let go."""
        self._lanes.close()
        await asyncio.wait([self._writing], timeout=_POLL)
        self._writing.cancel()
        await asyncio.gather(self._writing, return_exceptions=True)
        await self._bell.close()
        for lifeline in self._lifelines:
            await lifeline.close()
        if self._owns_pool:
            await self.pool.close()

    async def _start(self, dsn: str, clock: Clock) -> None:
        self._clock = HeldClock(clock, self.service)
        self._lifelines = (Lifeline(dsn, self.service), Lifeline(dsn, self.service))  # the second connects when needed
        await self._lifelines[0].connect()
        self._bell = Bell(dsn, self.service, self.look)
        self._bell.start()
        self._writer = Writer(
            self._lifelines,
            self._lanes,
            self._clock,
            service=self.service,
            epoch=self.epoch,
            head=self.head,
            committed=self._committed,
            holder=partial(holder_before, self._lifelines, dsn),
        )
        self._writing = asyncio.create_task(self._writer.run(), name=f"writer of {self.service}")

    async def _first_answer(self, append: Append, stale: VersionIsStale) -> Committed:
        """A command that comes again finds its own facts in its way; it gets its first answer."""
        known = await self.receipt_of(append.command_id)
        if known is None:
            raise stale
        if not known.is_same(append.actor, append.digest):
            raise CommandIdWasReused("commandId")
        return known.replay()

    def _committed(self, head: Head, batch: Batch | None) -> None:
        self.head = head if head.position >= self.head.position else self.head
        if batch is None:
            self._bell.wake()
            return
        self._remember(batch)
        self._bell.ring()

    def _remember(self, batch: Batch) -> None:
        """What others will ask for soon."""
        before, after = batch.before, batch.after
        recorded, told = after.position - before.position, after.sequence - before.sequence
        size = _BESIDE * recorded + sum([command.size for command in batch.commands])
        facts = partial(stored_facts, batch.placed, before, after)
        rows = partial(outbox_rows, batch.placed, before, after)
        fresh = rows() if told and self.listeners else None
        self._recent_facts.committed(before.position + 1, recorded, size, facts)
        self._recent_outbox.committed(before.sequence + 1, told, size, rows if fresh is None else fresh.copy)
        if fresh is not None:
            for listener in self.listeners:
                listener(fresh)

    def _is_beyond(self, position: int | None, sequence: int | None) -> bool:
        head = self.head
        return (position is None or head.position > position) and (sequence is None or head.sequence > sequence)
