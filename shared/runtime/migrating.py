"""Migrations of all services of a deployment, run as admin before any service starts; quick when nothing is to do."""

import asyncio
import time
from collections.abc import Iterable
from pathlib import Path

import asyncpg

from shared.eventlog.migrate import connected, migrate_on, pending
from shared.readmodel import MIGRATIONS
from shared.runtime.service import Service
from shared.runtime.settings import Settings


def migrate_all(settings: Settings, services: Iterable[Service], *, patience: float = 0.0) -> None:
    """Bring every service's schemas up to date, as soon as the database answers."""
    asyncio.run(_migrate(list(services), settings, patience))


async def _migrate(services: list[Service], settings: Settings, patience: float) -> None:
    await _await_database(settings, patience)
    async with connected(settings.admin_dsn()) as connection:  # one for all: each warms its catalogue first
        for service in services:
            await _migrate_one(connection, service, settings)


async def _await_database(settings: Settings, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            connection = await asyncpg.connect(settings.admin_dsn("postgres"))
        except (OSError, asyncpg.CannotConnectNowError):
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.01)
        else:
            await connection.close()
            return


async def _migrate_one(connection: asyncpg.Connection, service: Service, settings: Settings) -> None:
    password = settings.secrets.password(service.name)
    folders = _folders(service)
    await migrate_on(connection, settings.admin_dsn(), service.name, password, folders, log=service.keeps_log)


async def pending_of(service: Service, settings: Settings) -> list[str]:
    """What has not been applied yet."""
    return await pending(settings.admin_dsn(), service.name, _folders(service), log=service.keeps_log)


def _folders(service: Service) -> list[Path]:
    return [Path(MIGRATIONS), *(Path(folder) for folder in service.migrations)]
