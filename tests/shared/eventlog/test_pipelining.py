"""Two batches under way: the second stands on the first, and nobody is lost or doubled when the first does not go."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from shared.eventlog.keys import LogKeys, derive
from shared.eventlog.lifeline import lock_key
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import ClaimIsTaken, VersionIsStale
from tests.shared.eventlog.conftest import SECRET
from tests.shared.eventlog.village import NAME, a_claim, a_write, an_append

WAITING = "select count(*) from pg_locks where locktype = 'advisory' and not granted"


async def _both_under_way(log: EventLog, admin: asyncpg.Connection, first, second):
    """Answers of two appends of which the second is sent while the first waits for the lock."""
    async with admin.transaction():
        await admin.execute("select pg_advisory_xact_lock($1)", lock_key(NAME))
        calls = []
        for number, append in enumerate((first, second), start=1):
            calls.append(asyncio.create_task(log.append(append)))
            await _waiting(admin, number)
    return await asyncio.gather(*calls, return_exceptions=True)


async def _waiting(admin: asyncpg.Connection, batches: int) -> None:
    """Until so many batches wait for the lock; a batch that stays at home until the other is back never does."""
    async with asyncio.timeout(10):
        while await admin.fetchval(WAITING) < batches:  # noqa: ASYNC110 - PostgreSQL has no event for it
            await asyncio.sleep(0.01)


async def test_the_second_batch_stands_on_the_first(log: EventLog, admin: asyncpg.Connection):
    answers = await _both_under_way(log, admin, an_append(), an_append())
    assert [answer.first for answer in answers] == [1, 2]
    assert (await log.append(an_append())).first == 3


async def test_a_refused_first_batch_leaves_the_second_whole(log: EventLog, admin: asyncpg.Connection):
    stale = an_append(a_write(uuid4(), 4))
    refused, done = await _both_under_way(log, admin, stale, an_append())
    assert isinstance(refused, VersionIsStale)
    assert done.first == 1
    assert await admin.fetchval("select count(*) from facts") == 1


async def test_a_refused_second_batch_leaves_the_first_whole(log: EventLog, admin: asyncpg.Connection):
    holder = uuid4()
    await log.append(an_append(a_write(holder), claims=(a_claim("Đình", holder),)))
    done, refused = await _both_under_way(log, admin, an_append(), an_append(claims=(a_claim("Đình", uuid4()),)))
    assert done.first == 2
    assert isinstance(refused, ClaimIsTaken)


async def test_a_second_batch_that_overtakes_the_first_is_sent_again_behind_it(log: EventLog, monkeypatch):
    slow, quick = log._lifelines
    send, calls = slow.call, []

    async def late(arguments):
        await asyncio.sleep(0.2)
        return await send(arguments)

    async def counted(arguments, send=quick.call):
        answer = await send(arguments)
        calls.append(answer.outcome)
        return answer

    monkeypatch.setattr(slow, "call", late)
    monkeypatch.setattr(quick, "call", counted)
    first = asyncio.create_task(log.append(an_append()))
    await asyncio.sleep(0.05)
    answers = await asyncio.gather(first, log.append(an_append()))
    assert [answer.first for answer in answers] == [1, 2]
    assert calls == ["moved", "written"]


async def test_both_connections_lost_with_two_batches_under_way(log: EventLog, admin: asyncpg.Connection):
    async with admin.transaction():
        await admin.execute("select pg_advisory_xact_lock($1)", lock_key(NAME))
        calls = []
        for number in (1, 2):
            calls.append(asyncio.create_task(log.append(an_append())))
            await _waiting(admin, number)
        ended = "select pg_terminate_backend(pid) from pg_stat_activity where application_name like '%writer'"
        await admin.execute(ended)
    answers = await asyncio.gather(*calls)
    assert sorted(answer.first for answer in answers) == [1, 2]


@pytest.mark.parametrize("value", ["", "079080000001", "Nguyễn Văn An" * 40])
def test_a_claim_is_stored_as_the_hmac_of_kind_and_value(value: str):
    import hmac

    expected = hmac.digest(derive(SECRET, f"{NAME}/claims"), f"house\0{value}".encode(), "sha256")
    assert LogKeys(SECRET, NAME).claim("house", value) == expected
