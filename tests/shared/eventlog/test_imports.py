"""Imports go by COPY: checked as every command is, sealed as every command is, and found again as every command is."""

import asyncio

import asyncpg
import pytest

from shared.eventlog.append import Committed
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import VersionIsStale
from shared.eventlog.signing import Signer
from shared.eventlog.verifying import verify
from tests.shared.eventlog.village import NAME, a_write, an_append


def importing(log: EventLog, count: int) -> "asyncio.Task[list[Committed]]":
    """An import under way."""
    return asyncio.ensure_future(log.append_many([an_append() for _ in range(count)]))


async def whole(admin: asyncpg.Connection, facts: int) -> None:
    async with admin.transaction(isolation="repeatable_read", readonly=True):
        found = await verify(admin, NAME, Signer(bytes(32)), [])
    assert (found.breaches, found.facts) == ((), facts)


async def test_an_import_leaves_a_log_that_verifies(log: EventLog, admin: asyncpg.Connection):
    mixed = [an_append(a_write(told=number % 3 == 0)) for number in range(700)]
    done = await log.append_many([*mixed, an_append(nothing=True)])
    assert [committed.first for committed in done[:700]] == list(range(1, 701))
    assert done[-1].last < done[-1].first
    await log.append(an_append())
    await whole(admin, 701)
    assert (await log.append_many(mixed[:3]))[0].replayed


async def test_one_offender_does_not_stop_an_import(log: EventLog, admin: asyncpg.Connection):
    asked = [an_append(a_write(expected=5 if number == 123 else 0)) for number in range(400)]
    with pytest.raises(VersionIsStale):
        await log.append_many(asked)
    await whole(admin, 399)


async def test_an_import_whose_connections_are_cut_is_done_once(log: EventLog, admin: asyncpg.Connection):
    under_way = importing(log, 3_000)
    for _ in range(4):
        await asyncio.sleep(0.05)
        await admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
            f"lienthong {NAME} writer",
        )
    done = await under_way
    assert sorted(committed.first for committed in done) == list(range(1, 3_001))
    await whole(admin, 3_000)


async def test_single_commands_go_on_beside_an_import(log: EventLog, admin: asyncpg.Connection):
    under_way = importing(log, 2_000)
    await asyncio.sleep(0)
    singles = await asyncio.gather(*(log.append(an_append()) for _ in range(50)))
    assert not under_way.done()
    assert max(committed.first for committed in singles) < 1_500
    await under_way
    await whole(admin, 2_050)
