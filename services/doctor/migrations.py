"""The migrations: whether every service's schema is the one that this code expects."""

from collections.abc import AsyncIterator

import asyncpg

from services.doctor.check import Check, fail, judged
from services.stack import STACK
from services.typed import typed
from shared.runtime.migrating import pending_of
from shared.runtime.settings import Settings


async def migration_checks(settings: Settings) -> AsyncIterator[Check]:
    """One line for all services."""
    then = typed("migrate", settings.data)
    try:
        pending = [f"{name} {file}" for name, load in STACK.items() for file in await pending_of(load(), settings)]
    except (OSError, asyncpg.PostgresError) as error:
        yield fail("migrations", f"cannot be read ({type(error).__name__})", then)
        return
    yield judged("migrations", not pending, f"to apply: {', '.join(pending)}" if pending else "all applied", then)
