"""A lean HTTP/1.1 caller for benchmarks: kept connections, JSON in and out; a tenth of what a full client costs.

The caller shares the machine with what it measures, so what it takes itself must be small.
"""

import asyncio
from collections import deque
from typing import Any
from urllib.parse import urlsplit

import msgspec

_encode = msgspec.json.Encoder().encode
_END = b"\r\n\r\n"
_LENGTH = b"content-length: "


class CallFailed(RuntimeError):  # noqa: N818 - named as a sentence
    """An answer other than 200, or none."""


class _Connection(asyncio.Protocol):
    """One call at a time."""

    def __init__(self) -> None:
        self._transport: Any = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._received = b""
        self.lost = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(CallFailed(f"connection lost: {exc}"))

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data
        head = received.find(_END)
        if head < 0 or self._answer is None:
            return
        start = received[:head].lower().find(_LENGTH)
        end = received.find(b"\r\n", start)
        whole = head + len(_END) + int(received[start + len(_LENGTH) : end])
        if len(received) >= whole:
            self._received, answer = b"", self._answer
            if not answer.done():
                answer.set_result((int(received[9:12]), received[head + len(_END) : whole]))

    def ask(self, request: bytes) -> "asyncio.Future[tuple[int, bytes]]":
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer

    def close(self) -> None:
        self._transport.close()


class HttpCaller:
    """Calls one server; connections are made as they are needed and kept."""

    def __init__(self, url: str, token: str = "") -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname or "127.0.0.1", parts.port or 80)
        signed = f"authorization: Bearer {token}\r\n" if token else ""
        self._head = f"host: {parts.netloc}\r\ncontent-type: application/json\r\n{signed}content-length: "
        self._free: deque[_Connection] = deque()

    async def post(self, path: str, body: Any) -> Any:
        """The answer's JSON."""
        content = _encode(body)
        request = f"POST {path} HTTP/1.1\r\n{self._head}{len(content)}\r\n\r\n".encode() + content
        connection = await self._connection()
        status, answer = await connection.ask(request)
        self._free.append(connection)
        if status != 200:
            raise CallFailed(f"{status}: {answer[:500]!r}")
        return msgspec.json.decode(answer)

    def close(self) -> None:
        """Let the connections go."""
        while self._free:
            self._free.pop().close()

    async def _connection(self) -> _Connection:
        while self._free:
            connection = self._free.pop()
            if not connection.lost:  # a server lets an idle one go
                return connection
        _, protocol = await asyncio.get_running_loop().create_connection(_Connection, *self._address)
        return protocol
