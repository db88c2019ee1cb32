"""A database that has lost what it acknowledged, under a living process: nothing is written behind such a gap."""

import asyncio

import asyncpg
import pytest

from shared.eventlog.careful import LogHasFallenBack
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import LogIsBusy
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import an_append

PARTS = (("facts", "position"), ("outbox", "sequence"), ("seals", "first"), ("commands", "first"))


@pytest.mark.parametrize("again", [0, 2])
async def test_the_log_ends(log: EventLog, open_log: OpenLog, admin: asyncpg.Connection, again: int):
    """`again`: so many facts another process has written since; of more than were lost nobody could tell."""
    for _ in range(5):
        await log.append(an_append())
    for table, column in PARTS:
        await admin.execute(f"delete from {table} where {column} > 3")
    other = await open_log()
    for _ in range(again):
        await other.append(an_append())
    waiting = [asyncio.create_task(log.append(an_append())) for _ in range(40)]
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(answer) for answer in answers} == {LogIsBusy}
    with pytest.raises(LogHasFallenBack):
        await log.written()
    assert not log.healthy
    with pytest.raises(LogIsBusy):
        await log.append(an_append())
    assert await admin.fetchval("select count(*) from facts") == 3 + again
