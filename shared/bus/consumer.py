"""Reading a stream in order: an ephemeral consumer and one waiting pull, answered as soon as a message is there."""

import asyncio
import time
from collections import deque
from typing import Any

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from shared.bus.connection import BrokerIsAway, heed_cancellation

_PULL = 256
_EXPIRES = 30.0
_HEARTBEAT = 5.0
_SILENCE = 2 * _HEARTBEAT + 1.0
_NANO = 1_000_000_000


class ConsumerIsGone(ConnectionError):  # noqa: N818 - named as a sentence
    """The consumer ended with its server or its stream, or stays silent: open a new one."""


class StreamConsumer:
    """One reader of one stream. The server pushes into the waiting pull, so an idle reader sends nothing."""

    def __init__(self, client: Client, stream: str) -> None:
        self.stream = stream
        self._client = client
        self._inbox = client.new_inbox()
        self._arrived: deque[Msg] = deque()
        self._event = asyncio.Event()
        self._open_pull = 0
        self._heard = time.monotonic()
        self._gone = ""
        self._subscription: Any = None
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
        self._subscription = await self._client.subscribe(self._inbox, cb=self._take_in)

    async def take(self, limit: int, patience: float) -> list[Msg]:
        """The messages that are there, at least one; none at all when the time is over."""
        deadline = time.monotonic() + patience
        while not self._arrived:
            if self._open_pull <= 0:
                await self._pull()
                heed_cancellation()
            left = deadline - time.monotonic()
            if left <= 0:
                return []
            await self._wait(min(left, _HEARTBEAT))
        return [self._arrived.popleft() for _ in range(min(limit, len(self._arrived)))]

    def wake(self) -> None:
        """The connection changed: whoever waits looks again."""
        if not self._client.is_connected:
            self._gone = "disconnected"
        self._event.set()

    async def close(self) -> None:
        """Stop reading; the server forgets the consumer by itself."""
        if self._subscription is not None and self._client.is_connected:
            await self._subscription.unsubscribe()

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
            self._arrived.append(message)
        elif status in ("404", "408"):
            self._open_pull = 0
        elif status != "100":
            self._gone = (message.headers or {}).get("Description", status)
        self._event.set()
