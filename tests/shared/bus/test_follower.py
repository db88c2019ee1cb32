"""A follower applies every fact of its source once, in order, whatever falls over on the way."""

import asyncio
import signal
from typing import Any

import pytest
from msgspec import structs

from shared.bus.checkpoint import HistoryDiffers
from shared.bus.envelope import stream_name
from shared.bus.positions import Positions
from shared.runtime import failpoints
from shared.runtime.service import Reaction, Service
from shared.testing.nats import delete_streams
from shared.vocabulary.position import Position
from tests.shared.bus.conftest import ended, pages_of, reached, started
from tests.shared.bus.town import (
    HOUSES,
    GuestArrived,
    HouseNamed,
    HouseTornDown,
    built,
    counting_view,
    fold_houses,
    gateway,
    guests_view,
    houses_view,
    tell,
)


async def test_views_hold_what_the_facts_say(town, mirrored):
    log, _ = mirrored
    follower, _, positions = await started(town, gateway(), log)
    one, two, three = built(1), built(2), built(3)
    await tell(log, one, two, three)
    await tell(log, HouseNamed(house=one.house, name="Nhà mới"), HouseTornDown(house=two.house))
    assert await reached(positions, log)
    admin = await town.admin("gateway")
    rows = await admin.fetch("select house, name from houses order by house")
    assert [tuple(row) for row in rows] == [(one.house, "Nhà mới"), (three.house, "Nhà 3")]
    assert follower.finding().ok
    assert follower.finding().lag == 0


async def test_a_fact_is_seen_within_moments(town, mirrored):
    log, _ = mirrored
    _, _, positions = await started(town, gateway(), log)
    await tell(log, built(1))
    await reached(positions, log)
    began = asyncio.get_running_loop().time()
    for number in range(2, 12):
        await tell(log, built(number))
        assert await reached(positions, log)
    assert asyncio.get_running_loop().time() - began < 3.0


async def test_the_lag_is_nought_again_after_a_quiet_time(town, mirrored, until, monkeypatch):
    monkeypatch.setattr("shared.bus.sources._QUIET", 0.05)
    log, _ = mirrored
    follower, _, positions = await started(town, gateway(), log)
    for number in range(3):
        await tell(log, built(number))
        assert await reached(positions, log)
        await asyncio.sleep(0.15)
    assert follower.finding().lag == 0


async def test_it_goes_on_where_it_stopped_and_nothing_counts_twice(town, mirrored):
    log, _ = mirrored
    service, broker = gateway(counting_view()), town.broker("gateway")
    for round_ in range(6):
        _, task, positions = await started(town, service, log, broker=broker)
        await tell(log, *map(built, range(round_ * 50, round_ * 50 + 50)))
        await asyncio.sleep(0.004 * round_)
        await ended(task)  # anywhere in a batch
    _, _, positions = await started(town, service, log, broker=broker)
    assert await reached(positions, log)
    assert await (await town.admin("gateway")).fetchval("select times from counted") == 300


async def test_a_cancelled_follower_ends_wherever_it_was(town, mirrored):
    """nats-py's flush swallows a cancellation: the follower must notice it all the same."""
    log, _ = mirrored
    service, broker, pool = gateway(), town.broker("gateway"), await town.pool()
    for round_ in range(30):
        _, task, _ = await started(town, service, log, broker=broker, pool=pool)
        await asyncio.sleep(0.001 * (round_ % 15))
        await ended(task)


@pytest.mark.parametrize("point", ["follower.before_commit", "follower.after_commit"])
async def test_falling_over_around_the_commit_changes_nothing(town, mirrored, monkeypatch, point):
    log, _ = mirrored
    monkeypatch.setitem(failpoints._ACTIONS, point, "error@2")
    monkeypatch.setattr(failpoints, "_passages", type(failpoints._passages)())
    _, _, positions = await started(town, gateway(counting_view()), log)
    for number in range(5):
        await tell(log, built(number))
        await asyncio.sleep(0.05)
    assert await reached(positions, log)
    assert await (await town.admin("gateway")).fetchval("select times from counted") == 5


async def test_a_second_follower_is_fenced_and_nothing_counts_twice(town, mirrored):
    log, _ = mirrored
    service = gateway(counting_view())
    _, _, first = await started(town, service, log)
    _, _, second = await started(town, service, log)
    for start in range(0, 200, 10):
        await tell(log, *map(built, range(start, start + 10)))
        await asyncio.sleep(0.005)
    assert await reached(first, log, 10)
    assert await reached(second, log, 10)
    assert await (await town.admin("gateway")).fetchval("select times from counted") == 200


async def test_at_the_origin_it_asks_the_owner_for_nothing_before_the_first_fact(town, mirrored, until):
    log, _ = mirrored
    asked: list[int] = []

    async def fetch(source: str, after: int, limit: int):
        asked.append(after)
        return await pages_of(log)(source, after, limit)

    await started(town, gateway(), log, fetch_facts=fetch)
    await until(lambda: len(asked) > 1)
    assert set(asked) == {0}


async def test_without_a_broker_it_reads_pages_from_the_owner(town, spare_nats):
    nats, log = spare_nats(), await town.log()
    nats.stop()
    _, _, positions = await started(town, gateway(), log, broker=town.broker("gateway", nats))
    await tell(log, *map(built, range(700)))
    assert await reached(positions, log)
    assert await (await town.admin("gateway")).fetchval("select count(*) from houses") == 700


