"""Told ahead of the stream: taken at once where it follows on, dropped where it does not, and never needed."""

import msgspec
import pytest

from shared.bus.envelope import AHEAD, headers_of
from shared.bus.stream_reader import StreamIsUnfit, StreamReader
from shared.eventlog.rows import OutboxRow
from tests.shared.bus.conftest import ended
from tests.shared.bus.town import built, tell


@pytest.fixture
async def stands(town):
    """A log of which three facts are in the stream and its mirror has gone; a reader behind the first."""
    log, broker = await town.log(), town.broker()
    mirror = town.mirror(log, broker)
    running = town.run(mirror.run())
    await tell(log, *map(built, range(3)))
    assert await mirror.drained(20)
    await ended(running)
    hearing = town.broker("gateway")
    await hearing.client(5)
    reader = StreamReader(hearing, deployment=town.deployment, service="organization")
    assert await places(reader, 1) == [2, 3]

    async def say(row: OutboxRow, epoch: str = ""):
        headers = headers_of(row, deployment=town.deployment, service="organization", epoch=epoch or log.epoch)
        client = await broker.client(5)
        await client.publish(AHEAD + row.subject, row.body, headers=headers)
        await client.flush()

    yield log, broker, reader, say
    await reader.close()


async def places(reader, after, patience=2.0):
    _, rows = await reader.read(after, 100, patience)
    return [row.sequence for row in rows]


async def rows_of(log, count):
    await tell(log, *map(built, range(100, 100 + count)))
    return await log.read_outbox(3, count)


async def test_a_fact_is_had_before_the_stream_has_it_and_only_once(stands, town):
    log, broker, reader, say = stands
    four, five = await rows_of(log, 2)
    await say(four)
    _, rows = await reader.read(3, 100, 2.0)
    assert rows == [four]
    mirror = town.mirror(log, broker)
    town.run(mirror.run())  # tells both ahead as well, the first a second time
    assert await mirror.drained(20)
    assert await places(reader, 4) == [five.sequence]
    assert await places(reader, 5, patience=0.2) == []


async def test_what_does_not_follow_on_waits_for_the_stream(stands, town):
    log, broker, reader, say = stands
    _, five, _ = await rows_of(log, 3)
    await say(five)
    assert await places(reader, 3, patience=0.2) == []
    mirror = town.mirror(log, broker)
    town.run(mirror.run())
    assert await mirror.drained(20)
    found: list[int] = []
    while len(found) < 3:  # they may come by and by
        more = await places(reader, 3 + len(found), patience=20)
        assert more
        found += more
    assert found == [4, 5, 6]
    assert await places(reader, 6, patience=0.1) == []


async def test_another_epoch_is_not_heard(stands):
    log, _, reader, say = stands
    (four,) = await rows_of(log, 1)
    await say(four, epoch="feedfeed")
    assert await places(reader, 3, patience=0.2) == []


async def test_what_is_not_as_its_digest_says_is_not_taken(stands):
    log, _, reader, say = stands
    (four,) = await rows_of(log, 1)
    await say(msgspec.structs.replace(four, body=four.body.replace(b"100", b"999")))
    with pytest.raises(StreamIsUnfit):
        await places(reader, 3)
