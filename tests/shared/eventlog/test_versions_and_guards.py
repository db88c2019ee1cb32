import asyncio
from uuid import uuid4

import pytest

from shared.eventlog.log import EventLog
from shared.eventlog.refusals import VersionIsStale
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import HouseBuilt, HousePainted, a_write, an_append

RED = HousePainted(colour="đỏ", coats=2)


async def test_facts_of_a_stream_are_read_as_they_were_written(log: EventLog):
    house = uuid4()
    done = await log.append(an_append(a_write(house, 0, HouseBuilt(name="Đình làng"), RED)))
    recorded = await log.read_stream(house)
    assert [(one.position, one.version, one.fact) for one in recorded] == [
        (1, 1, HouseBuilt(name="Đình làng")),
        (2, 2, RED),
    ]
    assert (done.first, done.last, done.sequence, done.receipt.version) == (1, 2, 2, 2)


async def test_a_stale_version_names_the_actual_one_and_writes_nothing(log: EventLog):
    house = uuid4()
    await log.append(an_append(a_write(house)))
    with pytest.raises(VersionIsStale) as refused:
        await log.append(an_append(a_write(house, 0)))
    assert refused.value.params == {"expected": 0, "actual": 1}
    assert log.head.position == 1


async def test_a_version_ahead_of_the_stream_is_stale_too(log: EventLog):
    with pytest.raises(VersionIsStale) as refused:
        await log.append(an_append(a_write(uuid4(), 5)))
    assert refused.value.params == {"expected": 5, "actual": 0}


async def test_a_guarded_stream_must_not_have_moved(log: EventLog, open_log: OpenLog):
    house, other = uuid4(), await open_log()
    await log.append(an_append(a_write(house)))
    await other.append(an_append(a_write(house, 1, RED)))
    with pytest.raises(VersionIsStale):
        await log.append(an_append(a_write(), guards=((house, 1),)))
    done = await log.append(an_append(a_write(), guards=((house, 2), (uuid4(), 0))))
    assert done.first == 3


async def test_only_the_offender_of_a_batch_fails(log: EventLog):
    house = uuid4()
    await log.append(an_append(a_write(house)))
    wishes = [an_append(a_write()) for _ in range(20)] + [an_append(a_write(house, 7, RED))]
    outcomes = await asyncio.gather(*map(log.append, wishes), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [VersionIsStale]
    assert log.head.position == 21


async def test_several_streams_stand_or_fall_together(log: EventLog):
    first, second = uuid4(), uuid4()
    await log.append(an_append(a_write(second)))
    with pytest.raises(VersionIsStale):
        await log.append(an_append(a_write(first), a_write(second, 0)))
    assert await log.read_stream(first) == []
