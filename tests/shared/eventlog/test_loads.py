"""Reads of streams are shared: few round trips, and everybody gets the facts after the version he rests on."""

import asyncio
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from shared.eventlog.commands import Commands
from shared.eventlog.loads import Loads
from shared.eventlog.log import EventLog
from shared.eventlog.mapper import FactMapper
from shared.eventlog.stretches import StretchIsUnfit
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Fact
from tests.shared.eventlog.village import BuildHouse, HouseBuilt, HousePainted, PaintHouse

LAN = Actor(subject="user:lan", role="officer", token="t")


class Counted:
    """A log that counts how often it is read."""

    def __init__(self, log: EventLog) -> None:
        self.reads: list[int] = []
        self._log = log

    async def read_tails(self, wanted: Sequence[tuple[UUID, int]]) -> list[list[Fact]]:
        self.reads.append(len(wanted))
        return await self._log.read_tails(wanted)


async def built(commands: Commands, name: str, *colours: str) -> UUID:
    house = (await commands.run(BuildHouse(command_id=uuid4(), name=name), LAN)).id
    for colour in colours:
        await commands.run(PaintHouse(command_id=uuid4(), house=house, colour=colour), LAN)
    return house


def colours(facts: Sequence[Fact]) -> list[str]:
    return [fact.colour for fact in facts if isinstance(fact, HousePainted)]


async def test_who_rests_on_an_older_version_gets_more(commands: Commands, log: EventLog):
    house = await built(commands, "Đình", "đỏ", "xanh", "vàng", "trắng")
    loads = Loads(counted := Counted(log))
    newer, older, newest = await asyncio.gather(*(loads.after(house, version) for version in (3, 1, 5)))
    assert colours(newer) == ["vàng", "trắng"]
    assert colours(older) == ["đỏ", "xanh", "vàng", "trắng"]
    assert newest == []
    assert counted.reads == [1]


async def test_whoever_asks_while_reads_are_under_way_shares_the_next(commands: Commands, log: EventLog):
    houses = [await built(commands, f"Nhà {n}", f"màu {n}") for n in range(24)]
    loads, asked = Loads(counted := Counted(log)), []
    for house in houses:
        asked.append(asyncio.create_task(loads.after(house, 0)))
        await asyncio.sleep(0)
    found = await asyncio.gather(*asked)
    assert [colours(facts) for facts in found] == [[f"màu {n}"] for n in range(24)]
    assert sum(counted.reads) == 24
    assert len(counted.reads) <= 6
    assert await loads.after(uuid4(), 0) == []


class Held:
    """A log whose reads end when the gate opens."""

    def __init__(self) -> None:
        self.reads: list[int] = []
        self.gate = asyncio.Event()

    async def read_tails(self, wanted: Sequence[tuple[UUID, int]]) -> list[list[Fact]]:
        self.reads.append(len(wanted))
        await self.gate.wait()
        return [[] for _ in wanted]


async def test_a_second_read_goes_beside_the_first_once_as_many_streams_wait():
    loads = Loads(held := Held())
    asked: list[asyncio.Task[list[Fact]]] = []

    async def reads_after(more: int) -> list[int]:
        asked.extend(asyncio.create_task(loads.after(uuid4(), 0)) for _ in range(more))
        for _ in range(5):
            await asyncio.sleep(0)
        return held.reads

    assert await reads_after(4) == [4]
    assert await reads_after(3) == [4]
    assert await reads_after(1) == [4, 4]
    assert await reads_after(9) == [4, 4]
    held.gate.set()
    assert await asyncio.gather(*asked) == [[]] * 17
    assert held.reads == [4, 4, 9]


def test_facts_of_one_kind_side_by_side_are_read_as_one_by_one():
    built, painted = [HouseBuilt(name=f"Nhà {n}\n") for n in range(4)], HousePainted(colour="đỏ", coats=2)
    facts = [built[0], built[1], painted, built[2], painted, painted, built[3]]
    mapper = FactMapper()
    stored = [mapper.encode(fact) for fact in facts] + [(HousePainted.TOPIC, b'{"color":"xanh"}')]
    read = mapper.decode_all([topic for topic, _ in stored], [state for _, state in stored])
    assert read == [*facts, HousePainted(colour="xanh", coats=1)]


async def test_a_stretch_gives_the_facts_as_one_by_one(commands: Commands, log: EventLog):
    houses = [await built(commands, f"Nhà {n}", "đỏ") for n in range(5)]
    stretch = await log.read_stretch(0, log.head.position, {HouseBuilt.TOPIC})
    (told,) = stretch.opened()
    stored = [row for row in await log.read_stored(0, 100) if row.topic == HouseBuilt.TOPIC]
    assert [(one.sequence, one.aggregate, one.fact, one.recorded_at) for one in told] == [
        (row.position, row.stream, row.fact(), row.recorded_at) for row in stored
    ]
    assert [one.aggregate for one in told] == houses
    assert told[0].meta.actor == LAN.subject


@pytest.mark.parametrize(("topic", "beyond"), [(HousePainted.TOPIC, 0), (HouseBuilt.TOPIC, 1)])
async def test_what_needs_an_upcaster_or_has_gaps_is_left_to_be_read_one_by_one(
    commands: Commands, log: EventLog, topic: str, beyond: int
):
    await built(commands, "Đình", "đỏ")
    stretch = await log.read_stretch(0, log.head.position + beyond, {topic})
    with pytest.raises(StretchIsUnfit):
        stretch.opened()
