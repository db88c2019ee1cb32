"""A fact that does not decode concerns the thing that it is of: that is refused by name, everything else goes on."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import asyncpg
import pytest
from structlog.testing import capture_logs

from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import FactIsUnreadable, TopicIsUnknown
from shared.eventlog.signing import Signer
from shared.eventlog.stretches import StretchIsUnfit
from shared.eventlog.verifying import verify
from shared.runtime.clock import SystemClock
from shared.vocabulary.excerpts import Excerpt
from shared.vocabulary.requests import Receipt
from tests.shared.eventlog import village
from tests.shared.eventlog.test_loads import LAN, built
from tests.shared.eventlog.village import HouseBuilt, HouseHasThatColour, PaintHouse

MET = "nothing can be made of a fact"
MANGLED = {
    "a number for a text": b'{"name":5}',
    "no JSON": b"\xff\xfeNguy",
    "nothing at all": b"",
    "two in the place of one": b'{"name":"An"},{"name":"An"}',
    "the character between states": b'{"name":"A\x1fn"}',
}
Break = Callable[[UUID, bytes], Awaitable[bytes]]


@pytest.fixture
def broken(admin: asyncpg.Connection) -> Break:
    """Gives the first fact of a house another state; answers the one it had."""

    async def break_it(house: UUID, state: bytes) -> bytes:
        before = await admin.fetchval("select state from facts where stream = $1 and version = 1", house)
        await admin.execute("update facts set state = $2 where stream = $1 and version = 1", house, state)
        return bytes(before or b"")

    return break_it


def restarted(log: EventLog) -> Commands:
    """As after a start of the process: no state is remembered."""
    return Commands(village.SERVICE, log, SystemClock(), None)


def paint(house: UUID, colour: str = "vàng") -> PaintHouse:
    return PaintHouse(command_id=uuid4(), house=house, colour=colour)


@pytest.mark.parametrize("state", MANGLED.values(), ids=MANGLED.keys())
async def test_its_own_thing_is_refused_by_name_and_the_neighbours_get_their_answers(
    commands: Commands, log: EventLog, broken: Break, state: bytes
):
    """Done, refused or unreadable: each its own, though all of them share the round trips."""
    sound = [await built(commands, f"Nhà {n}", "đỏ") for n in range(20)]
    bad = await built(commands, "Nhà hỏng", "đỏ")
    position = log.head.position - 1
    before = await broken(bad, state)
    again = restarted(log)
    done, refused = [paint(house) for house in sound[:10]], [paint(house, "đỏ") for house in sound[10:]]
    asked = [one for three in zip(done, refused, [paint(bad) for _ in range(10)], strict=True) for one in three]
    with capture_logs() as lines:
        answers = await asyncio.gather(*(again.run(one, LAN) for one in asked), return_exceptions=True)
        with pytest.raises(FactIsUnreadable):  # asked once more, it is no second line
            await again.run(paint(bad), LAN)
    assert {type(answer) for answer in answers[0::3]} == {Receipt}
    assert {type(answer) for answer in answers[1::3]} == {HouseHasThatColour}
    for answer in answers[2::3]:
        assert isinstance(answer, FactIsUnreadable)
        assert (answer.code, answer.status) == ("FACT_IS_UNREADABLE", 500)
        told = answer.wire()["params"]
        assert (told["topic"], told["stream"], told["position"]) == (HouseBuilt.TOPIC, str(bad), str(position))
        assert (told["why_vi"], told["why_en"]) == ("sai dạng", "malformed")
    told = [line for line in lines if line["event"] == MET]
    assert [(line["topic"], line["stream"], line["position"]) for line in told] == [
        (HouseBuilt.TOPIC, str(bad), position)
    ]
    assert (log.strange.finding().ok, log.strange.finding().kind) == (True, "UNREADABLE")
    assert f"position {position}" in log.strange.finding().reason
    await broken(bad, before)
    assert isinstance(await again.run(paint(bad), LAN), Receipt)
    assert log.strange.finding().kind == ""


async def test_what_its_upcasters_cannot_bring_up_to_date_is_named_too(
    commands: Commands, log: EventLog, admin: asyncpg.Connection
):
    house = await built(commands, "Nhà", "đỏ")
    await admin.execute("update facts set state = '[]' where stream = $1 and version = 2", house)
    with pytest.raises(FactIsUnreadable) as refused:
        await restarted(log).run(paint(house), LAN)
    assert refused.value.position == 2
    with pytest.raises(FactIsUnreadable) as by_stream:
        await log.read_stream(house)
    assert (by_stream.value.stream, by_stream.value.position) == (house, 2)


async def test_a_fact_whose_topic_was_emptied_does_not_vanish(
    commands: Commands, log: EventLog, admin: asyncpg.Connection
):
    """Nobody is told that there is no such house."""
    house = await built(commands, "Nhà")
    await admin.execute("update facts set topic = ''")
    with pytest.raises(TopicIsUnknown):
        await restarted(log).run(paint(house), LAN)


async def test_who_caused_it_is_read_with_it(commands: Commands, log: EventLog, admin: asyncpg.Connection):
    house = await built(commands, "Nhà")
    await admin.execute("update facts set meta = '{}'")
    with pytest.raises(FactIsUnreadable) as refused:
        await log.read_facts(0, 10)
    assert (refused.value.stream, refused.value.position) == (house, 1)


async def test_a_look_at_the_whole_log_counts_them(commands: Commands, broken: Break, admin: asyncpg.Connection):
    first, _, third = [await built(commands, f"Nhà {n}") for n in range(3)]
    for house in (first, third):
        await broken(house, b'{"name":5}')
    async with admin.transaction():
        found = await verify(admin, village.NAME, Signer(bytes(32)), [])
    assert [(one.topic, one.count, one.first) for one in found.unreadable] == [(HouseBuilt.TOPIC, 2, 1)]
    assert found.breaches, "somebody changed what was sealed"


NEWER = {
    "its class has one version here": (1, b'{"class_version":2,"name":"An"}'),
    "its class has three": (2, b'{"class_version":4,"colour":"\xc4\x91\xe1\xbb\x8f","coats":1}'),
}


@pytest.mark.parametrize(("version", "state"), NEWER.values(), ids=NEWER)
async def test_what_a_newer_version_wrote_is_not_read_as_if_it_were_of_this_one(
    commands: Commands, log: EventLog, admin: asyncpg.Connection, version: int, state: bytes
):
    """Its fields fit, so that nothing but the number tells: they may mean something else there."""
    house = await built(commands, "Nhà", "đỏ")
    position = await admin.fetchval("select position from facts where stream = $1 and version = $2", house, version)
    await admin.execute("update facts set state = $2 where position = $1", position, state)
    with pytest.raises(FactIsUnreadable) as refused:
        await restarted(log).run(paint(house), LAN)
    told = refused.value.wire()
    assert (told["code"], refused.value.position) == ("FACT_IS_UNREADABLE", position)
    assert "newer than this program" in told["en"]
    assert "mới hơn chương trình này" in told["vi"]
    assert log.strange.finding().reason.endswith("; newer than this program: 1")
    with pytest.raises(FactIsUnreadable):
        await log.read_facts(0, 10)
    (row,) = [row for row in await log._reading.stored(0, 10) if row.position == position]
    with pytest.raises(StretchIsUnfit):
        (await log.read_stretch(0, log.head.position, {row.topic})).opened()
    with pytest.raises(StretchIsUnfit):
        excerpts = {HouseBuilt.TOPIC: Excerpt(HouseBuilt, ("name",))} if version == 1 else {}
        (await log.read_stretch(0, log.head.position, {row.topic}, excerpts)).opened()
    with pytest.raises(FactIsUnreadable) as alone:
        row.fact()
    assert alone.value.newer
