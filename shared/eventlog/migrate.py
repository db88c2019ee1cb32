"""Schemas, roles and tables of one service, brought up to date by SQLSpec's migration runner as the database's admin.

Quick when nothing is to do: the applied versions are read first and the runner is imported only for what is missing;
an empty schema gets all its files at once. Two processes never migrate the same service at the same moment.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from shared.eventlog import fresh_schema, roles

_OWN = Path(__file__).parent / "migrations"
_LOCK = 0x6C69656E  # "lien"


class MigrationFailed(RuntimeError):  # noqa: N818 - named as a sentence
    """A migration did not take; the database is as it was before that file."""


async def migrate(
    admin_dsn: str, service: str, app_password: str, extra_folders: Sequence[Path] = (), *, log: bool = True
) -> None:
    """Database, role, schemas, tables and grants of one service. `log=False`: a service that only follows others."""
    async with connected(admin_dsn) as connection:
        await migrate_on(connection, admin_dsn, service, app_password, extra_folders, log=log)


async def migrate_on(
    connection: asyncpg.Connection,
    admin_dsn: str,
    service: str,
    app_password: str,
    extra_folders: Sequence[Path] = (),
    *,
    log: bool = True,
) -> None:
    """The same over a connection of the admin's, which several services use one after the other."""
    folders = _folders(extra_folders, log=log)
    async with _alone(connection, service):
        async with _alone(connection, "roles"):  # they are the cluster's, not one service's
            await roles.prepare(connection, service, app_password)
        if await fresh_schema.is_untouched(connection, service):
            await fresh_schema.lay(connection, service, [(tracker_of(folder), folder) for folder in folders])
        for folder in folders:
            await _bring_up_to_date(connection, admin_dsn, service, folder)
        await roles.restrict(connection, service, [tracker_of(folder) for folder in folders])


async def _bring_up_to_date(connection: asyncpg.Connection, admin_dsn: str, service: str, folder: Path) -> None:
    tracker = tracker_of(folder)
    if await _missing(connection, service, tracker, folder):
        await _apply(admin_dsn, service, tracker, folder)
        if left := await _missing(connection, service, tracker, folder):
            raise MigrationFailed(f"{folder}: {', '.join(sorted(left))} did not take")


async def pending(admin_dsn: str, service: str, extra_folders: Sequence[Path] = (), *, log: bool = True) -> list[str]:
    """The files that `migrate` would apply now."""
    connection = await asyncpg.connect(admin_dsn)
    try:
        missing = [
            (folder, version)
            for folder in _folders(extra_folders, log=log)
            for version in sorted(await _missing(connection, service, tracker_of(folder), folder))
        ]
    finally:
        await connection.close()
    return [f"{tracker_of(folder)} {version}" for folder, version in missing]


def _folders(extra_folders: Sequence[Path], *, log: bool) -> list[Path]:
    return [_OWN / "followers", *([_OWN / "log"] if log else []), *(Path(folder) for folder in extra_folders)]


def tracker_of(folder: Path) -> str:
    """The table that remembers which files of a folder were applied: named after the folder and its owner."""
    named = folder.parent if folder.name == "migrations" else folder
    return f"applied_{named.name}"


@asynccontextmanager
async def connected(admin_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the admin's; the database of that address is made if it is not there."""
    connection = await _connect(admin_dsn)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def _alone(connection: asyncpg.Connection, what: str) -> AsyncIterator[None]:
    """A session lock: nobody else does this at the same moment; it ends with the connection at the latest."""
    await connection.execute("select pg_advisory_lock($1, hashtext($2))", _LOCK, what)
    yield
    await connection.execute("select pg_advisory_unlock($1, hashtext($2))", _LOCK, what)


async def _connect(admin_dsn: str) -> asyncpg.Connection:
    with suppress(asyncpg.InvalidCatalogNameError):
        return await asyncpg.connect(admin_dsn)
    parts = urlsplit(admin_dsn)
    outside = await asyncpg.connect(urlunsplit(parts._replace(path="/postgres")))
    try:
        with suppress(asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):  # another service was first
            await outside.execute(f'create database "{parts.path.lstrip("/")}"')
    finally:
        await outside.close()
    return await asyncpg.connect(admin_dsn)


def _versions(folder: Path) -> set[str]:
    return {file.name.partition("_")[0] for file in folder.glob("*.sql")}


async def _missing(connection: asyncpg.Connection, schema: str, tracker: str, folder: Path) -> set[str]:
    wanted = _versions(folder)
    if await connection.fetchval("select to_regclass($1)", f'"{schema}".{tracker}') is None:
        return wanted
    applied = await connection.fetch(f'select version_num from "{schema}".{tracker}')  # noqa: S608 - our own names
    return wanted - {row["version_num"] for row in applied}


async def _apply(admin_dsn: str, schema: str, tracker: str, folder: Path) -> None:
    from sqlspec.adapters.asyncpg import AsyncpgConfig  # half a second to import: only when there is work

    config = AsyncpgConfig(
        connection_config={"dsn": admin_dsn, "min_size": 1, "max_size": 2},
        migration_config={
            "script_location": str(folder),
            "default_schema": schema,
            "version_table_name": tracker,
            "version_table_schema": schema,
        },
    )
    try:
        await config.migrate_up("head", echo=False)
    finally:
        await config.close_pool()
