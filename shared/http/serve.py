"""Serving: granian inside our own process and loop, so that a service is one process of one event loop."""

import asyncio
import socket

import structlog
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server
from litestar import Litestar

_HEADERS_WITHIN_MS = 10_000
_LET_END_SECONDS = 3
_PENDING = 1_024
_log = structlog.get_logger()


class PortIsTaken(OSError):  # noqa: N818 - named as a sentence
    """Another process listens on the port."""


async def serve_app(app: Litestar, host: str, port: int, stop: asyncio.Event) -> None:
    """Answer requests until `stop` is set; then take no new ones, let the running ones end, and return."""
    _refuse_taken(host, port)
    server = Server(
        app,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        websockets=True,
        backlog=_PENDING,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN_MS),
        log_enabled=False,
    )
    server.workers_kill_timeout = _LET_END_SECONDS
    serving = asyncio.create_task(server.serve(), name="http")
    stopping = asyncio.create_task(stop.wait(), name="http-stop")
    try:
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        server.stop()
        await _ended(serving)


async def _ended(serving: asyncio.Task[None]) -> None:
    try:
        await asyncio.shield(serving)
    except TimeoutError:
        _log.warning("requests were cut off at shutdown", seconds=_LET_END_SECONDS)


def _refuse_taken(host: str, port: int) -> None:
    """granian shares a taken port (SO_REUSEPORT) instead of refusing it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortIsTaken(error.errno, f"port {port} on {host} is taken") from error
