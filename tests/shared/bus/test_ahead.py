"""Told ahead of the stream: taken at once where it follows on, dropped where it does not, and never needed."""

import asyncio
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import pytest

from shared.bus import ahead, consumer
from shared.bus.ahead import Heard, Told, subject_of
from shared.bus.envelope import stream_name
from shared.bus.stream_reader import StreamIsUnfit, StreamReader
from shared.eventlog.log import EventLog
from shared.eventlog.rows import DAWN, OutboxRow
from tests.shared.bus.conftest import ended
from tests.shared.bus.town import built, tell


class Stands(NamedTuple):
    """A log of which three facts are in the stream and its mirror has gone; a reader behind the first."""

    log: EventLog
    broker: Any
    reader: StreamReader
    stream: str

    async def say(self, *rows: OutboxRow, until: int = 0, epoch: str = ""):
        until = until or (rows[-1].sequence if rows else 0)
        message = msgspec.msgpack.encode(Told(epoch or self.log.epoch, until, list(rows)))
        client = await self.broker.client(5)
        await client.publish(subject_of("organization"), message)
        await client.flush()

    async def rows(self, count: int):
        await tell(self.log, *map(built, range(100, 100 + count)))
        return await self.log.read_outbox(3, count)

    async def heard(self, after: int, patience: float = 2.0):
        _, rows = await self.reader.read(after, 100, patience)
        return [row.sequence for row in rows]

    async def alone(self, after: int):
        """The reader has heard all behind a sequence, and lets go of the stream."""
        js = (await self.broker.client(5)).jetstream()
        async with asyncio.timeout(20):
            while (await js.stream_info(self.stream)).state.consumer_count:
                await self.say(until=after)
                assert await self.heard(after, patience=0.1) == []


@pytest.fixture
async def stands(town):
    log, broker = await town.log(), town.broker()
    mirror = town.mirror(log, broker)
    running = town.run(mirror.run())
    await tell(log, *map(built, range(3)))
    assert await mirror.drained(20)
    await ended(running)
    hearing = town.broker("gateway")
    await hearing.client(5)
    reader = StreamReader(hearing, deployment=town.deployment, service="organization")
    stands = Stands(log, broker, reader, stream_name(town.deployment, "organization", log.epoch))
    assert await stands.heard(1) == [2, 3]
    yield stands
    await reader.close()


async def test_a_fact_is_had_before_the_stream_has_it_and_only_once(stands, town):
    four, five = await stands.rows(2)
    await stands.say(four)
    _, rows = await stands.reader.read(3, 100, 2.0)
    assert rows == [four]
    mirror = town.mirror(stands.log, stands.broker)
    town.run(mirror.run())
    assert await mirror.drained(20)
    await stands.say(four, five)
    assert await stands.heard(4) == [five.sequence]
    assert await stands.heard(5, patience=0.2) == []


async def test_what_does_not_follow_on_waits_for_the_stream(stands, town):
    _, five, _ = await stands.rows(3)
    await stands.say(five)
    assert await stands.heard(3, patience=0.2) == []
    mirror = town.mirror(stands.log, stands.broker)
    town.run(mirror.run())
    assert await mirror.drained(20)
    found: list[int] = []
    while len(found) < 3:  # they may come by and by
        more = await stands.heard(3 + len(found), patience=20)
        assert more
        found += more
    assert found == [4, 5, 6]
    assert await stands.heard(6, patience=0.1) == []


async def test_another_epoch_is_not_heard(stands):
    (four,) = await stands.rows(1)
    await stands.say(four, epoch="feedfeed")
    assert await stands.heard(3, patience=0.2) == []


async def test_what_is_not_as_its_digest_says_is_not_taken(stands):
    (four,) = await stands.rows(1)
    await stands.say(msgspec.structs.replace(four, body=four.body.replace(b"100", b"999")))
    with pytest.raises(StreamIsUnfit):
        await stands.heard(3)


async def test_who_hears_everything_asks_the_stream_for_nothing_until_something_is_missed(stands, town, monkeypatch):
    monkeypatch.setattr(consumer, "_BOTH", 0.0)
    four, *others = await stands.rows(4)
    await stands.say(four)
    assert await stands.heard(3) == [4]
    await stands.alone(4)
    mirror = town.mirror(stands.log, stands.broker)
    running = town.run(mirror.run())
    assert await mirror.drained(20)
    await ended(running)
    await stands.say(until=others[-1].sequence)  # more than is told ahead, or a message that was lost
    assert await stands.heard(4, patience=20) == [row.sequence for row in others]


async def test_while_the_owner_is_silent_the_stream_is_read(stands, town, monkeypatch):
    monkeypatch.setattr(consumer, "_BOTH", 0.0)
    await stands.alone(3)
    monkeypatch.setattr(ahead, "_SILENCE", 0.1)
    monkeypatch.setattr(consumer, "_LOOKS", 0.1)
    reading = asyncio.ensure_future(stands.heard(3, patience=20))
    monkeypatch.setattr(ahead.Teller, "run", asyncio.Event().wait)  # nothing is told ahead
    await stands.rows(1)
    mirror = town.mirror(stands.log, stands.broker)
    town.run(mirror.run())
    assert await mirror.drained(20)
    assert await reading == [4]


async def test_a_mirror_tells_what_is_committed_in_messages_of_a_bounded_size(stands, town, monkeypatch, until):
    monkeypatch.setattr(ahead, "_MESSAGE_BYTES", 1_000)
    messages: list[Told] = []

    async def hear(message: Any):
        messages.append(msgspec.msgpack.decode(message.data, type=Told))

    client = await town.broker("gateway").client(5)
    await client.subscribe(subject_of("organization"), cb=hear)
    await client.flush()
    mirror = town.mirror(stands.log, stands.broker)
    town.run(mirror.run())
    assert await mirror.drained(20)
    rows = await stands.rows(20)
    await until(lambda: sum(len(told.rows) for told in messages) == 20)
    assert [row for told in messages for row in told.rows] == rows
    assert max(sum(len(row.body) for row in told.rows) for told in messages) <= 1_000
    assert messages[-1].until == rows[-1].sequence


def test_rows_are_kept_up_to_a_number_and_without_gaps(monkeypatch):
    monkeypatch.setattr(ahead, "_KEPT", 3)
    heard = Heard("e")
    for told in ((4, 5), (5, 6, 7), (9,)):
        assert heard.hear(msgspec.msgpack.encode(Told("e", told[-1], [_row(number) for number in told])))
    assert heard.suffices(3)
    assert [row.sequence for row in heard.after(3, 2)] == [4, 5]
    assert [row.sequence for row in heard.after(5, 9)] == [6]
    assert not heard.suffices(6), "7 was too much, 9 does not follow on"
    assert heard.suffices(9)


def _row(number: int) -> OutboxRow:
    nobody, nothing = UUID(int=number), b""
    return OutboxRow(
        sequence=number,
        position=number,
        id=nobody,
        aggregate=nobody,
        version=1,
        province="79",
        subject="s",
        topic="t",
        body=nothing,
        meta=nothing,
        recorded_at=DAWN,
        digest=nothing,
        previous=nothing,
    )
