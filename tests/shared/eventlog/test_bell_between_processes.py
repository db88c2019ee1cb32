"""NOTIFY is sent only while another process of the service listens, and then wakes it long before it would poll."""

import asyncio
import time

import asyncpg

from shared.eventlog.log import EventLog
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import NAME, a_write, an_append

SOON = 0.5  # half of what a poll takes
CHANNEL = f"{NAME}_log"


async def _rings(admin: asyncpg.Connection, log: EventLog) -> int:
    """How many NOTIFYs an append is followed by."""
    heard: list[object] = []

    def hear(*told: object) -> None:
        heard.append(told)

    await admin.add_listener(CHANNEL, hear)
    await log.append(an_append(a_write()))
    await asyncio.sleep(SOON)
    await admin.remove_listener(CHANNEL, hear)
    return len(heard)


async def _seconds_until_heard(other: EventLog, log: EventLog) -> float:
    """From an append until another process knows of it."""
    waiting = asyncio.create_task(other.wait_beyond(position=other.head.position, timeout=10))
    await log.append(an_append(a_write()))
    begun = time.monotonic()
    assert await waiting
    return time.monotonic() - begun


async def test_a_process_rings_while_another_is_there_and_for_nobody_before_and_afterwards(
    log: EventLog, open_log: OpenLog, admin: asyncpg.Connection
):
    await asyncio.sleep(SOON)  # until it has said that it is there
    assert await _rings(admin, log) == 0
    other = await open_log()
    await asyncio.sleep(SOON)
    assert await _rings(admin, log) == 1
    await other.close()
    await asyncio.sleep(1.1)  # until who listens is counted anew
    assert await _rings(admin, log) == 0


async def test_who_comes_is_rung_for_though_nobody_was_there_a_moment_before(log: EventLog, open_log: OpenLog):
    await log.append(an_append(a_write()))
    await asyncio.sleep(0.1)  # counted: nobody
    other = await open_log()
    await asyncio.sleep(0.2)  # it has said that it is there, long before the next count
    assert await _seconds_until_heard(other, log) < SOON
