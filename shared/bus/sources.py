"""Where a follower reads: the own log, or another service's published log through the broker."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Protocol

from shared.bus import arrival
from shared.bus.arrival import Arrival
from shared.bus.checkpoint import Checkpoint
from shared.bus.connection import Broker
from shared.bus.consumer import Pause
from shared.bus.pages import FetchFacts, Pages
from shared.bus.stream_reader import StreamIsUnfit, StreamReader
from shared.eventlog.log import EventLog
from shared.eventlog.rows import LARGEST_PAGE
from shared.eventlog.stretches import Part, Stretch
from shared.vocabulary.excerpts import Excerpt

_QUIET = 15.0  # seconds without a message until the owner itself is asked: its mirror may be at fault
_FIRST_STRETCH, _LONGEST_STRETCH = 1_000, 10_000
_STRETCH_BYTES = 16 * 1024 * 1024
_PAGES = 4  # asked of an owner at once
_FIRST_QUIET = 1.0  # after a message it is asked sooner: the owner may have been restored, and fill another stream


class Source(Protocol):
    """A log, read in order."""

    name: str

    @property
    def epoch(self) -> str:
        """In which epoch the owner lives, as far as it was asked."""
        ...

    async def read(self, after: int, limit: int, pause: Pause | None = None) -> Sequence[Arrival]:
        """What follows on a sequence; waits some time for it, then answers nothing.

        `pause` is awaited when something has come, before it is read: more comes meanwhile, and nothing is done yet.
        """
        ...

    async def stretch(self, after: int, until: int) -> Stretch:
        """Many facts behind a sequence at once, at most up to another; none (`last` = `after`) if none can be had."""
        ...

    async def one(self, sequence: int) -> Arrival | None:
        """The entry at a sequence, asked of the owner; None while it cannot be had."""
        ...

    async def head(self, known: int = 0) -> int:
        """Where the log ends now."""
        ...

    async def look(self) -> None:
        """Ask in which epoch the owner lives now, if it can be asked."""
        ...

    def lag(self, after: int) -> int:
        """How much is known to lie behind a sequence."""
        ...

    async def close(self) -> None:
        """Let go of what reading needed."""
        ...


class OwnLog:
    """The service's own facts, by position."""

    def __init__(self, service: str, log: EventLog, topics: Collection[str], excerpts: Sequence[Excerpt] = ()) -> None:
        self.name = service
        self._log = log
        self._topics = frozenset(topics)
        self._excerpts = {one.kind.TOPIC: one for one in excerpts}
        self._together = _FIRST_STRETCH

    @property
    def epoch(self) -> str:
        """The log's own."""
        return self._log.epoch

    async def read(self, after: int, limit: int, pause: Pause | None = None) -> Sequence[Arrival]:
        """Woken by the commit itself when it happens in this process."""
        if self._log.head.position <= after:
            await self._log.wait_beyond(position=after, timeout=1.0)
        if pause is not None:
            await pause()
        return await self._stored(after, limit)

    async def stretch(self, after: int, until: int) -> Stretch:
        """As many facts as make up some megabytes."""
        stretch = await self._log.read_stretch(after, min(until, after + self._together), self._topics, self._excerpts)
        room = _STRETCH_BYTES * (stretch.last - after) // (stretch.size + 1)
        self._together = max(_FIRST_STRETCH, min(_LONGEST_STRETCH, room))
        return stretch

    async def one(self, sequence: int) -> Arrival | None:
        """The fact at a position."""
        return next(iter(await self._stored(sequence - 1, 1)), None)

    async def head(self, known: int = 0) -> int:
        """The newest position."""
        if known > self._log.head.position:
            await self._log.look()
        return self._log.head.position

    async def look(self) -> None:
        """The log's own epoch is known."""

    def lag(self, after: int) -> int:
        """Positions still to be read."""
        return max(0, self._log.head.position - after)

    async def close(self) -> None:
        """Nothing to let go of."""

    async def _stored(self, after: int, limit: int) -> list[Arrival]:
        rows = await self._log.read_stored(after, limit)
        return [arrival.own(row, service=self.name, epoch=self._log.epoch, topics=self._topics) for row in rows]


