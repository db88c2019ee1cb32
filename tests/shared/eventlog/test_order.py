"""Dense positions under concurrent writers, and a follower by position that misses nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg

from shared.eventlog.lanes import Lanes
from shared.eventlog.log import EventLog
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import a_write, an_append, prepared


async def test_positions_and_sequences_are_dense_under_three_writers(open_log: OpenLog, admin: asyncpg.Connection):
    logs = [await open_log() for _ in range(3)]
    follower = asyncio.create_task(_follow(logs[0], until=3 * 4 * 40))
    await asyncio.gather(*(_write(log) for log in logs for _ in range(4)))
    assert await follower == list(range(1, 481))
    row = await admin.fetchrow(
        "select count(*), max(position), (select count(*) from outbox), (select max(sequence) from outbox) from facts"
    )
    assert tuple(row or ()) == (480, 480, 480, 480)
    assert sum(log.alarms for log in logs) == 0


async def _write(log: EventLog) -> None:
    for _ in range(40):
        await log.append(an_append())


async def _follow(log: EventLog, until: int) -> list[int]:
    seen: list[int] = []
    while len(seen) < until:
        await log.wait_beyond(position=len(seen), timeout=5)
        seen += [recorded.position for recorded in await log.read_facts(seen[-1] if seen else 0, 100)]
    return seen


async def test_a_commit_of_another_process_wakes_this_one(log: EventLog, open_log: OpenLog):
    other = await open_log()
    waiting = asyncio.create_task(log.wait_beyond(sequence=0, timeout=5))
    await asyncio.sleep(0.1)
    started = asyncio.get_running_loop().time()
    await other.append(an_append())
    assert await waiting
    assert asyncio.get_running_loop().time() - started < 0.9  # by its NOTIFY, before the poll


async def test_waiting_ends_when_its_time_is_up(log: EventLog):
    assert not await log.wait_beyond(position=0, timeout=0.05)


async def test_recorded_at_never_goes_backwards(open_log: OpenLog):
    clock = MovableClock()
    log = await open_log(clock=clock)
    await log.append(an_append())
    clock.instant -= timedelta(days=2)
    await log.append(an_append())
    first, second = await log.read_facts(0, 10)
    assert first.recorded_at == second.recorded_at


async def test_two_that_meet_never_share_a_batch(log: EventLog):
    house = uuid4()
    lanes = Lanes()
    writes, guards = an_append(a_write(house)), an_append(a_write(), guards=((house, 0),))
    for append in (writes, guards, an_append(a_write(house)), an_append()):
        lanes.put(prepared(log, append))
    assert [len(lanes.pick()) for _ in range(3)] == [2, 1, 1]


async def test_two_that_only_guard_the_same_stream_share_one(log: EventLog):
    house, lanes = uuid4(), Lanes()
    for _ in range(5):
        lanes.put(prepared(log, an_append(a_write(), guards=((house, 0),))))
    assert len(lanes.pick()) == 5


async def test_imports_leave_three_quarters_of_a_batch_to_commands(log: EventLog):
    lanes = Lanes()
    for _ in range(200):
        lanes.put(prepared(log, an_append()), bulk=True)
    assert len(lanes.pick()) == 200
    for n in range(400):
        lanes.put(prepared(log, an_append()), bulk=n % 2 == 0)
    picked = lanes.pick(most=128)
    assert len(picked) == 128 + 64


async def test_an_import_is_committed_in_order(log: EventLog):
    done = await log.append_many([an_append() for _ in range(1500)])
    assert [committed.first for committed in done] == list(range(1, 1501))


class MovableClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def today(self):
        return self.instant.date()
