"""Lost connections, full queues and other surprises: every caller hears the truth, nothing is done twice."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from shared.eventlog import lanes
from shared.eventlog.append import Committed
from shared.eventlog.lanes import Lanes
from shared.eventlog.lifeline import ConnectionLost, lock_key
from shared.eventlog.log import EventLog
from shared.eventlog.opening import DurabilityIsOff
from shared.eventlog.refusals import FactIsTooLarge, LogIsBusy
from shared.eventlog.wire import SubjectIsUnfit
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import NAME, HouseBuilt, HouseToldOf, a_write, an_append, prepared


async def test_a_head_moved_by_another_writer_is_followed(log: EventLog, open_log: OpenLog):
    other = await open_log()
    for one in (log, other, log, other, other, log):
        await one.append(an_append())
    assert log.head.position == 6
    assert [row.sequence for row in await log.read_outbox(0, 10)] == [1, 2, 3, 4, 5, 6]


async def test_a_connection_lost_before_the_batch_arrived(log: EventLog, admin: asyncpg.Connection):
    await _kill_writers(admin)
    done = await log.append(an_append())
    assert (done.first, done.replayed) == (1, False)


async def test_a_connection_lost_while_the_batch_waits_for_the_lock(log: EventLog, admin: asyncpg.Connection):
    async with admin.transaction():
        await admin.execute("select pg_advisory_xact_lock($1)", lock_key(NAME))
        waiting = [asyncio.create_task(log.append(an_append())) for _ in range(5)]
        await asyncio.sleep(0.1)
        await _kill_writers(admin)
        await asyncio.sleep(0.1)
    done = await asyncio.gather(*waiting)
    assert sorted(committed.first for committed in done) == [1, 2, 3, 4, 5]


async def test_a_connection_that_was_cut_is_not_used_again(log: EventLog, admin: asyncpg.Connection):
    line = log._lifelines[0]
    command = prepared(log, an_append())
    command.bulk = True
    batch = log._writer._careful.batch([command], log.head)
    async with admin.transaction():
        await admin.execute("select pg_advisory_xact_lock($1)", lock_key(NAME))
        waiting = asyncio.create_task(line.send(batch))
        await asyncio.sleep(0.1)
        await _kill_writers(admin)
        with pytest.raises(ConnectionLost):
            await waiting
    assert (await line.send(batch)).outcome == "written"


async def test_the_writer_outlives_whatever_a_reconnection_brings_up(log: EventLog, admin: asyncpg.Connection):
    line = log._lifelines[0]
    connect = line.connect

    async def cut_between_two_steps() -> None:
        line.connect = connect
        raise asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")

    line.connect = cut_between_two_steps
    await _kill_writers(admin)
    async with asyncio.timeout(10):
        assert (await log.append(an_append())).first == 1


async def test_a_commit_whose_answer_was_lost_is_found_again(log: EventLog, admin: asyncpg.Connection):
    send = log._lifelines[0].call

    async def send_and_lose_the_answer(arguments):
        log._lifelines[0].call = send
        await send(arguments)
        await _kill_writers(admin)
        return await send(arguments)

    log._lifelines[0].call = send_and_lose_the_answer
    append = an_append()
    done = await log.append(append)
    assert (done.first, done.receipt.id) == (1, append.answer)
    assert await admin.fetchval("select count(*) from facts") == 1
    assert (await log.append(an_append())).first == 2


async def test_a_cancelled_caller_does_not_undo_the_commit(log: EventLog, admin: asyncpg.Connection):
    append = an_append()
    async with admin.transaction():
        await admin.execute("select pg_advisory_xact_lock($1)", lock_key(NAME))
        caller = asyncio.create_task(log.append(append))
        await asyncio.sleep(0.05)
        caller.cancel()
        await asyncio.sleep(0)
    assert (await log.append(append)).replayed
    assert log.head.position == 1


async def test_a_full_queue_refuses_at_once(log: EventLog):
    lanes = Lanes(limit=2)
    lanes.put(prepared(log, an_append()))
    lanes.put(prepared(log, an_append()))
    with pytest.raises(LogIsBusy):
        lanes.put(prepared(log, an_append()))
    lanes.put(prepared(log, an_append()), bulk=True)


async def test_a_queue_that_is_full_is_told_and_forgotten_again(open_log: OpenLog, monkeypatch: pytest.MonkeyPatch):
    """By name, while the log stays ready: it gets on, only not as fast as it is asked."""
    log = await open_log()
    appends = [an_append() for _ in range(lanes.MOST_WAITING + 20)]
    calls = [asyncio.create_task(log.append(one)) for one in appends]
    await asyncio.sleep(0)
    found = log.finding()
    assert (found.ok, found.kind, log.healthy) == (True, "LOG_FULL", True)
    assert "queue is full" in found.reason
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {Committed, LogIsBusy}
    assert log.finding().kind == "LOG_FULL"
    monkeypatch.setattr(lanes, "REMEMBERED", 0.0)
    assert (log.finding().ok, log.finding().kind, log.finding().reason) == (True, "", "")
    turned_away = [one for one, outcome in zip(appends, outcomes, strict=True) if isinstance(outcome, LogIsBusy)]
    assert not any(one.replayed for one in await asyncio.gather(*map(log.append, turned_away)))


async def test_a_log_that_is_closed_or_held_up_is_not_full(log: EventLog):
    for end in (Lanes.close, Lanes.turn_away):
        queue = Lanes(limit=2)
        end(queue)
        with pytest.raises(LogIsBusy):
            queue.put(prepared(log, an_append()))
        assert not queue.overflows


async def test_a_closed_log_refuses(open_log: OpenLog):
    log = await open_log()
    await log.close()
    with pytest.raises(LogIsBusy):
        await log.append(an_append())


async def test_an_error_that_no_check_foresaw_hits_only_its_command(log: EventLog):
    unfit = an_append(a_write(uuid4(), 2**31 - 2, HouseBuilt(name="x"), HouseBuilt(name="y")))
    outcomes = await asyncio.gather(*map(log.append, [an_append(), unfit, an_append()]), return_exceptions=True)
    assert [isinstance(outcome, Exception) for outcome in outcomes] == [False, True, False]
    assert log.alarms > 0
    assert log.healthy


@pytest.mark.parametrize("too_large", ["own", "published"])
async def test_what_no_message_could_carry_is_refused_before_the_append(log: EventLog, too_large: str):
    write = a_write(uuid4(), 0, HouseBuilt(name="n" * (300_000 if too_large == "own" else 1)))
    told = HouseToldOf(name="n" * (300_000 if too_large == "published" else 1), paintings=0)
    with pytest.raises(FactIsTooLarge):
        await log.append(an_append(type(write)(**{**_fields(write), "published": (told,)})))
    assert log.head.position == 0


async def test_a_province_that_fits_no_subject_is_refused(log: EventLog):
    write = a_write()
    with pytest.raises(SubjectIsUnfit):
        await log.append(an_append(type(write)(**{**_fields(write), "province": "79.>"})))


async def test_a_forgetful_database_is_refused_outside_tests(open_log: OpenLog):
    with pytest.raises(DurabilityIsOff, match="fsync"):
        await open_log(in_tests=False)


async def _kill_writers(admin: asyncpg.Connection) -> None:
    await admin.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name like '%writer' and datname = current_database()"
    )
    await asyncio.sleep(0.05)


def _fields(write) -> dict:
    return {field: getattr(write, field) for field in write.__struct_fields__}