async def test_what_the_stream_no_longer_keeps_comes_from_the_owner(town):
    log, broker = await town.log(), town.broker()
    await tell(log, *map(built, range(600)))
    mirror = town.mirror(log, broker, keep=100)
    town.run(mirror.run())
    assert await mirror.drained(20)
    _, _, positions = await started(town, gateway(), log)
    assert await reached(positions, log)
    await tell(log, *map(built, range(600, 610)))
    assert await reached(positions, log)
    assert await (await town.admin("gateway")).fetchval("select count(*) from houses") == 610


async def test_the_broker_killed_and_started_again_loses_and_doubles_nothing(town, spare_nats):
    nats, log = spare_nats(), await town.log()
    mirror = town.mirror(log, town.broker(nats=nats))
    town.run(mirror.run())
    _, _, positions = await started(town, gateway(counting_view()), log, broker=town.broker("gateway", nats))
    for start in range(0, 300, 10):
        await tell(log, *map(built, range(start, start + 10)))
        await asyncio.sleep(0.01)
        if start == 100:
            nats.stop(sent=signal.SIGKILL)
        if start == 200:
            nats.start()
    assert await reached(positions, log, 15)
    assert await (await town.admin("gateway")).fetchval("select times from counted") == 300


async def test_a_stream_lost_under_a_follower_heals(town, mirrored):
    log, mirror = mirrored
    _, _, positions = await started(town, gateway(counting_view()), log)
    await tell(log, *map(built, range(20)))
    assert await reached(positions, log)
    assert await mirror.drained()
    await delete_streams(town.nats, stream_name(town.deployment, "organization", log.epoch))
    await tell(log, *map(built, range(20, 40)))
    assert await reached(positions, log, 15)
    assert await mirror.drained(20)
    await tell(log, *map(built, range(40, 50)))
    assert await reached(positions, log, 15)
    assert await (await town.admin("gateway")).fetchval("select times from counted") == 50


async def test_no_fact_before_its_basis(town):
    """A guest arrives in a house: the house's fact comes through another log, and later."""
    organization, membership = await town.log("organization"), await town.log("membership")
    held = asyncio.Event()

    async def fetch(source: str, after: int, limit: int) -> Any:
        if source == "organization":
            await held.wait()
        return await pages(source, after, limit)

    from tests.shared.bus.conftest import pages_of

    pages = pages_of(organization, membership)
    service = Service(
        name="gateway",
        owns="views",
        keeps_log=False,
        reactions=(
            Reaction(name="gateway.organization", source="organization", views=(houses_view(),)),
            Reaction(name="gateway.membership", source="membership", views=(guests_view(),)),
        ),
    )
    positions = Positions()
    followers = await town.followers(service, town.broker("gateway"), positions=positions, fetch_facts=fetch)
    for follower in followers:
        town.run(follower.run())
    house = built(1)
    await tell(organization, house)
    guest = GuestArrived(guest=house.house, house=house.house)
    await tell(membership, guest, basis={"organization": organization.head.sequence})
    assert not await positions.wait(Position(at={"membership": 1}), 0.5)
    held.set()
    assert await positions.wait(Position(at={"membership": 1, "organization": 1}), 5)
    assert await (await town.admin("gateway")).fetchval("select count(*) from guests") == 1


async def test_a_row_that_is_not_new_after_all_is_replaced(town, mirrored):
    log, _ = mirrored

    def fold(delivered, opener):
        return [structs.replace(op, new=True) for op in fold_houses(delivered, opener)]

    _, _, positions = await started(town, gateway(houses_view(fold=fold), halt=True), log)
    await tell(log, built(1), built(2))
    assert await reached(positions, log)
    await tell(log, structs.replace(built(1), name="Nhà mới"), built(3))
    assert await reached(positions, log)
    rows = await (await town.admin("gateway")).fetch("select name from houses order by house")
    assert rows == [("Nhà mới",), ("Nhà 2",), ("Nhà 3",)]


async def test_a_fact_that_a_view_cannot_take_halts_with_a_reason(town, mirrored, until):
    log, _ = mirrored

    def fold(delivered, opener):
        if delivered.fact.name == "Nhà 3":
            raise ValueError("personal words that must not get out")
        return fold_houses(delivered, opener)

    follower, task, _ = await started(town, gateway(houses_view(fold=fold), halt=True), log)
    await tell(log, *map(built, range(1, 6)))
    await until(lambda: "halted" in follower.finding().reason)
    assert follower.finding().reason == "halted: a view cannot take sequence 3: ValueError"
    assert follower.finding().kind == "HALTED"
    assert not follower.finding().ok
    assert not task.done()
    assert await (await town.admin("gateway")).fetchval("select count(*) from houses") == 2


async def test_a_row_that_the_database_refuses_is_found_in_its_batch(town, mirrored, until):
    log, _ = mirrored
    narrow = HOUSES.replace("name text not null", "name text not null check (name <> 'Nhà 4')")
    await tell(log, *map(built, range(1, 9)))
    follower, _, _ = await started(town, gateway(houses_view(ddl=narrow), halt=True), log)
    await until(lambda: "halted" in follower.finding().reason)
    assert follower.finding().reason == "halted: a table cannot take sequence 4: CheckViolationError"
    assert await (await town.admin("gateway")).fetchval("select count(*) from houses") == 3


def test_a_gap_is_noticed_before_anything_is_done():
    from shared.bus.arrival import Arrival
    from shared.bus.checkpoint import Checkpoint

    arrivals = [Arrival(n, "e", b"", b"", {}, lambda: None) for n in (4, 6)]
    with pytest.raises(HistoryDiffers, match="sequence 6 came next"):
        Checkpoint("e", 3).through(arrivals)
