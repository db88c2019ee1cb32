"""Keys of new persons, told to those who open nearly all of them: as they are made, through the broker, kept nowhere.

They are wrapped by the deployment's key, as on the pages of `POST /keys`, which serve whoever did not hear. The broker
lets each service hear what is told to it alone.
"""

import asyncio
from collections.abc import Callable, Mapping
from uuid import UUID

import msgspec
import nats.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from shared.bus.connection import Broker, heed_cancellation

log = structlog.get_logger()

_AT_ONCE = 1_000  # keys in a message
_MOST_WAITING = 64  # messages on their way to a broker that does not take them; more are left out
_TROUBLE = (ConnectionError, nats.errors.Error, TimeoutError, OSError)
_read = msgspec.json.Decoder(dict[UUID, str])


class NewKeys:
    """The telling side, for one reader."""

    def __init__(self, broker: Broker, reader: str) -> None:
        self._broker = broker
        self._subject = subject_of(reader)
        self._sending: set[asyncio.Task[None]] = set()

    def tell(self, keys: Mapping[UUID, str]) -> None:
        """Put them on their way; nobody waits for it."""
        if self._broker.connected and len(self._sending) < _MOST_WAITING:
            task = asyncio.create_task(self._send(list(keys.items())), name=f"telling {self._subject}")
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _send(self, keys: list[tuple[UUID, str]]) -> None:
        try:
            client = await self._broker.client()
            for start in range(0, len(keys), _AT_ONCE):
                await client.publish(self._subject, msgspec.json.encode(dict(keys[start : start + _AT_ONCE])))
        except _TROUBLE as error:
            log.info("keys were not told", error=type(error).__name__)


class KeysHeard:
    """The hearing side: `run` as one task; `hear` is given each message's keys."""

    def __init__(self, broker: Broker, reader: str, hear: Callable[[Mapping[UUID, str]], None]) -> None:
        self._broker = broker
        self._subject = subject_of(reader)
        self._hear = hear
        self._client: Client | None = None

    async def run(self) -> None:
        """Listen on every connection that the broker gives, until cancelled."""
        while True:
            changed = asyncio.Event()
            self._broker.listeners.add(changed.set)
            try:
                await self._listen()
                heed_cancellation()
                await changed.wait()
            finally:
                self._broker.listeners.discard(changed.set)

    async def _listen(self) -> None:
        if not self._broker.connected:
            return
        client = await self._broker.client()
        if client is self._client:  # the library listens again by itself after a reconnection
            return
        try:
            await client.subscribe(self._subject, cb=self._take_in)
            self._client = client
        except _TROUBLE as error:
            log.info("keys are not heard", error=type(error).__name__)

    async def _take_in(self, message: Msg) -> None:
        self._hear(_read.decode(message.data))


def subject_of(reader: str) -> str:
    """Where a reader is told keys."""
    return f"ahead.keys.{reader}"
