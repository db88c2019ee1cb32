"""After the storm: wait until every follower and mirror has come to the head, then check all invariants."""

import asyncio
import time
from pathlib import Path

import asyncpg

from services.stack import FRONT, STACK
from shared.eventlog.topics import register_topics
from shared.runtime.service import Reaction, Service
from shared.runtime.settings import Settings
from shared.testing.invariants import violations
from shared.testing.mirrored import mirror_violations, reading
from shared.testing.stack import Stack
from shared.testing.violation import Violation
from tests.faults.claims import claim_violations
from tests.faults.health import unwell
from tests.faults.ledger import Ledger
from tests.faults.one_home import ended_cell_violations, homes_violations

PATIENCE = 60.0
_DAMAGES = {
    "a person can be read": """delete from membership.person_keys
        where person in (select person from membership.person_keys limit 1)""",
    "personal_id: 1 missing": """delete from membership.claims where kind = 'personal_id'
        and key in (select key from membership.claims where kind = 'personal_id' limit 1)""",
    "open_transfer: 0 missing [], 1 in vain": """insert into membership.claims
        select 'open_transfer', sha256(key), stream from membership.claims where kind = 'personal_id' limit 1""",
    "organization.code: 1 missing": """update organization.claims set stream = gen_random_uuid()
        where key in (select key from organization.claims where kind = 'organization.code' limit 1)""",
    "members are in a cell that has ended": """update organization_views.authority_tree set ended_on = '2020-01-01'
        where organization in (select cell from organization_views.cell_members limit 1)""",
    "the stream is not the outbox": "update organization.outbox set body = body || ' '::bytea where sequence = 1",
}


async def everything_holds(data: Path, ledger: Ledger) -> list[str]:
    """The violations after all followers have caught up; an empty list is what a test asks for."""
    settings, services = Settings.load(data), [load() for load in STACK.values()]
    register_topics(services)
    behind = await still_behind(data)
    found = await violations(
        settings.admin_dsn(), services, kek=settings.secrets.kek, acknowledged=ledger.entries()
    ) + await homes_violations(settings.admin_dsn())
    return [
        *behind,
        *await unwell(Stack(data, 0), 0 if behind else PATIENCE),
        *map(str, [*found, *await _beside(settings)]),
    ]


async def _beside(settings: Settings) -> list[Violation]:
    """Unique keys, ended cells, and where a stream and its outbox differ, as the gateway reads them."""
    connection, password = await asyncpg.connect(settings.admin_dsn()), settings.secrets.nats_password(FRONT)
    try:
        async with reading(settings.nats, FRONT, password) as js:
            mirrors = [
                violation
                for name in STACK
                if name != FRONT
                for violation in await mirror_violations(
                    js, connection, name, deployment=settings.deployment, patience=PATIENCE
                )
            ]
        claims = await claim_violations(connection, settings.secrets.claims_key)
        return [*mirrors, *claims, *await ended_cell_violations(connection)]
    finally:
        await connection.close()


async def break_what_holds(data: Path) -> list[str]:
    """What must not happen, done by hand; by which name the checker has to call each."""
    connection = await asyncpg.connect(Settings.load(data).admin_dsn())
    try:
        for damage in _DAMAGES.values():
            await connection.execute(damage)
    finally:
        await connection.close()
    return [*_DAMAGES]


async def still_behind(data: Path) -> list[str]:
    """Wait for all followers; the names of those who do not come to the head, nothing parked, in time."""
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
                   (select epoch from "{service.name}".checkpoints where follower = $1) as epoch,
                   exists (select from "{service.name}".parked where follower = $1) as parked""",
        reaction.name,
    )
    elsewhere = not own and row["head"] > 0 and row["epoch"] != row["lives_in"]
    return elsewhere or row["parked"] or row["head"] > (row["sequence"] or 0)
