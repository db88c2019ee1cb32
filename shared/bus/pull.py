"""A waiting pull on a stream: an ephemeral consumer that is answered as soon as a message is there."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from shared.bus.connection import BrokerIsAway

_AT_ONCE = 256
_EXPIRES = 30.0
_HEARTBEAT = 5.0
_SILENCE = 2 * _HEARTBEAT + 1.0
_NANO = 1_000_000_000


class ConsumerIsGone(ConnectionError):  # noqa: N818 - named as a sentence
    """The consumer ended with its server or its stream, or stays silent: open a new one."""


class Message(NamedTuple):
    """A message of the stream; `pending` are known to lie behind it."""

    sequence: int
    subject: str
    headers: Mapping[str, str] | None
    data: bytes
    pending: int


class Pull:
    """One reader's place in a stream. The server pushes into the waiting pull, so an idle reader sends nothing."""

    def __init__(self, client: Client, stream: str, wake: Callable[[], None]) -> None:
        self.arrived: deque[Message] = deque()
        self.since = time.monotonic()
        self._client = client
        self._stream = stream
        self._wake = wake
        self._inbox = client.new_inbox()
        self._waits_for = 0
        self._heard = 0.0
        self._gone = ""
        self._name = ""
        self._subscription: Any = None

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
        self._name = (await js.add_consumer(self._stream, config)).name
        self._subscription = await self._client.subscribe(self._inbox, cb=self._take_in)

    async def wait(self) -> None:
        """Have a pull waiting at the server; `ConsumerIsGone` when it said so, or nothing for too long."""
        if self._gone:
            raise ConsumerIsGone(self._gone)
        if self._waits_for <= 0:
            await self._ask()
        elif time.monotonic() - self._heard > _SILENCE:
            raise ConsumerIsGone("silent")

    async def close(self) -> None:
        """Stop reading, and let the server forget the consumer; should it not hear, it forgets it by itself."""
        if self._client.is_connected and self._subscription is not None:
            await self._subscription.unsubscribe()
            await self._client.publish(f"$JS.API.CONSUMER.DELETE.{self._stream}.{self._name}")

    async def _ask(self) -> None:
        if not self._client.is_connected:
            raise BrokerIsAway(self._stream)
        request = {"batch": _AT_ONCE, "expires": int(_EXPIRES * _NANO), "idle_heartbeat": int(_HEARTBEAT * _NANO)}
        self._waits_for = _AT_ONCE
        self._heard = time.monotonic()
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{self._stream}.{self._name}"
        await self._client.publish(subject, msgspec.json.encode(request), reply=self._inbox)

    async def _take_in(self, message: Msg) -> None:
        self._heard = time.monotonic()
        status = (message.headers or {}).get("Status", "")
        if not status:
            self._waits_for -= 1
            at = message.metadata
            self.arrived.append(
                Message(at.sequence.stream, message.subject, message.headers, message.data, at.num_pending)
            )
        elif status in ("404", "408"):
            self._waits_for = 0
        elif status != "100":
            self._gone = (message.headers or {}).get("Description", status)
        self._wake()
