import asyncio
from uuid import uuid4

import asyncpg
import pytest

from shared.eventlog.log import EventLog
from shared.eventlog.refusals import ClaimIsTaken
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import a_claim, a_write, an_append


async def test_a_key_is_held_by_one(log: EventLog):
    first, second = uuid4(), uuid4()
    await log.append(an_append(a_write(first), claims=(a_claim("Đình", first),)))
    with pytest.raises(ClaimIsTaken) as refused:
        await log.append(an_append(a_write(second), claims=(a_claim("Đình", second),)))
    assert refused.value.holder == first
    assert await log.claim_holder("name", "Đình") == first


async def test_its_holder_may_claim_it_again(log: EventLog):
    house = uuid4()
    for version in range(2):
        await log.append(an_append(a_write(house, version), claims=(a_claim("Đình", house),)))
    assert log.head.position == 2


async def test_a_released_key_is_free_for_another(log: EventLog):
    first, second = uuid4(), uuid4()
    await log.append(an_append(a_write(first), claims=(a_claim("Đình", first),)))
    await log.append(an_append(nothing=True, releases=(a_claim("Đình", first),)))
    assert await log.claim_holder("name", "Đình") is None
    await log.append(an_append(a_write(second), claims=(a_claim("Đình", second),)))


async def test_release_and_claim_hand_a_key_over_in_one_commit(log: EventLog):
    first, second = uuid4(), uuid4()
    await log.append(an_append(a_write(first), claims=(a_claim("Đình", first),)))
    handed = an_append(a_write(second), claims=(a_claim("Đình", second),), releases=(a_claim("Đình", first),))
    await log.append(handed)
    assert await log.claim_holder("name", "Đình") == second


async def test_a_release_by_another_changes_nothing(log: EventLog):
    first, second = uuid4(), uuid4()
    await log.append(an_append(a_write(first), claims=(a_claim("Đình", first),)))
    await log.append(an_append(nothing=True, releases=(a_claim("Đình", second),)))
    assert await log.claim_holder("name", "Đình") == first


async def test_of_many_that_want_a_key_at_once_one_gets_it(log: EventLog, open_log: OpenLog):
    logs = [log, await open_log()]
    houses = [uuid4() for _ in range(20)]
    wishes = [(logs[n % 2], an_append(a_write(id), claims=(a_claim("Đình", id),))) for n, id in enumerate(houses)]
    outcomes = await asyncio.gather(*(one.append(wish) for one, wish in wishes), return_exceptions=True)
    assert sum(isinstance(outcome, ClaimIsTaken) for outcome in outcomes) == 19
    assert sum(log.alarms for log in logs) == 0


async def test_the_value_is_not_in_the_database(log: EventLog, admin: asyncpg.Connection):
    house = uuid4()
    await log.append(an_append(a_write(house), claims=(a_claim("079123456789", house),)))
    stored = await admin.fetchval("select key from claims")
    assert len(stored) == 32
    assert b"079123456789" not in stored
