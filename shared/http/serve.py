"""Serving: HTTP inside our own process and loop, so that a service is one process of one event loop."""

import asyncio
import errno

import structlog
from litestar.types import ASGIApp

from shared.http.connection import Connection

_LET_END_SECONDS = 3
_LOOK_SECONDS = 1.0
_PENDING = 1_024
_log = structlog.get_logger()


class PortIsTaken(OSError):  # noqa: N818 - named as a sentence
    """Another process listens on the port."""


async def serve_app(app: ASGIApp, host: str, port: int, stop: asyncio.Event) -> None:
    """Answer requests until `stop` is set; then take no new ones, let the running ones end, and return."""
    connections: set[Connection] = set()
    loop = asyncio.get_running_loop()
    try:
        server = await loop.create_server(lambda: Connection(app, connections), host, port, backlog=_PENDING)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise PortIsTaken(error.errno, f"port {port} on {host} is taken") from error
    watching = asyncio.create_task(_watch(connections), name="http-deadlines")
    try:
        await stop.wait()
    finally:
        watching.cancel()
        server.close()
        await _end(connections)


async def _watch(connections: set[Connection]) -> None:
    """One look a second at all deadlines costs less than a timer a request."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        now = loop.time()
        for connection in [one for one in connections if one.deadline is not None and one.deadline < now]:
            connection.give_up()


async def _end(connections: set[Connection]) -> None:
    ended = [connection.end() for connection in connections]
    if not ended:
        return
    _, running = await asyncio.wait(ended, timeout=_LET_END_SECONDS)
    if running:
        _log.warning("requests were cut off at shutdown", seconds=_LET_END_SECONDS)
        tasks = [connection.task for connection in connections if connection.task is not None]
        for task in tasks:
            task.cancel()
        for connection in list(connections):
            connection.give_up()
        await asyncio.gather(*tasks, return_exceptions=True)
