"""A database that goes is noticed by who asks it nothing, also one that keeps its connections and stays silent."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import asyncpg
import pytest

from shared.runtime.database_watch import DatabaseWatch
from shared.runtime.pools import as_it_is
from shared.testing.postgres import Databases
from shared.vocabulary.finding import Finding


class Way:
    """A way to PostgreSQL that can fall silent or be cut, as the way to a frozen or a killed server is."""

    def __init__(self, host: str, port: int) -> None:
        self._to = host, port
        self._open = asyncio.Event()
        self._open.set()
        self._ends: list[asyncio.StreamWriter] = []
        self._gone = False

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection's bytes both ways."""
        if self._gone:
            writer.close()
            return
        there, back = await asyncio.open_connection(*self._to)
        self._ends += [writer, back]
        await asyncio.gather(self._carry(reader, back), self._carry(there, writer))

    def hold(self) -> None:
        """Nothing goes through any more, everything stays connected."""
        self._open.clear()

    def cut(self) -> None:
        """Every connection ends, and no new one comes through."""
        self._gone = True
        for end in self._ends:
            end.close()

    def mend(self) -> None:
        """As before."""
        self._gone = False
        self._open.set()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while part := await reader.read(65536):
                await self._open.wait()
                writer.write(part)
        except OSError:
            return
        finally:
            writer.close()


@asynccontextmanager
async def _watched(databases: Databases) -> AsyncIterator[tuple[Way, DatabaseWatch]]:
    database = await databases.fresh(["village"])
    where = urlsplit(database.admin_dsn)
    way = Way(where.hostname or "127.0.0.1", where.port or 5432)
    server = await asyncio.start_server(way.meet, "127.0.0.1", 0)
    dsn = where._replace(netloc=f"{where.username}:{where.password}@127.0.0.1:{server.sockets[0].getsockname()[1]}")
    pool = await asyncpg.create_pool(dsn.geturl(), min_size=1, max_size=2, reset=as_it_is)
    watch = DatabaseWatch(pool, "village", every=0.02, answer=0.3)
    asking = asyncio.create_task(watch.run())
    try:
        yield way, watch
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        pool.terminate()
        server.close()
        await databases.drop(database)


@pytest.mark.parametrize("what", [Way.hold, Way.cut], ids=["frozen", "killed"])
async def test_a_database_that_is_away_is_named_until_it_is_back(databases: Databases, what: Callable[[Way], None]):
    async with _watched(databases) as (way, watch), asyncio.timeout(30):
        assert watch.finding() == Finding(name="database", ok=True)
        what(way)
        await _until(lambda: not watch.finding().ok)
        found = watch.finding()
        assert (found.kind, found.reason) == ("DATABASE_AWAY", "the database is away")
        way.mend()
        await _until(lambda: watch.finding().ok)
        assert watch.finding().kind == ""


async def _until(said: Callable[[], bool]) -> None:
    while not said():  # noqa: ASYNC110 - the watch tells nobody, it is asked
        await asyncio.sleep(0.02)
