"""A client's connection: uvicorn's, in the one thread of our event loop, with bounds on its heads and our patience.

A server with threads of its own hands every request over to Python and back, which took longer than reading it.
"""

import asyncio
from typing import Any

from litestar.types import ASGIApp
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from shared.http.joined import Joined, Turn
from shared.http.problems import problem_of
from shared.http.refusals import CallIsNotReadable

LARGEST_HEAD = 32 * 1024
"""Bytes of a head; no client of ours sends a tenth of it."""
HEAD_WITHIN = 10.0
"""Seconds for a whole head."""
PIECE_WITHIN = 30.0
"""Seconds between two pieces of a body; a route may have less patience with all of it."""
_IDLE = 75  # seconds between two requests
_MOST = 4_096  # connections, of which most are idle; whoever comes then is answered 503


class HeadIsTooLarge(ValueError):  # noqa: N818 - named as a sentence
    """Somebody fills our memory with headers."""


def configured(app: ASGIApp) -> Config:
    """What uvicorn is told of an application; it neither logs requests nor trusts a proxy's headers."""
    config = Config(
        app,  # pyright: ignore[reportArgumentType] - the same protocol, typed by two libraries
        http=Connection,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        limit_concurrency=_MOST,
    )
    config.load()
    return config


class Connection(HttpToolsProtocol):
    """`deadline`: when it is given up if nothing happens before; None while the client waits for us."""

    def __init__(self, config: Config, server_state: ServerState, turn: Turn) -> None:
        super().__init__(config, server_state, {})
        self.deadline: float | None = None
        self._turn = turn
        self._around = 0
        self._may_be_large = False

    @property
    def is_due(self) -> bool:
        """Whether the client has kept us waiting for too long, and not we it."""
        return self.deadline is not None and self.deadline < self.loop.time() and not self.flow.read_paused

    @property
    def _awaits_body(self) -> bool:
        cycle = self.cycle
        return self.deadline is not None and cycle is not None and cycle.more_body and not cycle.response_complete

    def connection_made(self, transport: Any) -> None:
        """A client has come."""
        joined: Any = Joined(transport, self._turn)  # as much of a transport as is asked for
        super().connection_made(joined)
        self.deadline = self.loop.time() + HEAD_WITHIN

    def data_received(self, data: bytes) -> None:
        """Bytes of a request, or of several; what surrounds bodies is bounded."""
        self._around = around = self._around + len(data)
        self._may_be_large = around > LARGEST_HEAD
        super().data_received(data)
        if self._around > LARGEST_HEAD:
            self.send_400_response("")
        elif self._awaits_body:
            self.deadline = self.loop.time() + PIECE_WITHIN

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self.deadline = self.loop.time() + HEAD_WITHIN

    def on_headers_complete(self) -> None:
        """Its head is here."""
        self._refuse_large_head()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of a body; what frames the pieces is forgotten as they come."""
        self._around = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """All of it is here, also what trails a body in chunks."""
        self._refuse_large_head()
        self._around = 0
        self.deadline = self.loop.time() + _IDLE if self.cycle.response_complete else None
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """It is answered. The look at all deadlines ends an idle connection, which costs no timer a request."""
        if self.pipeline or self.transport.is_closing():
            super().on_response_complete()
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        if not self.cycle.more_body:
            self.deadline = self.loop.time() + _IDLE

    def send_400_response(self, msg: str) -> None:
        """What is no request gets the typed refusal, unless an answer is under way: two would be mixed."""
        if self.transport.is_closing():
            return
        if self.cycle is None or not self.cycle.response_started or self.cycle.response_complete:
            problem = problem_of(CallIsNotReadable(), "-")
            head = "HTTP/1.1 %d Bad Request\r\ncontent-type: application/json\r\ncontent-length: %d\r\n"
            self.transport.write((head % (problem.status, len(problem.body))).encode() + _CLOSE + problem.body)
        self.transport.close()

    def give_up(self) -> None:
        """At once, whatever is under way."""
        self.transport.abort()

    def _refuse_large_head(self) -> None:
        """Only what came in large pieces is counted header by header: the others are small for certain."""
        if self._may_be_large and sum(len(name) + len(value) for name, value in self.headers) > LARGEST_HEAD:
            raise HeadIsTooLarge


_CLOSE = b"connection: close\r\n\r\n"


async def end(state: ServerState, within: float) -> bool:
    """Take no further requests; False when running ones were cut off after `within` seconds."""
    for connection in list(state.connections):
        connection.shutdown()
    running = list(state.tasks)
    late = (await asyncio.wait(running, timeout=within))[1] if running else ()
    for task in late:
        task.cancel()
    for connection in list(state.connections):
        connection.transport.abort()
    await asyncio.gather(*late, return_exceptions=True)
    return not late
