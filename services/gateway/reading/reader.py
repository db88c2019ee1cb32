"""Reader: runs queries for one viewer, one statement each, on connections that cannot write."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from uuid import UUID

import asyncpg

from services.gateway.reading.emitter import Emitter
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query
from services.gateway.reading.viewer import Viewer
from services.gateway.refusing.refusals import QueryTookTooLong
from shared.runtime.pools import LeanConnection, as_it_is

SECONDS = 5
_SETTINGS = {
    "default_transaction_read_only": "on",
    "plan_cache_mode": "force_custom_plan",  # scope changes the best plan from viewer to viewer (design 28)
    "statement_timeout": f"{SECONDS}s",
    "jit": "off",
}


async def reading_pool(dsn: str, size: int, met: Callable[[Any], Awaitable[None]] | None = None) -> asyncpg.Pool:
    """A pool of the gateway's own role on which nothing can be written; `met` sees each new connection first."""
    return await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=size,
        server_settings=_SETTINGS,
        init=met,
        reset=as_it_is,
        connection_class=LeanConnection,
    )


_TABLE = re.compile(r"\b(?:from|join)\s+([a-z_]+)")


def _views_in(sql: str, views: Iterable[str]) -> list[str]:
    """Those of the views whose tables a statement reads: a view's further tables begin with its name."""
    tables = set(_TABLE.findall(sql))
    return [view for view in views if any(table == view or table.startswith(f"{view}_") for table in tables)]


class Reader:
    """What resolvers read through. `statements` counts them, so that tests can hold it constant.

    `held` answers what the followers have parked: whatever is read of it is noted in `stale`, with its kind. `behind`
    answers the views that stand still, with their service and why: a service whose views are read is noted in
    `standing_still`. A `lane` is shared with the client's other requests. `wide`: what is not gathered (widths).
    """

    def __init__(
        self,
        pool: asyncpg.Pool,
        viewer: Viewer,
        held: Callable[[], Mapping[str, str]] = dict,
        lane: AbstractAsyncContextManager[object] | None = None,
        wide: frozenset[UUID] = frozenset(),
        *,
        behind: Callable[[], Mapping[str, tuple[str, str]]] = dict,
    ) -> None:
        self._pool = pool
        self._held = held
        self._lane = lane or nullcontext()
        self._wide = wide
        self.viewer = viewer
        self.statements = 0
        self.stale: dict[str, str] = {}
        self._behind = behind
        self.standing_still: dict[str, str] = {}

    async def rows(self, query: Query) -> Sequence[Row]:
        """All rows of a query."""
        emitter = Emitter(self.viewer, self._wide)
        sql = emitter.emit(query)
        self.statements += 1
        try:
            async with self._lane:
                rows = await self._pool.fetch(sql, *emitter.arguments)
        except asyncpg.QueryCanceledError as error:
            raise QueryTookTooLong(seconds=SECONDS) from error
        if held := self._held():
            self._note(rows, held)
        if behind := self._behind():
            self.standing_still.update(behind[view] for view in _views_in(sql, behind))
        return rows

    def _note(self, rows: Iterable[Row], held: Mapping[str, str]) -> None:
        for row in rows:
            named = (str(value) for value in row.values() if isinstance(value, UUID))
            self.stale.update({key: held[key] for key in named if key in held})

    async def row(self, query: Query) -> Row | None:
        """The first row of a query."""
        return next(iter(await self.rows(query)), None)

    async def number(self, query: Query) -> int:
        """The one figure of a counting query."""
        row = await self.row(query)
        return int(next(iter(row.values()))) if row else 0
