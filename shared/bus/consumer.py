"""Reading a stream in order: an ephemeral consumer and one waiting pull, answered as soon as a message is there.

The stream gives a message once it is on the broker's disk. The owner, whose own disk has it, tells it ahead as well,
kept nowhere: whichever comes first is taken, the other one is dropped, and what is told ahead and missed costs nothing.
"""

import asyncio
import time
from collections import deque
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from shared.bus.connection import BrokerIsAway, heed_cancellation
from shared.bus.envelope import AHEAD, epoch_in, place_of

_PULL = 256
_KEPT_AHEAD = 256
_EXPIRES = 30.0
_HEARTBEAT = 5.0
_SILENCE = 2 * _HEARTBEAT + 1.0
_NANO = 1_000_000_000


class ConsumerIsGone(ConnectionError):  # noqa: N818 - named as a sentence
    """The consumer ended with its server or its stream, or stays silent: open a new one."""


class Entry(NamedTuple):
    """A message of the stream, or what will be one; `pending` are known to lie behind it."""

    sequence: int
    subject: str
    headers: Mapping[str, str] | None
    data: bytes
    pending: int = 0


class StreamConsumer:
    """One reader of one stream. The server pushes into the waiting pull, so an idle reader sends nothing."""

    def __init__(self, client: Client, stream: str, subjects: str) -> None:
        self.stream = stream
        self._client = client
        self._epoch = epoch_in(stream)
        self._ahead_of = f"{AHEAD}{subjects}"
        self._inbox = client.new_inbox()
        self._next = 1
        self._arrived: deque[Entry] = deque()
        self._told_ahead: deque[Entry] = deque(maxlen=_KEPT_AHEAD)
        self._event = asyncio.Event()
        self._open_pull = 0
        self._heard = time.monotonic()
        self._gone = ""
        self._subscriptions: list[Any] = []
        self._next_subject = ""

    async def open(self, after: int) -> None:
        """Make the consumer; it ends by itself a minute after its last reader."""
        js = self._client.jetstream(timeout=5)
        config = ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=after + 1,
            ack_policy=AckPolicy.NONE,
            mem_storage=True,
            num_replicas=1,
            inactive_threshold=60.0,
        )
        info = await js.add_consumer(self.stream, config)
        self._next_subject = f"$JS.API.CONSUMER.MSG.NEXT.{self.stream}.{info.name}"
        self._next = after + 1
        self._subscriptions.append(await self._client.subscribe(self._inbox, cb=self._take_in))
        self._subscriptions.append(await self._client.subscribe(self._ahead_of, cb=self._hear))

    async def take(self, limit: int, patience: float) -> list[Entry]:
        """The messages that are there, at least one; none at all when the time is over."""
        deadline = time.monotonic() + patience
        while not (found := self._found(limit)):
            if self._open_pull <= 0:
                await self._pull()
                heed_cancellation()
            left = deadline - time.monotonic()
            if left <= 0:
                return []
            await self._wait(min(left, _HEARTBEAT))
        self._next = found[-1].sequence + 1
        return found

    def wake(self) -> None:
        """The connection changed: whoever waits looks again."""
        if not self._client.is_connected:
            self._gone = "disconnected"
        self._event.set()

    async def close(self) -> None:
        """Stop reading; the server forgets the consumer by itself."""
        for subscription in self._subscriptions if self._client.is_connected else ():
            await subscription.unsubscribe()

    def _found(self, limit: int) -> list[Entry]:
        """What the stream gave, and what was told ahead of it where it follows on without a gap."""
        for waiting in (self._arrived, self._told_ahead):
            while waiting and waiting[0].sequence < self._next:
                waiting.popleft()
        found = [self._arrived.popleft() for _ in range(min(limit, len(self._arrived)))]
        following = found[-1].sequence + 1 if found else self._next
        while self._told_ahead and len(found) < limit and self._told_ahead[0].sequence <= following:
            entry = self._told_ahead.popleft()
            if entry.sequence == following:
                found.append(entry)
                following += 1
        return found

    async def _wait(self, seconds: float) -> None:
        self._event.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            if time.monotonic() - self._heard > _SILENCE:
                raise ConsumerIsGone("silent") from None
        if self._gone:
            raise ConsumerIsGone(self._gone)

    async def _pull(self) -> None:
        if not self._client.is_connected:
            raise BrokerIsAway(self.stream)
        request = {"batch": _PULL, "expires": int(_EXPIRES * _NANO), "idle_heartbeat": int(_HEARTBEAT * _NANO)}
        self._open_pull = _PULL
        self._heard = time.monotonic()
        await self._client.publish(self._next_subject, msgspec.json.encode(request), reply=self._inbox)

    async def _take_in(self, message: Msg) -> None:
        self._heard = time.monotonic()
        status = (message.headers or {}).get("Status", "")
        if not status:
            self._open_pull -= 1
            at = message.metadata
            entry = Entry(at.sequence.stream, message.subject, message.headers, message.data, at.num_pending)
            self._arrived.append(entry)
        elif status in ("404", "408"):
            self._open_pull = 0
        elif status != "100":
            self._gone = (message.headers or {}).get("Description", status)
        self._event.set()

    async def _hear(self, message: Msg) -> None:
        """Of another epoch, or without a place: not of this stream."""
        epoch, sequence = place_of(message.headers)
        if epoch == self._epoch:
            self._told_ahead.append(Entry(sequence, message.subject.removeprefix(AHEAD), message.headers, message.data))
            self._event.set()
