"""Tables of views: made when they are new, built beside the old ones for a new version, switched in one go."""

import asyncio
from collections.abc import Sequence
from typing import Any

from shared.readmodel.engine import erased
from shared.readmodel.previous import Previous
from shared.readmodel.statements import quoted
from shared.readmodel.view import View
from shared.vocabulary.facts import Delivered

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname
"""
_RECORD = """
INSERT INTO view_versions (name, version, tables) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version, tables = EXCLUDED.tables, built_at = now()
"""
_OUTLIVE = "UPDATE view_versions SET version = $2 WHERE name = ANY($1::text[])"
_OUTLIVED = "SELECT EXISTS (SELECT FROM view_versions WHERE name = ANY($1::text[]) AND version = $2)"
_ENTER = "SELECT set_config('search_path', $1, true), set_config('idle_in_transaction_session_timeout', '10min', true)"
_EMPTY = 0  # the tables stand, the facts before the follower's checkpoint are not in them yet
_LOST = -1  # the tables tell a history that is no more


class ViewTables:
    """The tables of one service's views. `live` is the schema that queries read, `building` the one beside it.

    Whoever builds waits for `turn` before taking a connection: many that wait with one each would leave none to build.
    """

    def __init__(self, service: str) -> None:
        self.live = f"{service}_views"
        self.building = f"{service}_rebuild"
        self.previous = Previous(service)
        self.turn = asyncio.Lock()
        self._beside = f"{quoted(self.building)}, {quoted(self.live)}, {quoted(service)}"

    async def outdated(self, connection: Any, views: Sequence[View]) -> list[View]:
        """The views whose tables were not built by this version of their code."""
        rows = await connection.fetch("SELECT name, version FROM view_versions")
        built = {row["name"]: row["version"] for row in rows}
        return [view for view in views if built.get(view.name) != view.version]

    async def ensure(self, connection: Any, views: Sequence[View], *, at_origin: bool) -> None:
        """Make what queries need to run. At the origin nothing has to be replayed, so a new version stands at once."""
        try:
            await self.lock(connection)
            await self.clear(connection)
            known = {row["name"] for row in await connection.fetch("SELECT name FROM view_versions")}
            for view in await self.outdated(connection, views):
                if at_origin or view.name not in known:
                    await self.build(connection, view)
                    await self.switch(connection, view, version=view.version if at_origin else _EMPTY)
        finally:
            await self.unlock(connection)

    async def forget_erased(self, connection: Any, batch: Sequence[Delivered]) -> None:
        """Erased from what is kept, and from what a rebuild left that did not end; in the transaction of the erasure.

        A rebuild that is under way holds the lock, and hears of the erasure before its tables are read by anybody.
        """
        if not erased(batch):
            return
        await self.previous.forget_persons(connection)
        if await connection.fetchval("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 1))", self.building):
            await self.clear(connection)

    async def begin(self, connection: Any, view: View, *, back: bool) -> int:
        """Tables to be told the history, and how much of it they know: new ones, or the kept ones of this version."""
        if back and await self.previous.version(connection, view) == view.version:
            async with connection.transaction():
                await self.clear(connection)
                return await self.previous.take(connection, view, self.building)
        await self.build(connection, view)
        return 0

    async def build(self, connection: Any, view: View) -> None:
        """New, empty tables in the schema beside the live one; what an interrupted build left there goes."""
        async with connection.transaction():
            await self.clear(connection)
            await self.enter(connection)
            await connection.execute(view.ddl)

    async def switch(
        self, connection: Any, view: View, version: int | None = None, *, keep_at: int | None = None
    ) -> None:
        """The new tables take the old ones' place, in one transaction: readers see the old rows or the new ones.

        `keep_at`: the old ones are kept for a roll-back, as told up to that sequence.
        """
        async with connection.transaction():
            await self._clear_live(connection, view, keep_at)
            new = await self._names(connection, self.building)
            for table in new:
                name = f"{quoted(self.building)}.{quoted(table)}"
                await connection.execute(f"ALTER TABLE {name} SET SCHEMA {quoted(self.live)}")
            await connection.execute(_RECORD, view.name, view.version if version is None else version, new)

    async def empty(self, connection: Any, view: View) -> None:
        """New tables that know nothing, in place of the old ones and of what was kept."""
        await self.build(connection, view)
        await self.previous.drop(connection, view.name)
        await self.switch(connection, view)

    async def outlive(self, connection: Any, views: Sequence[View]) -> None:
        """The live tables tell a history that is no more: they are read until they are replaced, and not kept then."""
        for view in views:
            await self.previous.drop(connection, view.name)
        await connection.execute(_OUTLIVE, [view.name for view in views], _LOST)

    async def enter(self, connection: Any) -> None:
        """For the rest of the transaction unqualified names mean the tables that are being built.

        It may be idle for longer than others: this process folds meanwhile, and nobody waits for what it has locked.
        """
        await connection.execute(_ENTER, self._beside)

    async def lock(self, connection: Any) -> None:
        """One build at a time in a service, whichever process does it; released with the session at the latest."""
        await connection.execute("SELECT pg_advisory_lock(hashtextextended($1, 1))", self.building)

    async def unlock(self, connection: Any) -> None:
        """Let the next build begin; also after an interrupted `lock`, of which nobody knows whether it was granted."""
        await connection.execute("SELECT pg_advisory_unlock(hashtextextended($1, 1))", self.building)

    async def clear(self, connection: Any) -> None:
        """Drop whatever is being built, or was; only under the lock."""
        for table in await self._names(connection, self.building):
            await connection.execute(f"DROP TABLE {quoted(self.building)}.{quoted(table)} CASCADE")

    async def _clear_live(self, connection: Any, view: View, keep_at: int | None) -> None:
        old = await connection.fetchrow("SELECT version, tables FROM view_versions WHERE name = $1", view.name)
        if old is None:
            return
        if keep_at is not None and old["version"] > _EMPTY:
            await self.previous.keep(connection, view, old["version"], old["tables"], self.live, sequence=keep_at)
            return
        for table in old["tables"]:
            await connection.execute(f"DROP TABLE {quoted(self.live)}.{quoted(table)}")

    async def _names(self, connection: Any, schema: str) -> list[str]:
        return [row["relname"] for row in await connection.fetch(_TABLES, schema)]


async def tell_what_is_lost(connection: Any, views: Sequence[View]) -> bool:
    """Whether any of these views still shows a history that is no more."""
    return bool(views) and await connection.fetchval(_OUTLIVED, [view.name for view in views], _LOST)
