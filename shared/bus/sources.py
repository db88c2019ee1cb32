"""Where a follower reads: the own log, or another service's published log through the broker."""

from collections.abc import Collection, Sequence
from typing import Protocol

from shared.bus import arrival
from shared.bus.arrival import Arrival
from shared.bus.connection import Broker
from shared.bus.pages import FetchFacts, Pages
from shared.bus.stream_reader import StreamIsUnfit, StreamReader
from shared.eventlog.log import EventLog

_QUIET = 15.0  # seconds without a message until the owner itself is asked: its mirror may be at fault


class Source(Protocol):
    """A log, read in order."""

    name: str

    async def read(self, after: int, limit: int) -> Sequence[Arrival]:
        """What follows on a sequence; waits some time for it, then answers nothing."""
        ...

    async def head(self) -> int:
        """Where the log ends now."""
        ...

    def lag(self, after: int) -> int:
        """How much is known to lie behind a sequence."""
        ...

    async def close(self) -> None:
        """Let go of what reading needed."""
        ...


class OwnLog:
    """The service's own facts, by position."""

    def __init__(self, service: str, log: EventLog) -> None:
        self.name = service
        self._log = log

    async def read(self, after: int, limit: int) -> Sequence[Arrival]:
        """Woken by the commit itself when it happens in this process."""
        if self._log.head.position <= after:
            await self._log.wait_beyond(position=after, timeout=1.0)
        facts = await self._log.read_facts(after, limit)
        return [arrival.own(recorded, service=self.name, epoch=self._log.epoch) for recorded in facts]

    async def head(self) -> int:
        """The newest position."""
        return self._log.head.position

    def lag(self, after: int) -> int:
        """Positions still to be read."""
        return max(0, self._log.head.position - after)

    async def close(self) -> None:
        """Nothing to let go of."""


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

    async def read(self, after: int, limit: int) -> Sequence[Arrival]:
        """The next entries; every way to get them gives the same ones."""
        try:
            epoch, rows = await self._stream.read(after, limit, patience=_QUIET)
            self._head = max(self._head, after + self._stream.pending)
            patience = 0.0
        except StreamIsUnfit:
            epoch, rows, patience = "", [], 1.0
        if not rows:
            epoch, rows = await self._pages.read(after, limit, patience=patience)
            self._head = max(self._head, self._pages.head)
        return [arrival.published(row, source=self.name, epoch=epoch, topics=self._topics) for row in rows]

    async def head(self) -> int:
        """The newest sequence, as the owner says."""
        return await self._pages.ask_head()

    def lag(self, after: int) -> int:
        """Sequences still to be read, as far as is known."""
        return max(0, self._head - after)

    async def close(self) -> None:
        """Let go of the consumer."""
        await self._stream.close()
