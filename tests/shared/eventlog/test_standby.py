"""A standby at the other end: nothing is written there, so callers are told to come back until another takes over."""

import asyncio

import asyncpg
import pytest

from shared.eventlog import patience
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import LogIsBusy
from tests.shared.eventlog.village import an_append

READ_ONLY = "alter database {} {} default_transaction_read_only"


async def test_callers_are_told_to_ask_again_and_the_log_goes_on_elsewhere(
    log: EventLog, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
):
    """As a standby answers: the same error, on the old connection and on every new one, until it takes over."""
    monkeypatch.setattr(patience, "_BETWEEN_LOOKS", 0.02)
    await log.append(an_append())
    connection = log._lifelines[0]._connection
    assert connection is not None
    await connection.execute("set default_transaction_read_only = on")
    await admin.execute(await _here(admin, "set", " = on"))
    async with asyncio.timeout(10):
        with pytest.raises(LogIsBusy):
            await log.append(an_append())
    assert not log.healthy
    await admin.execute("set default_transaction_read_only = off")
    await admin.execute(await _here(admin, "reset"))
    async with asyncio.timeout(10):
        while not log.healthy:  # noqa: ASYNC110 - the writer tells nobody, it is asked
            await asyncio.sleep(0.02)
    assert (await log.append(an_append())).first == 2
    assert log.alarms == 0


async def _here(admin: asyncpg.Connection, do: str, value: str = "") -> str:
    return READ_ONLY.format(await admin.fetchval("select quote_ident(current_database())"), do) + value
