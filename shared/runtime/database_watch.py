"""Whether PostgreSQL answers, asked now and then: a process that only waits for facts would not notice for long."""

import asyncio

import asyncpg
import structlog

from shared.http.outages import is_outage
from shared.vocabulary.finding import Finding

log = structlog.get_logger()

_EVERY = 2.0  # seconds
_ANSWER = 2.0  # seconds; what answers later than this is as good as away
_REASON = "the database is away"


class DatabaseWatch:
    """One question on one connection of the pool. A pool that has no connection to spare says nothing either way."""

    def __init__(self, pool: asyncpg.Pool, service: str, every: float = _EVERY, answer: float = _ANSWER) -> None:
        self._pool = pool
        self._service = service
        self._every = every
        self._answer = answer
        self._away = False

    def finding(self) -> Finding:
        """Not ready while it is away: nothing can be read or written."""
        reason = _REASON if self._away else ""
        return Finding(name="database", ok=not self._away, reason=reason, kind="DATABASE_AWAY" if self._away else "")

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            try:
                await self._ask()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next question finds out
                self._say(away=is_outage(error), error=error)
            await asyncio.sleep(self._every)

    async def _ask(self) -> None:
        try:
            connection = await self._pool.acquire(timeout=self._answer)
        except TimeoutError:
            return
        try:
            await connection.fetchval("select 1", timeout=self._answer)
            self._say(away=False)
        except TimeoutError as error:
            connection.terminate()
            self._say(away=True, error=error)
        finally:
            await self._pool.release(connection)

    def _say(self, *, away: bool, error: Exception | None = None) -> None:
        if away and not self._away:
            log.error("database away", service=self._service, reason=_REASON, error=error)
        elif self._away and not away:
            log.info("database back", service=self._service)
        self._away = away
