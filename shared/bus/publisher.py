"""A pipelined publisher: many messages on their way, one acknowledgement each, errors included.

nats-py's `publish_async` never resolves when the broker refuses a message, so the acknowledgements are taken here.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.bus.connection import BrokerIsAway


class Ack(msgspec.Struct):
    """The broker's answer to one message or one atomic batch."""

    stream: str = ""
    seq: int = 0
    duplicate: bool = False
    error: dict[str, Any] | None = None

    def says(self, stream: str, sequence: int) -> bool:
        """Whether the message is stored where it belongs; a duplicate was not stored."""
        return self.error is None and not self.duplicate and (self.stream, self.seq) == (stream, sequence)


class Publisher:
    """Publishes on one connection; answers come back on one inbox."""

    def __init__(self, client: Client) -> None:
        self.was_interrupted = False
        self._client = client
        self._inbox = client.new_inbox()
        self._waiting: dict[str, asyncio.Future[Ack]] = {}
        self._count = 0
        self._subscription: Any = None

    async def open(self) -> None:
        """Listen for answers."""
        self._subscription = await self._client.subscribe(f"{self._inbox}.*", cb=self._answered)

    def connection_changed(self) -> None:
        """Whoever waits for an answer that can no longer come is told so at once."""
        self.was_interrupted = True
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(BrokerIsAway("no answer"))
                waiting.exception()
        self._waiting.clear()

    async def close(self) -> None:
        """Stop listening."""
        self.connection_changed()
        if self._subscription is not None and self._client.is_connected:
            await self._subscription.unsubscribe()

    async def send(self, subject: str, body: bytes, headers: Mapping[str, str]) -> "asyncio.Future[Ack]":
        """Put a message on its way; the future is its acknowledgement."""
        self._count += 1
        ticket = str(self._count)
        future: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._waiting[ticket] = future
        await self._client.publish(subject, body, reply=f"{self._inbox}.{ticket}", headers=dict(headers))
        return future

    async def send_silently(self, subject: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        """Put a message on its way that nobody answers, such as an inner one of an atomic batch."""
        await self._client.publish(subject, body, headers=dict(headers) if headers else None)

    async def _answered(self, message: Msg) -> None:
        future = self._waiting.pop(message.subject.rpartition(".")[2], None)
        if future is None or future.done():
            return
        if not message.data:  # no stream takes this subject
            future.set_result(Ack(error={"code": 503, "description": "no responders"}))
            return
        future.set_result(msgspec.json.decode(message.data, type=Ack))
