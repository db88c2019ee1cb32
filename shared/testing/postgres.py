"""A real PostgreSQL for tests: one server a session, one database a test, cloned from a migrated template."""

import shutil
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg

from shared.eventlog.migrate import migrate
from shared.runtime import postgres
from shared.runtime.postgres import PostgresServer
from shared.testing.leftovers import temporary_folder
from shared.testing.recycling import Template

PASSWORD = "only-in-tests"  # noqa: S105 - it guards nothing
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


@dataclass(frozen=True)
class Database:
    """One test's own database."""

    server: PostgresServer
    name: str

    @property
    def admin_dsn(self) -> str:
        """The admin's address."""
        return self.server.dsn(self.name)

    def dsn(self, service: str) -> str:
        """A service's own address."""
        return self.server.dsn(self.name, user=service, password=PASSWORD)


class Databases:
    """Makes databases by cloning: each set of services is migrated once a session, and a used database used again."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self._numbers = count(1)
        self._templates: dict[object, Template] = {}
        self._made_from: dict[str, Template] = {}

    async def fresh(
        self,
        services: Sequence[str],
        folders: Mapping[str, Sequence[Path]] | None = None,
        *,
        followers: Sequence[str] = (),
        made: Callable[[Database], Awaitable[None]] | None = None,
    ) -> Database:
        """A database with these services; `folders`: further migrations by service; `followers` have no log.

        `made`: what else all of them hold, made once.
        """
        wanted = {name: tuple((folders or {}).get(name, ())) for name in (*services, *followers)}
        key = (tuple(wanted.items()), tuple(followers), made)
        if key not in self._templates:
            self._templates[key] = await self._migrated(wanted, followers, made)
        template = self._templates[key]
        if template.free:
            return Database(self.server, template.free.pop())
        name = f"test_{next(self._numbers)}"
        await self._admin(f"create database {name} template {template.name} strategy file_copy")
        self._made_from[name] = template
        return Database(self.server, name)

    async def drop(self, database: Database) -> None:
        """The test is over: the database is emptied for the next one, or removed if its tables are not a template's."""
        template = self._made_from.get(database.name)
        if template is not None and await template.clean(database.admin_dsn):
            template.free.append(database.name)
        else:
            await self._admin(f"drop database {database.name} with (force)")

    async def _migrated(
        self,
        wanted: Mapping[str, Sequence[Path]],
        followers: Sequence[str],
        made: Callable[[Database], Awaitable[None]] | None,
    ) -> Template:
        template = Template(f"template_{next(self._numbers)}", list(wanted))
        for service, folders in wanted.items():
            await migrate(self.server.dsn(template.name), service, PASSWORD, folders, log=service not in followers)
        if made is not None:
            await made(Database(self.server, template.name))
        await template.remember(self.server.dsn(template.name))
        return template

    async def _admin(self, statement: str) -> None:
        connection = await asyncpg.connect(self.server.dsn())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def server(*, durable: bool = False) -> Iterator[PostgresServer]:
    """A server in a folder of its own, gone afterwards; `durable` as in production, for measuring."""
    with temporary_folder("test") as home:
        running = postgres.start(home / "postgres", password=PASSWORD, settings={} if durable else _FORGETFUL)
        try:
            yield running
        finally:
            running.stop()
            shutil.rmtree(running.home, ignore_errors=True)
