"""After the storm: wait until every follower has come to the head of its source, then check all invariants."""

import asyncio
import time
from pathlib import Path

import asyncpg

from services.stack import STACK
from shared.eventlog.topics import register_topics
from shared.runtime.service import Reaction, Service
from shared.runtime.settings import Settings
from shared.testing.invariants import violations
from tests.faults.ledger import Ledger
from tests.faults.one_home import homes_violations

PATIENCE = 60.0


async def everything_holds(data: Path, ledger: Ledger) -> list[str]:
    """The violations after all followers have caught up; an empty list is what a test asks for."""
    settings, services = Settings.load(data), [load() for load in STACK.values()]
    register_topics(services)
    behind = await still_behind(data)
    found = await violations(
        settings.admin_dsn(), services, kek=settings.secrets.kek, acknowledged=ledger.entries()
    ) + await homes_violations(settings.admin_dsn())
    return [*behind, *map(str, found)]


async def lose_a_key(data: Path) -> None:
    """What must not happen: somebody's key is gone, and nobody has decided so."""
    connection = await asyncpg.connect(Settings.load(data).admin_dsn())
    try:
        await connection.execute(
            "delete from membership.person_keys where person in (select person from membership.person_keys limit 1)"
        )
    finally:
        await connection.close()


async def still_behind(data: Path) -> list[str]:
    """Wait for all followers; the names of those who do not come to the head of their source in time."""
    services, deadline = [load() for load in STACK.values()], time.monotonic() + PATIENCE
    connection = await asyncpg.connect(Settings.load(data).admin_dsn())
    try:
        while behind := [
            f"{reaction.name} is behind"
            for service in services
            for reaction in service.reactions
            if await _is_behind(connection, service, reaction)
        ]:
            if time.monotonic() > deadline:
                return behind
            await asyncio.sleep(0.1)
    finally:
        await connection.close()
    return []


async def _is_behind(connection: asyncpg.Connection, service: Service, reaction: Reaction) -> bool:
    own = reaction.source == service.name
    head = "max(position) from {}.facts" if own else "max(sequence) from {}.outbox"
    row = await connection.fetchrow(
        f"""select coalesce((select {head.format(reaction.source)}), 0) as head,
                   (select epoch from {reaction.source}.epoch order by opened desc limit 1) as lives_in,
                   (select sequence from "{service.name}".checkpoints where follower = $1) as sequence,
                   (select epoch from "{service.name}".checkpoints where follower = $1) as epoch""",
        reaction.name,
    )
    elsewhere = not own and row["head"] > 0 and row["epoch"] != row["lives_in"]
    return elsewhere or row["head"] > (row["sequence"] or 0)
