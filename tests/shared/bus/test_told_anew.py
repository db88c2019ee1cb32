"""Told anew after a restore of the owner: not ready and the old rows shown until the new history is there, once."""

import asyncio

import pytest

from shared.vocabulary.position import Position
from tests.shared.bus.conftest import ended, pages_of, reached, started
from tests.shared.bus.town import HouseForgotten, built, counting_view, fold_houses, gateway, houses_view, tell

LOST = "insert into houses values ('00000000-0000-0000-0000-00000000abcd', 'lost in the restore')"
LOSE = "update checkpoints set epoch = 'before', sequence = 2, digest = '\\x01'"
PARKED = "insert into parked values ('gateway.organization', 99, 'a house', 'house', 'x', 'of the lost history', now())"


def refusing(delivered, opened):
    if getattr(delivered.fact, "name", "") == "Nhà 2":
        raise ValueError("no such house")
    return fold_houses(delivered, opened)


async def lost(town, log, service):
    """A follower that has followed all and then learns, at its next start, that another history stands there."""
    follower, task, positions = await started(town, service, log)
    assert await reached(positions, log)
    await follower.rebuild("houses", back=False)  # keeps the tables from before
    await ended(task)
    admin = await town.admin("gateway")
    await admin.execute(LOSE)
    await admin.execute(LOST)
    return admin


@pytest.fixture
def owner(mirrored):
    """An owner that answers single rows at once, pages of them only when `open` is set."""
    log, _ = mirrored
    pages, gate = pages_of(log), asyncio.Event()

    async def fetch(source, after, limit):
        if limit > 1:
            await gate.wait()
        return await pages(source, after, limit)

    return fetch, gate


async def test_it_is_not_ready_and_shows_the_old_rows_until_all_is_told(town, mirrored, owner, until):
    log, _ = mirrored
    fetch, gate = owner
    service = gateway(counting_view(), houses_view())
    await tell(log, *map(built, range(4)), HouseForgotten(house=built(1).house))
    admin = await lost(town, log, service)
    await admin.execute(PARKED)
    for _ in range(2):  # the second is what a crash amid the telling leaves
        follower, task, positions = await started(town, service, log, fetch_facts=fetch)
        await until(lambda one=follower: one.behind == "REBUILDING" and one.finding().lag == 5)
        await asyncio.sleep(0.3)
        assert not follower.finding().ok
        assert follower.finding().kind == "REBUILDING"
        assert await admin.fetchval("select count(*) from houses where name = 'lost in the restore'") == 1
        assert await admin.fetchval("select times from counted") == 4
        assert await admin.fetchval("select epoch from checkpoints") == log.epoch
        assert not await positions.wait(Position(at={"organization": 1}), 0.1)
        assert positions.seen() == {"organization": 5}
        await ended(task)
    gate.set()
    follower, _, positions = await started(town, service, log, fetch_facts=fetch)
    await until(lambda: follower.finding().ok)
    assert follower.behind == ""
    assert follower.finding().kind == ""
    assert await reached(positions, log)
    assert await admin.fetchval("select times from counted") == 4
    assert await admin.fetch("select name from houses order by house") == [("Nhà 0",), ("",), ("Nhà 2",), ("Nhà 3",)]
    assert not await follower.keeps("houses")
    assert await admin.fetchval("select count(*) from parked") == 0
    await tell(log, built(7))
    assert await reached(positions, log)
    assert await admin.fetchval("select times from counted") == 5


async def test_while_the_owner_is_away_it_waits_with_the_old_rows(town, mirrored, until):
    log, _ = mirrored
    await tell(log, *map(built, range(4)))
    admin = await lost(town, log, gateway(counting_view(), houses_view()))
    pages, here = pages_of(log), []

    async def fetch(source, after, limit):
        if not here:
            raise ConnectionError(source)
        return await pages(source, after, limit)

    follower, task, _ = await started(town, gateway(counting_view(), houses_view()), log, fetch_facts=fetch)
    await until(lambda: follower.behind == "REBUILDING")
    await asyncio.sleep(0.3)
    assert not follower.finding().ok
    assert await admin.fetchval("select count(*) from houses") == 5
    here.append(True)
    await until(lambda: follower.finding().ok)
    assert not task.done()
    assert await admin.fetchval("select count(*) from houses") == 4


async def test_what_cannot_be_told_is_parked_and_the_rest_is_there(town, mirrored, until):
    log, _ = mirrored
    service = gateway(counting_view(), houses_view(fold=refusing))
    await tell(log, *map(built, range(6)))
    admin = await lost(town, log, gateway(counting_view(), houses_view()))
    follower, _, positions = await started(town, service, log)
    await until(lambda: follower.finding().kind == "PARKED")
    assert await reached(positions, log)
    assert follower.finding().ok
    assert [fact.sequence for fact in await follower.parked()] == [3]
    assert await admin.fetchval("select count(*) from houses") == 5
    assert await admin.fetchval("select times from counted") == 5


async def test_a_tree_that_cannot_be_told_anew_halts_and_goes_on_showing_the_old_one(town, mirrored, until):
    log, _ = mirrored
    await tell(log, *map(built, range(6)))
    admin = await lost(town, log, gateway(houses_view(), halt=True))
    follower, _, _ = await started(town, gateway(houses_view(fold=refusing), halt=True), log)
    await until(lambda: follower.behind == "HALTED")
    assert not follower.finding().ok
    assert await admin.fetchval("select count(*) from houses") == 7


async def test_a_view_is_told_no_other_history_than_its_follower_has_followed(town, mirrored, until):
    log, _ = mirrored
    await tell(log, *map(built, range(4)))
    admin = await lost(town, log, gateway(houses_view()))
    await admin.execute("update checkpoints set epoch = $1, sequence = 4", log.epoch)
    follower, _, _ = await started(town, gateway(houses_view(version=2)), log)
    await until(lambda: follower.finding().kind == "FORK")
    assert await admin.fetchval("select version from view_versions") == 1
