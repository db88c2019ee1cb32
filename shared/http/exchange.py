"""One request and its answer: what comes from a connection and goes there, as ASGI tells it to an application."""

import asyncio
import time
from email.utils import formatdate
from functools import cache
from http import HTTPStatus
from typing import Any, Protocol

_HELD = 256 * 1024
"""Bytes of a body that may wait for the application before no more is read."""
_WITHOUT_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


class HeaderHasLineEnd(ValueError):  # noqa: N818 - named as a sentence
    """The application gave a header that would have made two: nothing of the answer was sent."""


class Line(Protocol):
    """The connection, as far as one exchange needs it."""

    is_lost: bool
    is_ending: bool

    def write(self, data: bytes) -> None:
        """Send."""
        ...

    async def drained(self) -> None:
        """Wait while the client reads more slowly than we write."""
        ...

    def read_on(self, *, on: bool) -> None:
        """Go on reading, or let the client wait."""
        ...


class Exchange:
    """`keeps`: the connection may be used again after it; `expects`: the client waits before it sends the body."""

    __slots__ = (
        "_chunked", "_expects", "_held", "_is_bodiless", "_is_cut", "_line", "_news", "_pieces", "_start", "_told",
        "is_answered", "is_begun", "is_whole", "keeps", "scope",
    )  # fmt: skip

    def __init__(self, line: Line, scope: dict[str, Any], *, keeps: bool, expects: bool) -> None:
        self._line = line
        self.scope = scope
        self.keeps = keeps
        self._expects = expects
        self.is_whole = self.is_begun = self.is_answered = False
        self._told = self._chunked = self._is_bodiless = self._is_cut = False
        self._pieces: list[bytes] = []
        self._held = 0
        self._news: asyncio.Future[None] | None = None
        self._start: Any = None

    def take(self, body: bytes) -> None:
        """A piece of the body has come."""
        self._pieces.append(body)
        self._held += len(body)
        if self._held > _HELD:
            self._line.read_on(on=False)
        self.wake()

    def cut(self) -> None:
        """Nothing of the body will come any more; who waits for it hears that the client has gone."""
        self._is_cut = not self.is_whole
        self.wake()

    def wake(self) -> None:
        """Something has changed: more has come, all has come, or the client has gone."""
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    async def receive(self) -> dict[str, Any]:
        """The next piece of the body; after its end, that the client has gone."""
        if self._expects and not self.is_begun:
            self._expects = False
            self._line.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        while not (self._pieces or self.is_whole or self._is_gone()):
            await self._change()
        if self._pieces or (self.is_whole and not self._told):
            body, self._held = b"".join(self._pieces), 0
            self._pieces.clear()
            self._told = self.is_whole
            self._line.read_on(on=True)
            return {"type": "http.request", "body": body, "more_body": not self.is_whole}
        while not (self.is_answered or self._is_gone()):
            await self._change()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        """A piece of the answer; of one for a client that has gone, nothing."""
        if self._line.is_lost:
            return
        if message["type"] == "http.response.start":
            self._start = message
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        head = b"" if self.is_begun else self._head(len(body), more=more)
        self.is_begun, self.is_answered = True, not more
        self._line.write(head + self._framed(body, more=more))
        await self._line.drained()
        if not more:
            self.wake()

    def _is_gone(self) -> bool:
        return self._line.is_lost or self._is_cut

    async def _change(self) -> None:
        self._news = asyncio.get_running_loop().create_future()
        await self._news

    def _framed(self, body: bytes, *, more: bool) -> bytes:
        if self._is_bodiless:
            return b""
        if not self._chunked:
            return body
        chunk = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
        return chunk if more else chunk + b"0\r\n\r\n"

    def _head(self, length: int, *, more: bool) -> bytes:
        status, scope = self._start["status"], self.scope
        self._is_bodiless = scope["method"] == "HEAD" or status in _WITHOUT_BODY
        self.keeps = self.keeps and self.is_whole and not self._line.is_ending
        lines, has_length = [_first_line(status), _date(int(time.time()))], status in _WITHOUT_BODY
        for name, value in self._start.get("headers", ()):
            if name == b"connection":
                self.keeps = self.keeps and value != b"close"
                continue
            has_length = has_length or name == b"content-length"
            lines.append(b"%b: %b\r\n" % (name, value))
        if not has_length and not more:
            lines.append(b"content-length: %d\r\n" % length)
        elif not has_length and scope["http_version"] == "1.1":
            self._chunked = True
            lines.append(b"transfer-encoding: chunked\r\n")
        elif not has_length:
            self.keeps = False  # the end of the connection is the end of the body
        if not self.keeps:
            lines.append(b"connection: close\r\n")
        head = b"".join(lines)
        if head.count(b"\n") != len(lines) or head.count(b"\r") != len(lines):
            raise HeaderHasLineEnd
        return head + b"\r\n"


@cache  # the statuses that are used
def _first_line(status: int) -> bytes:
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n".encode()


_dated = (0, b"")


def _date(second: int) -> bytes:
    global _dated  # noqa: PLW0603 - one line a second for all answers
    if _dated[0] != second:
        _dated = second, f"date: {formatdate(second, usegmt=True)}\r\n".encode()
    return _dated[1]
