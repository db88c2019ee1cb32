"""Rebuilding: a view's new version is told the whole history in tables of its own, then takes the old one's place."""

from collections.abc import Callable, Sequence
from typing import Any

import asyncpg
import structlog

from shared.bus.checkpoint import HistoryDiffers
from shared.bus.sources import Source
from shared.readmodel.engine import Engine, Keys
from shared.readmodel.tables import ViewTables
from shared.readmodel.view import View

log = structlog.get_logger()

_PAGE = 1_000


class RebuildIsShort(RuntimeError):  # noqa: N818 - named as a sentence
    """The source did not give the history up to the checkpoint; the rebuild begins anew."""


class Rebuild:
    """Builds the views of one follower. Readers see the old rows until the new ones are complete."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        tables: ViewTables,
        views: Sequence[View],
        open_source: Callable[[], Source],
        keys: Keys | None,
    ) -> None:
        self._pool = pool
        self._tables = tables
        self._views = tuple(views)
        self._open_source = open_source
        self._keys = keys

    async def ensure(self, connection: Any, *, at_origin: bool) -> None:
        """Make the tables that queries need to run."""
        await self._tables.ensure(connection, self._views, at_origin=at_origin)

    async def run(self, until: int) -> None:
        """Rebuild what another version of the code has built, up to the follower's checkpoint."""
        async with self._pool.acquire() as connection:
            if not await self._tables.outdated(connection, self._views):
                return
            try:
                await self._tables.lock(connection)
                for view in await self._tables.outdated(connection, self._views):
                    log.info("view is rebuilt", view=view.name, version=view.version, sequence=until)
                    await self._one(connection, view, until)
                    log.info("view was switched", view=view.name, version=view.version)
            finally:
                await self._tables.unlock(connection)

    async def _one(self, connection: Any, view: View, until: int) -> None:
        await self._tables.build(connection, view)
        engine = Engine(self._tables.building, [view], self._keys)
        await engine.learn(connection)
        source = self._open_source()
        try:
            after = 0
            while after < until:
                after = await self._page(connection, engine, source, after, until)
        finally:
            await source.close()
        await self._tables.switch(connection, view)

    async def _page(self, connection: Any, engine: Engine, source: Source, after: int, until: int) -> int:
        arrivals = [one for one in await source.read(after, _PAGE) if one.sequence <= until]
        batch = [delivered for one in arrivals if (delivered := one.open()) is not None]
        if not arrivals:
            return await self._still_there(source, after, until)
        if arrivals[0].sequence != after + 1:
            raise RebuildIsShort(f"{arrivals[0].sequence} came behind {after}")
        folded = await engine.fold(batch)
        if folded.poison is not None:
            raise folded.poison
        async with connection.transaction():
            await self._tables.enter(connection)
            await engine.write(connection, folded)
        return arrivals[-1].sequence

    async def _still_there(self, source: Source, after: int, until: int) -> int:
        head = await source.head()
        if head < until:
            raise HistoryDiffers(until, f"the owner's log ends at {head}")
        return after
