"""The log's newest end in memory says what stands in PostgreSQL, byte for byte, or nothing."""

import asyncio

import msgspec

from shared.eventlog.log import EventLog
from shared.eventlog.rows import OutboxRow
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import HouseBuilt, HouseToldOf, a_write, an_append


async def kept(log: EventLog, after: int = 0, limit: int = 1_000) -> list[OutboxRow]:
    """What memory answers of the outbox, once that and the facts are known to be what stands in the tables."""
    facts = log._recent_facts.after(after, limit)
    assert facts == (await log._reading.stored(after, limit))[: len(facts)]
    found = log._recent_outbox.after(after, limit)
    assert found == (await log._reading.outbox(after, limit))[: len(found)]
    return found


async def test_what_was_committed_is_read_from_memory_as_it_stands(log: EventLog):
    untold = a_write(None, 0, HouseBuilt(name="a"), told=False)
    await log.append(an_append(a_write(), untold, a_write()))
    await asyncio.gather(*(log.append(an_append(a_write(), a_write())) for _ in range(40)))
    await log.append_many([an_append(a_write()) for _ in range(100)])
    rows = await kept(log)
    assert [row.sequence for row in rows] == list(range(1, 183))
    assert [row.position for row in await log.read_stored(0, 1_000)] == list(range(1, 184))
    assert len(log._recent_facts.after(0, 1_000)) == 183
    assert await kept(log, 170) == rows[170:]
    assert len(await kept(log, 3, 5)) == 5
    assert await kept(log, 182) == await kept(log, 500) == []


async def test_what_another_process_committed_is_read_from_the_table(log: EventLog, open_log: OpenLog):
    other = await open_log()
    await log.append(an_append(a_write()))
    await other.append(an_append(a_write()))
    await log.append(an_append(a_write()))
    assert [row.sequence for row in await kept(log)] == []
    assert [row.sequence for row in await kept(log, 2)] == [3]
    assert [row.sequence for row in await log.read_outbox(0, 9)] == [1, 2, 3]
    assert log._recent_facts.after(0, 9) == []
    assert [row.position for row in await log.read_stored(0, 9)] == [1, 2, 3]


async def test_memory_is_bounded(log: EventLog):
    for _ in range(12):
        large = msgspec.structs.replace(a_write(), published=(HouseToldOf(name="x" * 200_000, paintings=0),))
        await log.append(an_append(large))
    assert [row.sequence for row in await kept(log, 9)] == [10, 11, 12]
    assert await kept(log) == []
    assert len(await log.read_outbox(0, 100)) == 12
