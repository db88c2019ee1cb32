"""The one connection of a process to NATS: opened in the background, kept for ever, never waited for by a command."""

import asyncio
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import structlog
from nats.aio.client import Client
from nats.protocol.command import hpub_cmd, pub_cmd

log = structlog.get_logger()

_OPTIONS = {
    "allow_reconnect": True,
    "connect_timeout": 2,
    "max_outstanding_pings": 2,
    "max_reconnect_attempts": -1,
    "ping_interval": 5,
    "reconnect_time_wait": 0.25,
}


_MOST_UNWRITTEN = 1024 * 1024  # bytes on their way to a broker that takes them slowly; more waits, or is left out
_PORT = 4222  # where the address names none
_GREETING = 1.0  # seconds in which a server that is well has greeted, however busy
_GOODBYE = 1.0  # seconds that ending a connection may take


_HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_BLANK = " \t\r\n\x0b\x0c"


@lru_cache(maxsize=256)
def _header_name(written: str) -> str | None:
    """A header's name, None for what no name can be."""
    name = written.strip(_BLANK)
    return name if name.isascii() and "".join(name.split()) == name else None


@lru_cache(maxsize=256)
def _sent_name(written: str) -> str | None:
    """A header's name as it is sent, None for what the library must decide about."""
    return written if _HEADER_NAME.fullmatch(written) else None


def _header_lines(headers: Mapping[str, str]) -> str | None:
    """All headers of a message in one text; None where a name or a value is not as plain as ours are."""
    lines = [f"{_sent_name(name)}: {value.strip()}" for name, value in headers.items() if _sent_name(name)]
    text = "\r\n".join(lines)
    breaks = len(headers) - 1
    return text if len(lines) == len(headers) and text.count("\n") == text.count("\r") == breaks else None


class LeanClient(Client):
    """The library's client with headers read and written in as few steps as it takes: each message has twenty.

    The library looks at every character of every name; that was most of what following and mirroring a log cost.
    Once closed it stays closed.
    """

    async def _connect_to_server(self, s: Any) -> None:
        """The library's, which loses a cancellation that comes together with an answer, and would try for ever."""
        if not self.is_closed:
            await super()._connect_to_server(s)
        if self.is_closed:
            raise asyncio.CancelledError

    async def _send_publish(
        self, subject: str, reply: str, payload: bytes, payload_size: int, headers: dict[str, Any] | None
    ) -> None:
        text = _header_lines(headers) if headers and subject else None
        if text is None:
            await super()._send_publish(subject, reply, payload, payload_size, headers)
            return
        written = bytearray(f"NATS/1.0\r\n{text}\r\n\r\n".encode())
        self.stats["out_msgs"] += 1
        self.stats["out_bytes"] += payload_size
        await self._send_command(hpub_cmd(subject, reply, written, payload))
        if self._flush_queue is not None and self._flush_queue.empty():
            await self._flush_pending()

    def send_now(self, subject: str, payload: bytes) -> bool:
        """Write a message in this very turn; False, and nothing sent, where it would have to wait.

        The library's way leads through a task, which comes behind whatever else this turn has woken.
        """
        if not self.is_connected or self._transport is None or not self._takes_more():
            return False
        self._pending.append(pub_cmd(subject, "", payload))
        self.stats["out_msgs"] += 1
        self.stats["out_bytes"] += len(payload)
        self._transport.writelines(self._pending)
        self._pending, self._pending_data_size = [], 0
        return True

    def _takes_more(self) -> bool:
        writer = getattr(self._transport, "_io_writer", None)
        return writer is not None and writer.transport.get_write_buffer_size() < _MOST_UNWRITTEN

    @staticmethod
    def _parse_header_lines(raw: bytes) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in raw.decode("utf-8", "replace").split("\r\n"):
            name, colon, value = line.partition(":")
            if colon and (known := _header_name(name)) is not None:
                found[known] = value.strip(_BLANK)
        return found


