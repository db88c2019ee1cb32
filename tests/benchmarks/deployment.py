"""A deployment of its own, as an operator makes one: `lienthong up` on a data folder, detached, on free ports."""

import asyncio
import contextlib
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import asyncpg

from shared.runtime import postgres
from shared.runtime.ports import free_ports
from shared.runtime.postgres import PostgresServer
from shared.runtime.state_file import read_state
from shared.testing.stack import Stack

_MOST_CONNECTIONS = {"max_connections": "300"}  # the library takes one for each of 128 threads
_KEPT_SEGMENTS = {"min_wal_size": "512MB"}
_SEGMENTS = 28


@contextlib.contextmanager
def deployment() -> Iterator[Stack]:
    """A stack on an empty folder, not started yet; ends with the context."""
    data = Path(tempfile.mkdtemp(prefix="lienthong-bench-"))
    data.chmod(0o755)  # an unprivileged PostgreSQL must be able to enter
    stack = Stack(data, free_ports(1)[0])
    try:
        yield stack
    finally:
        with contextlib.suppress(AssertionError):
            stack.down()
        shutil.rmtree(data, ignore_errors=True)


@contextlib.contextmanager
def lone_postgres(settings: Mapping[str, str] | None = None) -> Iterator[tuple[PostgresServer, Path]]:
    """A PostgreSQL with the settings of the embedded one and further ones; a folder beside it on the same disk."""
    home = Path(tempfile.mkdtemp(prefix="lienthong-bench-"))
    home.chmod(0o755)
    server = postgres.start(
        home / "postgres", password=secrets.token_urlsafe(16), settings=_MOST_CONNECTIONS | dict(settings or {})
    )
    try:
        yield server, home
    finally:
        server.stop()
        for folder in {home, server.home}:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running_postgres() -> Iterator[tuple[PostgresServer, Path]]:
    """The same as a server that has run for a while has it: files for the WAL to come are there, and used again.

    Where there is none one is made, which everybody waits for, some 50 ms a 16 MB: at 64 callers that is all of a p99.
    """
    with lone_postgres(_KEPT_SEGMENTS) as (server, home):
        asyncio.run(_fill_segments(server))
        yield server, home


async def _fill_segments(server: PostgresServer) -> None:
    connection = await asyncpg.connect(server.dsn())
    try:
        await connection.execute("create table filling (number integer)")
        for number in range(_SEGMENTS):
            await connection.execute("insert into filling values ($1)", number)
            await connection.execute("select pg_switch_wal()")
        await connection.execute("checkpoint")
    finally:
        await connection.close()


def seconds_to_ready(stack: Stack) -> float:
    """Start, and answer the seconds until every service said it was ready."""
    before = time.perf_counter()
    stack.up()
    for service in urls(stack):
        stack.wait_ready(service)
    return time.perf_counter() - before


def urls(stack: Stack) -> dict[str, str]:
    """Where each service answers HTTP."""
    state = read_state(stack.data)
    return state.urls if state else {}


def pids(stack: Stack) -> dict[str, int]:
    """The process id of each part, the supervisor's included."""
    state = read_state(stack.data)
    assert state is not None, "nothing runs"
    return {"supervisor": state.supervisor} | {process.name: process.pid for process in state.processes}
