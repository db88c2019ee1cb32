"""Facts that this program does not know: left by a newer version, or by somebody's hand."""

from collections.abc import AsyncIterator

import asyncpg

from services.doctor.check import Check, fine, warn
from services.stack import STACK
from services.typed import typed
from shared.eventlog.topics import UnknownFacts, register_topics, unknown_facts
from shared.runtime.settings import Settings

_LONGEST = "10s"


async def topic_checks(settings: Settings) -> AsyncIterator[Check]:
    """Each log's facts of unknown topics: how many, and where the first stands."""
    services = [load() for load in STACK.values()]
    register_topics(services)
    verify = typed("log verify", settings.data)
    for name in (service.name for service in services if service.keeps_log):
        try:
            found = await _count(settings, name)
        except (OSError, asyncpg.PostgresError) as error:
            yield warn(f"{name}: topics", f"cannot be read ({type(error).__name__})", verify)
            continue
        for one in found:
            said = f"{one.count} facts of the unknown topic {one.topic}, the first at position {one.first}"
            yield warn(f"{name}: topics", said, f"{verify}, then install the version that wrote them")
        if not found:
            yield fine(f"{name}: topics", "every fact is of a known kind")


async def _count(settings: Settings, service: str) -> list[UnknownFacts]:
    bounded = {"statement_timeout": _LONGEST}
    connection = await asyncpg.connect(settings.dsn(service), timeout=3, server_settings=bounded)
    try:
        return await unknown_facts(connection)
    finally:
        await connection.close()
