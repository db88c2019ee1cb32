"""Wakes whoever waits for facts: at once in this process, by NOTIFY in others, after the commit and never inside it.

NOTIFY takes a lock that all committers of the cluster share and wakes a process of PostgreSQL for every listener of the
database, so it is rung on a connection of its own, at most once in a few milliseconds however many batches were
committed meanwhile, and only while another process of the service listens. A lost ring costs one poll, not a fact.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import asyncpg
import structlog

from shared.runtime.failpoints import failpoint

_log = structlog.get_logger()
_TURNS = 2
"""Of the loop: until then whoever was committed for has its answer on the way, which no ring may hold up."""
_BETWEEN_RINGS = 0.02
_BETWEEN_TRIES = 1.0
_BETWEEN_COUNTS = 1.0  # seconds; who comes in between rings itself
_OTHERS = """
    select count(*) from pg_stat_activity
     where application_name = $1 and datname = current_database() and pid <> pg_backend_pid()
"""


class Bell:
    """`heard` is called when another process has committed."""

    def __init__(self, dsn: str, service: str, heard: Callable[[], Awaitable[None]]) -> None:
        self._dsn = dsn
        self._channel = f"{service}_log"
        self._name = f"lienthong {service} bell"
        self._heard = heard
        self._rung = asyncio.Event()
        self._pulse = asyncio.Event()
        self._others = asyncio.Event()
        self._connection: asyncpg.Connection | None = None
        self._listeners: int = 0
        self._counted = 0.0
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Ring and listen from now on."""
        self._keep(asyncio.create_task(self._ring_for_ever(), name=f"bell of {self._channel}"))
        self._keep(asyncio.create_task(self._hear_for_ever(), name=f"bells of others: {self._channel}"))

    def ring(self) -> None:
        """Something was committed here: wake this process now and the others soon."""
        self.wake()
        self._rung.set()

    def wake(self) -> None:
        """Wake whoever waits in this process."""
        pulse, self._pulse = self._pulse, asyncio.Event()
        pulse.set()

    async def next_ring(self, timeout: float) -> bool:  # noqa: ASYNC109 - a time-out is an answer here
        """Wait for the next commit that this process hears of."""
        pulse = self._pulse
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await pulse.wait()
        return pulse.is_set()

    async def close(self) -> None:
        """Stop ringing and listening."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._connection is not None:
            self._connection.terminate()

    async def _ring_for_ever(self) -> None:
        while True:
            try:
                await self._ring()
            except Exception as error:  # noqa: BLE001 - others poll until the bell rings again
                _log.warning("the bell is silent", channel=self._channel, error=type(error).__name__)
                await asyncio.sleep(_BETWEEN_TRIES)

    async def _ring(self) -> None:
        connection = await self._connected()
        await self._rung.wait()
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        self._rung.clear()
        failpoint("log.before_notify")
        if await self._is_heard(connection):
            await self._notify(connection)
        await asyncio.sleep(_BETWEEN_RINGS)

    async def _is_heard(self, connection: asyncpg.Connection) -> bool:
        """Whether another process listens, as far as was counted lately."""
        now = asyncio.get_running_loop().time()
        if now - self._counted >= _BETWEEN_COUNTS:
            self._listeners, self._counted = await connection.fetchval(_OTHERS, self._name) or 0, now
        return self._listeners > 0

    async def _notify(self, connection: asyncpg.Connection) -> None:
        await connection.execute("select pg_notify($1, '')", self._channel)

    async def _hear_for_ever(self) -> None:
        """Look once for all that rang meanwhile: where it takes long, a look for each would take every connection."""
        while True:
            await self._others.wait()
            self._others.clear()
            try:
                await self._heard()
            except Exception as error:  # noqa: BLE001 - the next ring, or the next poll, looks again
                _log.warning("others were not heard", channel=self._channel, error=type(error).__name__)

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            settings = {"application_name": self._name}
            connection: asyncpg.Connection = await asyncpg.connect(self._dsn, server_settings=settings)
            await connection.add_listener(self._channel, self._on_ring)
            self._connection, self._counted = connection, 0.0
            await self._notify(connection)  # whoever is there shall ring from now on
        return self._connection

    def _on_ring(self, connection: Any, pid: int, _channel: str, _payload: object) -> None:
        if not connection.is_closed() and pid != connection.get_server_pid():
            self._listeners = max(1, self._listeners)  # perhaps it has only come
            self._others.set()

    def _keep(self, task: "asyncio.Task[None]") -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