class BrokerIsAway(ConnectionError):  # noqa: N818 - named as a sentence
    """NATS cannot be reached now; the log goes on, the mirror and the followers catch up later."""


def heed_cancellation() -> None:
    """Raise what nats-py's flush may have swallowed: without this a cancelled task would go on for ever."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


class Broker:
    """Owns the client. `listeners` are called whenever the connection is lost or there again."""

    def __init__(self, url: str, *, user: str = "", password: str = "", name: str = "") -> None:
        self._url = url
        self._user = user
        self._password = password
        self._name = name or user or "lienthong"
        self._client = LeanClient()
        self._keeper: asyncio.Task[None] | None = None
        self._up = asyncio.Event()
        self._closed = asyncio.Event()
        self._complaint = ""
        self.listeners: set[Callable[[], None]] = set()

    @property
    def connected(self) -> bool:
        """Whether a message sent now would leave this process."""
        return self._up.is_set() and self._client.is_connected

    def start(self) -> None:
        """Begin to connect, in the background, for ever."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep(), name="broker")

    async def client(self, patience: float = 0.0) -> LeanClient:
        """The connected client; waits at most `patience` seconds for it."""
        if not self.connected and patience:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._up.wait(), patience)
        if not self.connected:
            raise BrokerIsAway(self._url)
        return self._client

    async def is_silent(self) -> bool:
        """Whether somebody takes connections at the address and does not greet: frozen there, not gone from there."""
        where = urlsplit(self._url)
        try:
            async with asyncio.timeout(_GREETING):
                reader, writer = await asyncio.open_connection(where.hostname, where.port or _PORT)
        except (OSError, TimeoutError):
            return False
        try:
            async with asyncio.timeout(_GREETING):
                await reader.read(1)
        except TimeoutError:
            return True
        except OSError:
            return False
        finally:
            writer.close()
        return False

    async def close(self) -> None:
        """End the connection for good."""
        keeper, self._keeper = self._keeper, None
        while keeper is not None and not keeper.done():
            keeper.cancel()  # more than once: nats-py swallows some
            await asyncio.wait([keeper], timeout=_GOODBYE / 4)
        self._up.clear()
        if not self._client.is_closed:
            try:
                await asyncio.wait_for(self._client.close(), _GOODBYE)
            except (OSError, TimeoutError):
                pass  # the server may have gone first
            except asyncio.CancelledError:
                heed_cancellation()  # else the client met what it has cancelled itself: an attempt to come back

    async def _keep(self) -> None:
        while True:
            self._closed.clear()
            self._client = LeanClient()
            await self._connect()
            await self._arrived()
            await self._closed.wait()  # nats-py gives up on some errors (a changed password): begin anew
            await asyncio.sleep(1.0)

    async def _connect(self) -> None:
        await self._client.connect(
            self._url,
            name=self._name,
            user=self._user or None,
            password=self._password or None,
            inbox_prefix=f"_INBOX_{self._user}" if self._user else "_INBOX",
            error_cb=self._failed,
            disconnected_cb=self._left,
            reconnected_cb=self._arrived,
            closed_cb=self._ended,
            **_OPTIONS,
        )

    async def _arrived(self) -> None:
        self._complaint = ""
        self._up.set()
        log.info("broker connected", broker=self._name)
        self._tell()

    async def _left(self) -> None:
        if self._up.is_set():
            log.warning("broker lost", broker=self._name)
        self._up.clear()
        self._tell()

    async def _ended(self) -> None:
        self._up.clear()
        self._closed.set()
        self._tell()

    async def _failed(self, error: Exception) -> None:
        complaint = f"{type(error).__name__}: {error}"
        if complaint != self._complaint:  # a server that stays away is told once, not four times a second
            self._complaint = complaint
            log.warning("broker error", broker=self._name, error=complaint)

    def _tell(self) -> None:
        for listener in tuple(self.listeners):
            listener()
