"""Rebuilding: a view is told the whole history in tables of its own, beside those that are read, then replaces them.

At start for what another version of the code has built; on an operator's word for any view, while its follower goes on.
Memory stays bounded: a page of facts at a time. The old tables are kept for a roll-back.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext, suppress
from typing import Any

import asyncpg
import structlog

from shared.bus.checkpoint import Checkpoint
from shared.bus.sources import Source
from shared.bus.taking import Taking
from shared.bus.telling import Telling
from shared.readmodel.engine import Engine, Keys
from shared.readmodel.loading import Loading
from shared.readmodel.tables import ViewTables
from shared.readmodel.view import View
from shared.vocabulary.mending import Progress

log = structlog.get_logger()


class Rebuild:
    """Builds the views of one follower. Readers see the old rows until the new ones are complete."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        tables: ViewTables,
        views: Sequence[View],
        open_source: Callable[[View], Source],
        keys: Keys | None,
    ) -> None:
        self._pool = pool
        self._tables = tables
        self.views = tuple(views)
        self._open_source = open_source
        self._keys = keys
        self.progress: dict[str, Progress] = {}

    @property
    def facts_left(self) -> int | None:
        """Facts that views which are told anew just now have not heard yet; None when none is."""
        running = [one for one in self.progress.values() if one.state == "running"]
        return sum(max(0, one.until - one.sequence) for one in running) if running else None

    async def ensure(self, connection: Any, *, at_origin: bool) -> None:
        """Make the tables that queries need to run."""
        await self._tables.ensure(connection, self.views, at_origin=at_origin)

    async def outdated(self, taking: Taking) -> None:
        """Rebuild what another version of the code has built. The follower waits: its code does not fit the old tables.

        Tables of this very version that an earlier rebuild put aside are told the rest and taken back: a roll-back.
        """
        async with self._pool.acquire() as connection:
            if not await self._tables.outdated(connection, self.views):
                return
        async with self._alone() as connection, taking.mending, taking.turn:
            for view in await self._tables.outdated(connection, self.views):
                with self._tracked(view, taking) as progress:
                    await self._one(connection, view, taking, progress, back=True, hold=nullcontext())

    async def again(self, name: str, taking: Taking, *, back: bool) -> None:
        """Rebuild a view while its follower goes on; `back`: take the kept tables back instead, told the rest."""
        view = next(view for view in self.views if view.name == name)
        with self._tracked(view, taking) as progress:
            async with self._alone() as connection, taking.mending:
                await self._one(connection, view, taking, progress, back=back, hold=taking.turn)

    async def keeps(self, name: str) -> bool:
        """Whether the kept tables of a view are of the version that runs."""
        view = next(view for view in self.views if view.name == name)
        async with self._pool.acquire() as connection:
            return await self._tables.previous.version(connection, view) == view.version

    async def anew(self, taking: Taking, to: Checkpoint) -> None:
        """The history that was followed is no more, and `to` a place in the one there is.

        Its views go on showing the old one until `outdated` has told them the new one as far as `to`; what a crash
        leaves of that is told at the next start. At the origin they begin empty.
        """
        async with self._alone() as connection, taking.mending, taking.turn:
            await taking.anew(connection, to, self._outlive if to.sequence else self._empty)

    async def _outlive(self, connection: Any) -> None:
        await self._tables.outlive(connection, self.views)

    async def _empty(self, connection: Any) -> None:
        for view in self.views:
            await self._tables.empty(connection, view)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[Any]:
        """A connection, once nobody else builds: neither in this process nor in another."""
        async with self._tables.turn, self._pool.acquire() as connection:
            try:
                await self._tables.lock(connection)
                try:
                    yield connection
                except Exception:
                    await self._clear_up(connection)
                    raise
            finally:
                await self._tables.unlock(connection)

    @contextmanager
    def _tracked(self, view: View, taking: Taking) -> Iterator[Progress]:
        """Its progress, from the moment it is asked for: one that waits for another is told apart from the last one."""
        progress = Progress(view=view.name, version=view.version, sequence=0, until=taking.at.sequence, state="waiting")
        self.progress[view.name] = progress
        try:
            yield progress
        except BaseException as error:
            progress.state, progress.reason = "failed", str(error) or type(error).__name__
            raise
        progress.state = "done"
        log.info("view was switched", view=view.name, version=view.version)

    async def _clear_up(self, connection: Any) -> None:
        """What stands beside the views hears of no erasure any more. Where this fails the next erasure does it."""
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await self._tables.clear(connection)

    async def _one(
        self,
        connection: Any,
        view: View,
        taking: Taking,
        progress: Progress,
        *,
        back: bool,
        hold: AbstractAsyncContextManager[Any],
    ) -> None:
        progress.state, progress.until = "running", taking.at.sequence
        log.info("view is rebuilt", view=view.name, version=view.version, sequence=progress.until)
        progress.sequence = await self._tables.begin(connection, view, back=back)
        loading = Loading(Engine(self._tables.building, [view], self._keys), self._tables)
        await loading.begin(connection, empty=progress.sequence == 0)
        source = self._open_source(view)
        telling = Telling(source, loading, taking, progress)
        try:
            await telling.catch_up(connection)
            await loading.end(connection)
            async with hold:
                await telling.catch_up(connection)
                async with connection.transaction():
                    await taking.move(connection, taking.at, durably=True)
                    await self._tables.switch(connection, view, keep_at=taking.at.sequence)
                    met = await taking.checkpoints.replace_tables(connection)
                taking.checkpoints.tables = met
                await taking.engine.learn(connection)
                taking.reached(taking.at)  # the tables are others now
        finally:
            await source.close()
