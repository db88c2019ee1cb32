"""A log that somebody else holds up: whoever waits is told in time, health names it, and nothing is lost or doubled."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from time import monotonic
from uuid import uuid4

import asyncpg
import pytest
import structlog

from shared.eventlog import held, patience
from shared.eventlog.append import Append, Committed
from shared.eventlog.commands import Commands
from shared.eventlog.lifeline import lock_key
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import LogIsBusy
from shared.runtime.clock import SystemClock
from shared.testing.postgres import Database
from shared.vocabulary.actor import Actor
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import (
    NAME,
    SERVICE,
    BuildHouse,
    HouseHasThatColour,
    PaintHouse,
    a_claim,
    an_append,
)

OFFICER = Actor(subject="officer", role="officer")
MANY = 300
SHORT = 2
"""Seconds of patience in a `hurried` log."""

AT_MOST = SHORT + 1.5
LEFT = 4
"""Seconds that an idle session may keep a transaction open here; on a server of ours 15, as is shown at the end."""

TAKE = "select pg_advisory_xact_lock($1)"
KEPT = "select pid from pg_stat_activity where application_name = 'psql' and datname = current_database()"
Stopped = tuple[EventLog, list[int]]
Session = Callable[[], AbstractAsyncContextManager[asyncpg.Connection]]


@pytest.fixture
def session(database: Database) -> Session:
    """Somebody's own session, looking at the village's tables; gone at the end, whatever it has left open."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(database.admin_dsn, server_settings={"application_name": "psql"})
        await connection.execute(f"set search_path = {NAME}")
        try:
            yield connection
        finally:
            connection.terminate()

    return opened


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with a patience of one second. Before the log is opened."""
    monkeypatch.setitem(held.BOUNDS, "lock_timeout", "1s")
    monkeypatch.setattr(patience, "_BETWEEN_LOOKS", 0.05)
    monkeypatch.setattr(patience, "_ASKS", patience._LOOKS // 2)  # a busy machine needs time for the question


@pytest.fixture
async def hurried(monkeypatch: pytest.MonkeyPatch, open_log: OpenLog) -> EventLog:
    """A log with a patience of two seconds instead of five; who holds it up is asked a second before, as always.

    The five are shown at the end here, and on a whole stack by the journey of a held log.
    """
    monkeypatch.setitem(held.BOUNDS, "lock_timeout", f"{SHORT}s")
    monkeypatch.setattr(patience, "_BETWEEN_LOOKS", SHORT / patience._LOOKS)
    monkeypatch.setattr(patience, "_ASKS", patience._LOOKS // 2)
    return await open_log()


async def told(calls: list["asyncio.Task[Committed]"], within: float) -> set[type]:
    """How all of them ended, in so many seconds."""
    done, waiting = await asyncio.wait(calls, timeout=within)
    assert not waiting, f"{len(waiting)} of {len(calls)} were not answered within {within} s"
    return {type(call.exception() or call.result()) for call in done}


async def well(log: EventLog, within: float) -> None:
    async with asyncio.timeout(within):
        while not log.healthy:  # noqa: ASYNC110 - as a probe would
            await asyncio.sleep(0.05)


def sent(log: EventLog, appends: list[Append], *, bulk: bool = False) -> list["asyncio.Task[Committed]"]:
    return [asyncio.create_task(log.append(one, bulk=bulk)) for one in appends]


@pytest.mark.parametrize("bulk", [False, True], ids=["single", "import"])
async def test_commands_are_answered_while_somebody_holds_the_lock_and_done_once_afterwards(
    hurried: EventLog, session: Session, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, *, bulk: bool
):
    log = hurried
    appends = [an_append() for _ in range(MANY)]
    async with session() as somebody:
        with structlog.testing.capture_logs() as lines:
            await somebody.execute("begin")
            await somebody.execute(TAKE, lock_key(NAME))
            assert await told(sent(log, appends, bulk=bulk), AT_MOST) == {LogIsBusy}
            found = log.finding()
            assert (found.ok, found.kind, log.healthy) == (False, "LOG_HELD", False)
            assert f"psql, pid {somebody.get_server_pid()}, since " in found.reason
            began = monotonic()
            assert await told(sent(log, appends), 1) == {LogIsBusy}
            assert monotonic() - began < 0.5
            await asyncio.sleep(SHORT + 1)  # it goes on being held, and is said once
            assert log.finding().kind == "LOG_HELD"
        assert [line["kind"] for line in lines if line["event"] == "the log does not get on"] == ["LOG_HELD"]
        await somebody.execute("rollback")
        await well(log, 2)
    monkeypatch.undo()  # a busy machine may take more than two seconds for so many
    assert await told(sent(log, appends, bulk=bulk), 10) == {Committed}
    assert await told(sent(log, appends), 10) == {Committed}
    assert await admin.fetchval("select (count(*), count(distinct stream), max(position)) from facts") == (MANY,) * 3
    assert await admin.fetchval("select count(*) from commands") == MANY
    assert log.finding().ok


async def test_a_session_that_is_left_in_a_transaction_is_ended_by_the_server(
    hurried: EventLog, session: Session, admin: asyncpg.Connection
):
    log, append = hurried, an_append()
    async with session() as somebody:
        await somebody.execute(f"set idle_in_transaction_session_timeout = '{LEFT}s'")
        await somebody.execute("begin")
        await somebody.execute(TAKE, lock_key(NAME))
        began = monotonic()
        assert await told(sent(log, [append]), AT_MOST) == {LogIsBusy}
        await well(log, LEFT + 5)
        assert LEFT - 1 < monotonic() - began < LEFT + 5
        assert await admin.fetchval(KEPT) is None
    assert (await log.append(append)).first == 1


async def test_an_operators_statement_on_a_table_is_named_too(soon: None, open_log: OpenLog, session: Session):
    log, append = await open_log(), an_append()
    async with session() as somebody:
        await somebody.execute("begin; lock table facts in share mode")  # as `create index` does
        assert await told(sent(log, [append]), 2) == {LogIsBusy}
        assert f"pid {somebody.get_server_pid()}," in log.finding().reason
        await asyncio.sleep(1.5)
        assert log.finding().kind == "LOG_HELD"
        await somebody.execute("rollback")
        await well(log, 2)
    assert (await log.append(append)).first == 1


async def test_a_row_that_is_held_holds_up_whoever_needs_it(soon: None, open_log: OpenLog, session: Session):
    log, claim = await open_log(), a_claim("Đình", uuid4())
    needs, does_not = an_append(claims=(claim,)), an_append()
    async with session() as somebody:
        await somebody.execute("begin")
        key = log.keys.claim(claim.kind, claim.value)
        await somebody.execute("insert into claims (kind, key, stream) values ($1, $2, $3)", claim.kind, key, uuid4())
        assert await told(sent(log, [needs, does_not]), 2) == {LogIsBusy}
        await well(log, 2)
        assert await told(sent(log, [does_not]), 1) == {Committed}
        await somebody.execute("rollback")
    assert (await log.append(needs)).first == 2


@pytest.fixture
async def stopped(
    soon: None, open_log: OpenLog, admin: asyncpg.Connection
) -> AsyncIterator[tuple[EventLog, list[int]]]:
    """A log whose sessions at PostgreSQL answer nothing until they are told to go on, though new ones are taken."""
    log = await open_log()
    await log.append(an_append())
    rows = await admin.fetch("select pid from pg_stat_activity where application_name = $1", f"lienthong {NAME} writer")
    pids = [row["pid"] for row in rows]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    yield log, pids
    go_on(pids)


def go_on(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


async def test_a_commit_whose_outcome_was_not_known_is_found_by_its_commandId(
    stopped: Stopped, admin: asyncpg.Connection
):
    (log, pids), append = stopped, an_append()
    assert await told(sent(log, [append]), 2) == {LogIsBusy}
    assert log.finding().kind == "LOG_STOPPED"
    assert log.is_unresolved(append.command_id)
    go_on(pids)
    await well(log, 2)
    assert not log.is_unresolved(append.command_id)
    assert (await log.append(append)).replayed
    assert await admin.fetchval("select count(*) from facts") == 2


async def test_nobody_is_refused_while_his_first_attempt_may_still_stand(
    soon: None, open_log: OpenLog, admin: asyncpg.Connection
):
    """Between both attempts another process has painted the house: a refusal now would be wrong if the first stands."""
    log, other = await open_log(), await open_log()
    mine, others = (Commands(SERVICE, one, SystemClock(), None) for one in (log, other))
    house = (await mine.run(BuildHouse(command_id=uuid4(), name="Đình"), OFFICER)).id
    red = PaintHouse(command_id=uuid4(), house=house, colour="red")
    session = log._lifelines[0].session
    assert session is not None
    os.kill(session, signal.SIGSTOP)
    try:
        with pytest.raises(LogIsBusy):
            await mine.run(red, OFFICER)
        await others.run(PaintHouse(command_id=uuid4(), house=house, colour="red"), OFFICER)
        mine.states.forget(house)
        with pytest.raises(LogIsBusy):
            await mine.run(red, OFFICER)
    finally:
        os.kill(session, signal.SIGCONT)
    await well(log, 2)
    with pytest.raises(HouseHasThatColour):
        await mine.run(red, OFFICER)
    assert await admin.fetchval("select count(*) from facts") == 2


async def test_a_log_is_opened_once_its_lock_is_free(log: EventLog, open_log: OpenLog, session: Session, monkeypatch):
    monkeypatch.setattr(held, "_BOUND", "set local lock_timeout = '200ms'")
    with structlog.testing.capture_logs() as lines:
        async with session() as somebody:
            await somebody.execute("begin")
            await somebody.execute(TAKE, lock_key(NAME))
            opening = asyncio.ensure_future(open_log())
            await asyncio.sleep(0.5)
            assert not opening.done()
        assert (await (await opening).append(an_append())).first == 1
    assert {line["event"] for line in lines} >= {"another session holds the log's lock"}


async def test_the_writers_own_sessions_are_bound_whatever_the_server_is_set_to(
    log: EventLog, admin: asyncpg.Connection
):
    connection = log._lifelines[0]._connection
    assert connection is not None
    for setting, bound in held.BOUNDS.items():
        assert await connection.fetchval("select current_setting($1)", setting) == bound
    assert await admin.fetchval("show idle_in_transaction_session_timeout") == "15s"
