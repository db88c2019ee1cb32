"""Serving: HTTP inside our own process and loop, so that a service is one process of one event loop."""

import asyncio
import errno
from email.utils import formatdate

import structlog
from litestar.types import ASGIApp
from uvicorn.server import ServerState

from shared.http.connection import Connection, configured, end
from shared.http.joined import Turn

_LET_END_SECONDS = 3.0
_LOOK_SECONDS = 1.0
_PENDING = 4_096  # as many as may be connected
_log = structlog.get_logger()


class PortIsTaken(OSError):  # noqa: N818 - named as a sentence
    """Another process listens on the port."""


async def serve_app(app: ASGIApp, host: str, port: int, stop: asyncio.Event) -> None:
    """Answer requests until `stop` is set; then take no new ones, let the running ones end, and return."""
    config, state, turn, loop = configured(app), ServerState(), Turn(), asyncio.get_running_loop()
    try:
        server = await loop.create_server(lambda: Connection(config, state, turn), host, port, backlog=_PENDING)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortIsTaken(error.errno, f"port {port} on {host} is taken") from error
    watching = asyncio.create_task(_watch(state), name="http-deadlines")
    try:
        await stop.wait()
    finally:
        watching.cancel()
        server.close()
        if not await end(state, _LET_END_SECONDS):
            _log.warning("requests were cut off at shutdown", seconds=_LET_END_SECONDS)


async def _watch(state: ServerState) -> None:
    """One look a second at all deadlines costs less than a timer a request; answers bear the second's date."""
    while True:
        state.default_headers = [(b"date", formatdate(usegmt=True).encode())]
        for connection in [one for one in state.connections if isinstance(one, Connection) and one.is_due]:
            connection.give_up()
        await asyncio.sleep(_LOOK_SECONDS)
