"""A client's connection: bytes in, requests out of them one after the other, each answered before the next begins.

llhttp (through httptools) parses, strictly. All of it in the one thread of the event loop: a server with threads of its
own hands every request over to Python and back, which took longer than reading it.
"""

import asyncio
from collections import deque
from typing import Any, cast

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from litestar.types import ASGIApp

from shared.http.exchange import Exchange
from shared.http.heads import LARGEST_HEAD, Head
from shared.http.problems import problem_of
from shared.http.refusals import CallIsNotReadable

HEAD_WITHIN = 10.0
"""Seconds for a whole head; as long may a connection be idle."""
_PIECE_WITHIN = 30.0  # between two pieces of a body; a route may have less patience with all of it
_LISTEN_ON = 2.0  # to a client that still sends what nobody wants, so that it can read its answer
_MOST_AHEAD = 16  # requests sent before the first was answered


class Connection(asyncio.Protocol):
    """One of the `others` that are open; `deadline`: when it is given up if nothing happens before."""

    def __init__(self, app: ASGIApp, others: "set[Connection]") -> None:
        self._app = app
        self._others = others
        self._loop = asyncio.get_running_loop()
        self.is_lost = self.is_ending = self._is_deaf = False
        self.deadline: float | None = None
        self.task: asyncio.Task[None] | None = None
        self._ended: asyncio.Future[None] | None = None
        self._blocked: asyncio.Future[None] | None = None
        self._now: Exchange | None = None
        self._incoming: Exchange | None = None
        self._next: deque[Exchange] = deque()
        self._head, self._around, self._body = Head(), 0, 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        self._transport = cast("asyncio.Transport", transport)
        self._others.add(self)
        self._addresses = [(transport.get_extra_info(name) or ("", 0))[:2] for name in ("sockname", "peername")]
        self._parser: Any = HttpRequestParser(self)
        self._be_patient(HEAD_WITHIN)

    def connection_lost(self, exc: Exception | None) -> None:
        """It has gone; a command that runs is not cut off by that."""
        self.is_lost, self._parser = True, None
        self._others.discard(self)
        self.resume_writing()
        if self._now is not None:
            self._now.wake()
        if self._ended is not None and not self._ended.done():
            self._ended.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Bytes of a request, or of several."""
        if self._is_deaf:
            return
        self._around += len(data)
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:  # it gets its answer in this protocol, and then its end
            self._is_deaf = True
        except HttpParserError:
            self._refuse()
        else:
            if self._around > LARGEST_HEAD + self._body:
                self._refuse()
            elif self._incoming is not None:
                self._be_patient(_PIECE_WITHIN)

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head = Head()

    def on_url(self, url: bytes) -> None:
        """A piece of where it goes."""
        self._head.add_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; what trails a body is of no interest."""
        if self._incoming is None:
            self._head.add(name, value)

    def on_headers_complete(self) -> None:
        """The request can be worked on, whether its body is here or not."""
        parser = self._parser
        scope = self._head.scope(parser, *self._addresses)
        keeps = scope["http_version"] == "1.1" and parser.should_keep_alive() and not parser.should_upgrade()
        self._incoming = exchange = Exchange(self, scope, keeps=keeps, expects=self._head.expects)
        if self._now is None:
            self._begin(exchange)
        elif len(self._next) < _MOST_AHEAD:
            self._next.append(exchange)
        else:
            raise HttpParserError("too many requests ahead")

    def on_body(self, body: bytes) -> None:
        """A piece of its body."""
        self._around -= len(body)
        self._body += len(body)
        if self._incoming is not None:
            self._incoming.take(body)

    def on_message_complete(self) -> None:
        """All of it is here."""
        if self._incoming is not None:
            self._incoming.is_whole, self.deadline = True, None
            self._incoming.wake()
        self._incoming, self._around, self._body = None, 0, 0

    def write(self, data: bytes) -> None:
        """Send to the client."""
        if not self.is_lost:
            self._transport.write(data)

    async def drained(self) -> None:
        """Wait while the client reads more slowly than we write."""
        if self._blocked is not None:
            await self._blocked

    def pause_writing(self) -> None:
        """The client is slow."""
        self._blocked = self._loop.create_future()

    def resume_writing(self) -> None:
        """It has caught up, or gone."""
        if self._blocked is not None and not self._blocked.done():
            self._blocked.set_result(None)
        self._blocked = None

    def read_on(self, *, on: bool) -> None:
        """Go on reading, or let the client wait."""
        if self.is_lost or self._transport.is_closing() or on == self._transport.is_reading():
            return
        (self._transport.resume_reading if on else self._transport.pause_reading)()
        self.deadline = self._loop.time() + _PIECE_WITHIN if on and self._incoming is not None else None

    def end(self) -> "asyncio.Future[None]":
        """Take no further request; done when the one that runs has been answered and the connection is closed."""
        self._ended = self._loop.create_future()
        self.is_ending = True
        if self._now is None:
            self._transport.close()
        return self._ended

    def give_up(self) -> None:
        """At once, whatever is under way."""
        self._transport.abort()

    def _be_patient(self, seconds: float) -> None:
        self.deadline = self._loop.time() + seconds

    def _begin(self, exchange: Exchange) -> None:
        self._now = exchange
        self.task = self._loop.create_task(self._answer(exchange))

    async def _answer(self, exchange: Exchange) -> None:
        try:
            await self._app(cast("Any", exchange.scope), cast("Any", exchange.receive), exchange.send)
        except Exception as error:  # noqa: BLE001 - applications answer their own errors; this one broke off
            self._tell(error)
            self.is_ending = True
        finally:
            self._now = self.task = None
            if not self.is_lost:
                self._go_on(exchange)

    def _go_on(self, exchange: Exchange) -> None:
        if exchange.is_begun and not exchange.is_answered:
            self.give_up()
        elif self.is_ending or not exchange.keeps or not exchange.is_answered:
            self._close()
        elif self._next:
            self._begin(self._next.popleft())
        elif self._incoming is None:
            self._be_patient(HEAD_WITHIN)

    def _refuse(self) -> None:
        """What is no request. An answer that is under way ends first, and is not mixed with another."""
        self._is_deaf = True
        self._next.clear()
        if self._now is None:
            self._tell(CallIsNotReadable())
            self._close()
        else:
            self.is_ending = True
            self._now.cut()

    def _tell(self, error: Exception) -> None:
        """An answer from here, unless one has begun."""
        problem = problem_of(error, "-")
        if self._now is None or not self._now.is_begun:
            head = "HTTP/1.1 %d -\r\ncontent-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
            self.write((head % (problem.status, len(problem.body))).encode() + problem.body)

    def _close(self) -> None:
        """Who still sends is listened to for a moment: with bytes unread, the system would cut the answer off."""
        if self._incoming is None and not self._is_deaf:
            self._transport.close()
            return
        self._is_deaf = True
        self.read_on(on=True)
        self._be_patient(_LISTEN_ON)
        self._transport.write_eof()
