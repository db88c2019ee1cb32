"""No caller has an answer while his commit can still fail: what he is told is in the database for everybody else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from shared.eventlog.log import EventLog
from tests.shared.eventlog.village import an_append

GATE = 4711
_CALLERS = 20
_LONG_ENOUGH = 0.3  # seconds, for an answer that waits for nothing
_GATED = f"""
    create function wait_at_the_gate() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock({GATE}); return null; end $$;
    create constraint trigger gate after insert on facts deferrable initially deferred
        for each row execute function wait_at_the_gate();
"""
Call = Callable[[EventLog], Awaitable[Any]]
CALLS: dict[str, Call] = {
    "one at a time": lambda log: log.append(an_append()),
    "by COPY": lambda log: log.append_many([an_append() for _ in range(5)]),
}


@pytest.fixture
async def gate(admin: asyncpg.Connection) -> AsyncIterator[asyncpg.Connection]:
    """Whoever commits a fact waits at the last moment before it stands, as long as this connection holds the gate."""
    await admin.execute(_GATED)
    await admin.execute("select pg_advisory_lock($1)", GATE)
    yield admin
    await admin.execute("drop trigger gate on facts; drop function wait_at_the_gate")


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_nobody_is_answered_before_his_commit_stands(log: EventLog, gate: asyncpg.Connection, call: Call):
    callers = [asyncio.ensure_future(call(log)) for _ in range(_CALLERS)]
    await _waiting(gate)
    await asyncio.sleep(_LONG_ENOUGH)
    early = [caller for caller in callers if caller.done()]
    assert await gate.fetchval("select count(*) from facts") == 0
    await gate.execute("select pg_advisory_unlock($1)", GATE)
    await asyncio.gather(*callers)
    assert not early, f"{len(early)} of {len(callers)} were answered while nothing was committed"
    assert await gate.fetchval("select count(*) from commands") >= _CALLERS


async def _waiting(gate: asyncpg.Connection) -> None:
    """Until a commit stands at the gate."""
    waiting = "select count(*) from pg_locks where locktype = 'advisory' and objid = $1 and not granted"
    async with asyncio.timeout(10):
        while not await gate.fetchval(waiting, GATE):  # noqa: ASYNC110 - PostgreSQL has no event for it
            await asyncio.sleep(0.01)
