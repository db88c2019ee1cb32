"""Reading a log in order: what its owner tells ahead, and its stream where that does not do.

The stream gives a fact once it is on the broker's disk; the owner tells it as soon as its own disk has it. So the
stream is read where something was not heard: at the beginning, behind a gap, behind more than is told ahead, and while
the owner is silent. Whoever has heard everything for a moment lets go of it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.bus.ahead import Heard, subject_of
from shared.bus.connection import heed_cancellation
from shared.bus.envelope import epoch_in, row_of
from shared.bus.pull import ConsumerIsGone, Message, Pull
from shared.eventlog.rows import OutboxRow

_LOOKS = 2.0  # seconds between two looks at whether the owner still speaks
Pause = Callable[[], Awaitable[Any]]
"""What is awaited once something has come, before it is read."""
_BOTH = 2.0  # seconds for which the stream is read beside what is told ahead
"""Long enough for every fact that came before its owner was listened to; and a bulk load does not open it each time."""


class LogConsumer:
    """One reader of one log."""

    def __init__(self, client: Client, stream: str, service: str) -> None:
        self.stream = stream
        self.pending = 0
        self._client = client
        self._subject = subject_of(service)
        self._at = 0
        self._heard = Heard(epoch_in(stream))
        self._pull: Pull | None = None
        self._event = asyncio.Event()
        self._gone = ""
        self._listening: Any = None

    async def open(self, after: int) -> None:
        """Begin behind a sequence."""
        self._at = after
        self._listening = await self._client.subscribe(self._subject, cb=self._hear)
        await self._read_stream()

    async def take(self, limit: int, patience: float, pause: Pause | None = None) -> list[OutboxRow]:
        """The rows that are there, at least one; none at all when the time is over."""
        deadline = time.monotonic() + patience
        while True:
            self._event.clear()
            if pause is not None and self._has_news():
                await pause()
                pause = None
            found = self._found(limit)
            if found:
                self._at = found[-1].sequence
            await self._choose()
            heed_cancellation()
            left = deadline - time.monotonic()
            if found or left <= 0:
                return found
            await self._wait(min(left, _LOOKS))

    def wake(self) -> None:
        """The connection changed: whoever waits looks again."""
        if not self._client.is_connected:
            self._gone = "disconnected"
        self._event.set()

    async def close(self) -> None:
        """Stop reading."""
        if self._client.is_connected and self._listening is not None:
            await self._listening.unsubscribe()
        if self._pull is not None:
            await self._pull.close()

    def _has_news(self) -> bool:
        return self._heard.until > self._at or bool(self._pull is not None and self._pull.arrived)

    def _found(self, limit: int) -> list[OutboxRow]:
        """What the stream gave, and what was told ahead of it where it follows on without a gap."""
        found: list[OutboxRow] = []
        arrived = self._pull.arrived if self._pull is not None else ()
        while arrived and len(found) < limit:
            message = arrived.popleft()
            if message.sequence > self._at:
                found.append(_row(message))
                self.pending = message.pending
        ahead = self._heard.after(found[-1].sequence if found else self._at, limit - len(found))
        if ahead:
            found += ahead
            self.pending = self._heard.until - found[-1].sequence
        return found

    async def _choose(self) -> None:
        """Read the stream, or let go of it."""
        if not self._heard.suffices(self._at):
            await self._read_stream()
        elif self._pull is not None and time.monotonic() > self._pull.since + _BOTH:
            pull, self._pull = self._pull, None
            await pull.close()

    async def _read_stream(self) -> None:
        if self._pull is None:
            pull = Pull(self._client, self.stream, self._event.set)
            await pull.open(self._at)
            self._pull = pull
        await self._pull.wait()

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return
        if self._gone:
            raise ConsumerIsGone(self._gone)

    async def _hear(self, message: Msg) -> None:
        if self._heard.hear(message.data):
            self._event.set()


def _row(message: Message) -> OutboxRow:
    row = row_of(message.headers, message.subject, message.data)
    if row.sequence != message.sequence:
        raise ConsumerIsGone(f"sequence {row.sequence} stands at {message.sequence}")
    return row
