"""How the command line reaches a deployment's logs: by the services' own roles, which may only read and add."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg

from services.cli.speech import leave
from services.stack import STACK
from services.typed import typed
from shared.runtime.service import Service
from shared.runtime.settings import Settings


def settings_of(folder: Path) -> Settings:
    """The settings of a deployment that was started at least once."""
    settings = Settings.load(folder)
    if not settings.postgres:
        then = typed("up", folder)
        leave(f"Chưa có dữ liệu: {then}", f"Nothing is here yet: {then}")
    return settings


def services_with_log(only: str | None = None) -> list[Service]:
    """The services that keep a log, or the one that is asked for."""
    found = [service for load in STACK.values() if (service := load()).keeps_log]
    chosen = [service for service in found if only in (None, service.name)]
    if not chosen:
        names = ", ".join(service.name for service in found)
        leave(f"Không có sổ {only}; có: {names}", f"There is no log {only}; there are: {names}")
    return chosen


@contextmanager
def answering(settings: Settings) -> Iterator[None]:
    """A database that is not there becomes a line on stderr and exit code 1."""
    try:
        yield
    except (OSError, asyncpg.CannotConnectNowError):
        then = typed("up", settings.data)
        leave(f"PostgreSQL không trả lời: {then}", f"PostgreSQL does not answer: {then}")


@asynccontextmanager
async def connected(settings: Settings, service: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection in the service's own role."""
    with answering(settings):
        connection = await asyncpg.connect(settings.dsn(service))
    try:
        yield connection
    finally:
        await connection.close()
