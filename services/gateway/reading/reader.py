"""Reader: runs queries for one viewer, one statement each, on connections that cannot write."""

from collections.abc import Sequence

import asyncpg

from services.gateway.reading.emitter import Emitter
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query
from services.gateway.reading.viewer import Viewer
from services.gateway.refusing.refusals import QueryTookTooLong

SECONDS = 5
_SETTINGS = {
    "default_transaction_read_only": "on",
    "plan_cache_mode": "force_custom_plan",  # scope changes the best plan from viewer to viewer (design 28)
    "statement_timeout": f"{SECONDS}s",
    "jit": "off",
}


async def reading_pool(dsn: str, size: int) -> asyncpg.Pool:
    """A pool of the gateway's own role on which nothing can be written."""
    return await asyncpg.create_pool(dsn, min_size=1, max_size=size, server_settings=_SETTINGS)


class Reader:
    """What resolvers read through. `statements` counts them, so that tests can hold it constant."""

    def __init__(self, pool: asyncpg.Pool, viewer: Viewer) -> None:
        self._pool = pool
        self.viewer = viewer
        self.statements = 0

    async def rows(self, query: Query) -> Sequence[Row]:
        """All rows of a query."""
        emitter = Emitter(self.viewer)
        sql = emitter.emit(query)
        self.statements += 1
        try:
            return await self._pool.fetch(sql, *emitter.arguments)
        except asyncpg.QueryCanceledError as error:
            raise QueryTookTooLong(seconds=SECONDS) from error

    async def row(self, query: Query) -> Row | None:
        """The first row of a query."""
        return next(iter(await self.rows(query)), None)

    async def number(self, query: Query) -> int:
        """The one figure of a counting query."""
        row = await self.row(query)
        return int(next(iter(row.values()))) if row else 0