class PublishedLog:
    """Another service's facts: from its mirror, or page by page from itself when the mirror cannot give them."""

    def __init__(
        self, service: str, *, deployment: str, broker: Broker, fetch_facts: FetchFacts, topics: Collection[str]
    ) -> None:
        self.name = service
        self._topics = frozenset(topics)
        self._stream = StreamReader(broker, deployment=deployment, service=service)
        self._pages = Pages(service, broker, fetch_facts)
        self._head = 0
        self._quiet = _FIRST_QUIET
        self._owner_is_away = False
        self._told = Checkpoint()  # of the stretches read last
        self._vouched = ""  # the epoch whose stream is known to be its owner's

    @property
    def epoch(self) -> str:
        """As the owner's last page said."""
        return self._pages.epoch

    async def read(self, after: int, limit: int, pause: Pause | None = None) -> Sequence[Arrival]:
        """The next entries; every way to get them gives the same ones."""
        try:
            epoch, rows = await self._stream.read(after, limit, min(self._quiet, _QUIET), pause)
            if rows and self._vouched != epoch:
                await self._vouch(epoch)
            self._quiet = _FIRST_QUIET if rows else min(_QUIET, 2 * self._quiet)
            self._head = max(self._head, after + self._stream.pending)
            patience = 0.0
        except StreamIsUnfit:
            epoch, rows, patience = "", [], 1.0
        if not rows:
            epoch, rows = await self._pages.read(after, limit, patience=patience)
            self._head = max(self._head, self._pages.head)
        return [arrival.published(row, source=self.name, epoch=epoch, topics=self._topics) for row in rows]

    async def stretch(self, after: int, until: int) -> Stretch:
        """Pages from the owner, several at once: quicker than its mirror, which serves once the owner is away."""
        arrivals = [] if self._owner_is_away else await self._paged(after, until)
        if not arrivals:
            self._owner_is_away = True
            arrivals = [one for one in await self.read(after, LARGEST_PAGE) if one.sequence <= until]
        before = self._told if self._told.sequence == after else Checkpoint(sequence=after)
        told = self._told = before.through(arrivals)  # the next stretch follows on this one

        def opened() -> list[Part]:
            return [[fact for one in arrivals if (fact := one.open()) is not None]]

        return Stretch(told.sequence, 0, opened, told.digest, told.epoch)

    async def _vouch(self, epoch: str) -> None:
        """Before anything of a stream is believed its owner is asked for the newest row in it, once.

        A database that was put back leaves the old stream ahead of its log until the owner's mirror has noticed. While
        the owner is away the stream is all there is.
        """
        end = await self._stream.end()
        if end is not None and await self._pages.holds(epoch, end) is False:
            await self._stream.close()
            raise StreamIsUnfit("the owner has another history")
        self._vouched = epoch

    async def _paged(self, after: int, until: int) -> list[Arrival]:
        starts = range(after, min(until, after + _PAGES * LARGEST_PAGE), LARGEST_PAGE)
        pages = await asyncio.gather(
            *(self._pages.read(start, min(LARGEST_PAGE, until - start), patience=0.0) for start in starts)
        )
        arrivals: list[Arrival] = []
        for epoch, rows in pages:
            if rows and rows[0].sequence == after + len(arrivals) + 1:
                arrivals += [arrival.published(row, source=self.name, epoch=epoch, topics=self._topics) for row in rows]
        return arrivals

    async def one(self, sequence: int) -> Arrival | None:
        """The entry as the owner's outbox has it."""
        epoch, rows = await self._pages.read(sequence - 1, 1, patience=0.0)
        return arrival.published(rows[0], source=self.name, epoch=epoch, topics=self._topics) if rows else None

    async def head(self, known: int = 0) -> int:
        """The newest sequence, as the owner says."""
        self._head = await self._pages.ask_head(known)  # less than before, where its owner was restored
        return self._head

    async def look(self) -> None:
        """Ask the owner."""
        await self._pages.look()

    def lag(self, after: int) -> int:
        """Sequences still to be read, as far as is known."""
        return max(0, self._head - after)

    async def close(self) -> None:
        """Let go of the consumer."""
        await self._stream.close()


async def newest(source: Source) -> Checkpoint:
    """Where a log ends now, by its owner, who has to be there."""
    head = await source.head()
    last = await source.one(head) if head else None
    if head and last is None:
        raise ConnectionError(source.name)
    return Checkpoint() if last is None else Checkpoint(last.epoch, last.sequence, last.digest)
