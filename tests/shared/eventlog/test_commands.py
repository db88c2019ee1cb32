import asyncio
from uuid import uuid4

import pytest

from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.refusals import CommandIdWasReused, VersionIsStale
from shared.runtime.clock import SystemClock
from shared.vocabulary.actor import Actor
from shared.vocabulary.position import Position
from shared.vocabulary.requests import new_id
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import (
    SERVICE,
    BuildHouse,
    HouseHasThatColour,
    HouseIsUnknown,
    NameIsTaken,
    PaintHouse,
    PaintLike,
    RenameSign,
)

LAN, MINH = Actor("lan", "officer"), Actor("minh", "officer")


def build(name: str) -> BuildHouse:
    return BuildHouse(command_id=uuid4(), name=name)


def paint(house, colour: str, **more) -> PaintHouse:
    return PaintHouse(command_id=uuid4(), house=house, colour=colour, **more)


async def test_an_accepted_command_is_recorded_and_told(commands: Commands, log: EventLog):
    request = build("Đình làng")
    receipt = await commands.run(request, LAN, traceparent="00-1-2-01", basis={"organization": 7})
    assert (receipt.thing, receipt.id, receipt.version) == ("house", new_id(request.command_id, "house"), 1)
    assert Position.decode(receipt.position) == Position({"village": 1}, {"village": log.epoch})
    told = (await log.read_outbox(0, 1))[0].delivered("village")
    assert (told.aggregate, told.meta.actor, told.meta.basis) == (receipt.id, "lan", {"organization": 7})


async def test_what_is_told_knows_the_state_after_the_fact(commands: Commands, log: EventLog):
    house = (await commands.run(build("Đình"), LAN)).id
    await commands.run(paint(house, "đỏ"), LAN)
    told = [row.delivered("village").fact for row in await log.read_outbox(0, 9)]
    assert [(fact.name, fact.paintings) for fact in told] == [("Đình", 0), ("Đình", 1)]  # type: ignore[attr-defined]


async def test_a_replay_gets_the_first_receipt_though_it_would_be_refused_now(commands: Commands, log: EventLog):
    first = build("Đình")
    receipt = await commands.run(first, LAN)
    painting = paint(receipt.id, "đỏ")
    painted = await commands.run(painting, LAN)
    assert await commands.run(first, LAN) == receipt
    assert await commands.run(painting, LAN) == painted
    assert log.head.position == 2


async def test_min_position_is_no_part_of_the_body(commands: Commands):
    first = build("Đình")
    again = BuildHouse(command_id=first.command_id, name="Đình", min_position="whatever")
    assert await commands.run(first, LAN) == await commands.run(again, LAN)


async def test_a_command_id_is_bound_to_body_and_actor(commands: Commands):
    first = build("Đình")
    await commands.run(first, LAN)
    with pytest.raises(CommandIdWasReused):
        await commands.run(BuildHouse(command_id=first.command_id, name="Chùa"), LAN)
    with pytest.raises(CommandIdWasReused):
        await commands.run(first, MINH)


async def test_a_refusal_is_not_remembered(commands: Commands):
    house, wanted = uuid4(), uuid4()
    with pytest.raises(HouseIsUnknown):
        await commands.run(PaintHouse(command_id=wanted, house=house, colour="đỏ"), LAN)
    built = await commands.run(build("Đình"), LAN)
    await commands.run(PaintHouse(command_id=wanted, house=built.id, colour="đỏ"), LAN)


async def test_a_taken_key_is_the_handler_s_own_refusal(commands: Commands, log: EventLog):
    await commands.run(build("Đình"), LAN)
    with pytest.raises(NameIsTaken):
        await commands.run(build("Đình"), LAN)
    assert log.head.position == 1


async def test_a_sign_is_renamed_and_the_old_name_is_free(commands: Commands):
    house = (await commands.run(build("Đình"), LAN)).id
    await commands.run(RenameSign(command_id=uuid4(), house=house, old="Đình", new="Chùa"), LAN)
    await commands.run(build("Đình"), LAN)
    with pytest.raises(NameIsTaken):
        await commands.run(build("Chùa"), LAN)


async def test_the_client_s_expected_version_is_about_the_main_thing(commands: Commands):
    house = (await commands.run(build("Đình"), LAN)).id
    await commands.run(paint(house, "đỏ", expected_version=1), LAN)
    with pytest.raises(VersionIsStale) as refused:
        await commands.run(paint(house, "xanh", expected_version=1), LAN)
    assert refused.value.params == {"expected": 1, "actual": 2}


async def test_a_race_is_decided_again_on_fresh_state(commands: Commands, log: EventLog):
    house = (await commands.run(build("Đình"), LAN)).id
    await asyncio.gather(*(commands.run(paint(house, f"màu {n}"), LAN) for n in range(30)))
    assert [recorded.version for recorded in await log.read_stream(house)] == list(range(1, 32))


async def test_a_slow_decision_gets_through_a_row_of_quick_ones(log: EventLog):
    commands = Commands(SERVICE, log, SystemClock(), lambda: asyncio.sleep(0.05))
    house, neighbour = [(await commands.run(build(name), LAN)).id for name in ("Đình", "Chùa")]
    await commands.run(paint(neighbour, "đỏ"), LAN)
    done = asyncio.Event()

    async def keep_painting() -> None:
        while not done.is_set():
            await commands.run(paint(house, str(uuid4())), LAN)

    painter = asyncio.create_task(keep_painting())
    try:
        await commands.run(PaintLike(command_id=uuid4(), house=house, neighbour=neighbour), MINH)
    finally:
        done.set()
        await painter
    assert "đỏ" in [getattr(recorded.fact, "colour", "") for recorded in await log.read_stream(house)]


async def test_a_stream_that_was_only_read_is_guarded(log: EventLog):
    commands = Commands(SERVICE, log, SystemClock(), None)
    house, neighbour = [(await commands.run(build(name), LAN)).id for name in ("Đình", "Chùa")]
    await commands.run(paint(neighbour, "đỏ"), LAN)
    colours = iter(["xanh"])

    async def repaint_meanwhile() -> None:
        for colour in colours:
            await commands.run(paint(neighbour, colour), LAN)

    curious = Commands(SERVICE, log, SystemClock(), repaint_meanwhile)
    await curious.run(PaintLike(command_id=uuid4(), house=house, neighbour=neighbour), LAN)
    assert (await log.read_stream(house))[-1].fact.colour == "xanh"  # type: ignore[attr-defined]


async def test_a_refusal_from_memory_is_checked_against_the_log(commands: Commands, open_log: OpenLog):
    other = Commands(SERVICE, await open_log(), SystemClock(), None)
    house = (await commands.run(build("Đình"), LAN)).id
    await commands.run(paint(house, "đỏ"), LAN)
    await other.run(paint(house, "xanh"), MINH)
    await commands.run(paint(house, "đỏ"), LAN)  # it has that colour in memory, not in the log
    with pytest.raises(HouseHasThatColour):
        await commands.run(paint(house, "đỏ"), LAN)
