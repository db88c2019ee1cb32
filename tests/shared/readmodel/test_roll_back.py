"""A view told anew on an operator's word: its follower goes on, the old tables are kept, and can be taken back."""

import asyncio

import pytest

from shared.bus.positions import Positions
from shared.vocabulary.position import Position
from tests.shared.bus.conftest import ended
from tests.shared.bus.town import HOUSES, HouseForgotten, HouseNamed, built, fold_houses, gateway, houses_view, tell

DIGEST = "select md5(string_agg(h::text, '|' order by house)) from gateway_views.houses h"


async def following(town, view, log):
    positions = Positions()
    (follower,) = await town.followers(gateway(view), town.broker("gateway"), log, positions=positions)
    return follower, town.run(follower.run()), positions


async def reached(positions, log):
    return await positions.wait(Position(at={log.service: log.head.sequence}), 10)


@pytest.fixture
async def log(town):
    log = await town.log()
    town.run(town.mirror(log, town.broker()).run())
    await tell(log, *map(built, range(700)))
    return log


async def test_a_rebuild_mends_what_was_wrong_while_facts_go_on(town, log):
    follower, _, positions = await following(town, houses_view(), log)
    assert await reached(positions, log)
    admin = await town.admin("gateway")
    right = await admin.fetchval(DIGEST)
    await admin.execute("update houses set name = 'sai' where house::text like '%7'")
    telling = asyncio.create_task(follower.rebuild("houses", back=False))
    await tell(log, *map(built, range(700, 800)))
    await telling
    assert await reached(positions, log)
    assert await admin.fetchval("select count(*) from houses where name = 'sai'") == 0
    assert await admin.fetchval("select count(*) from houses") == 800
    await admin.execute("delete from houses where built_on is not null and name ~ 'Nhà 7[0-9][0-9]'")
    assert await admin.fetchval(DIGEST) == right
    (progress,) = follower.rebuilding()
    assert (progress.state, progress.sequence) == ("done", progress.until)


async def test_rebuilds_that_wait_are_listed_and_leave_the_connections_to_the_follower(town, log):
    follower, _, positions = await following(town, houses_view(), log)
    assert await reached(positions, log)
    await follower.rebuild("houses", back=False)
    mending = follower._taking.mending
    async with mending:
        waiting = [asyncio.create_task(follower.rebuild("houses", back=False)) for _ in range(8)]
        await tell(log, built(900))
        assert await reached(positions, log)
        (progress,) = follower.rebuilding()
        assert (progress.state, progress.is_over) == ("waiting", False)
    await asyncio.gather(*waiting)
    (progress,) = follower.rebuilding()
    assert (progress.state, progress.sequence) == ("done", progress.until)


async def test_the_kept_tables_are_told_the_rest_and_taken_back(town, log):
    follower, _, positions = await following(town, houses_view(), log)
    assert await reached(positions, log)
    admin = await town.admin("gateway")
    await admin.execute("update houses set changes = 7")  # a mark that no rebuild would make
    await follower.rebuild("houses", back=False)
    assert await admin.fetchval("select count(*) from houses where changes = 7") == 0
    await tell(log, built(900))
    assert await reached(positions, log)
    assert await follower.keeps("houses")
    await follower.rebuild("houses", back=True)
    assert await admin.fetchval("select count(*) from houses where changes = 7") == 700
    assert await admin.fetchval("select count(*) from houses") == 701


async def test_old_code_finds_its_tables_again(town, log):
    """A roll-back of the software: what the new version replaced is told the rest, not everything."""
    _, task, positions = await following(town, houses_view(), log)
    assert await reached(positions, log)
    await ended(task)
    admin = await town.admin("gateway")
    await admin.execute("update houses set changes = 7")
    ddl = HOUSES.replace("name text not null", "name text not null, floor int not null default 1")
    _, task, positions = await following(town, houses_view(version=2, ddl=ddl), log)
    assert await reached(positions, log)
    await tell(log, HouseNamed(house=built(1).house, name="khác"))
    assert await reached(positions, log)
    await ended(task)
    follower, _, positions = await following(town, houses_view(), log)
    await tell(log, built(901))
    assert await reached(positions, log)
    assert follower.finding().ok
    assert await admin.fetchval("select count(*) from houses where changes = 7") == 700
    assert await admin.fetchval("select name from houses where house = $1", built(1).house) == "khác"


async def test_a_rebuild_that_fails_leaves_the_old_rows(town, log):
    sick = False

    def fold(delivered, opener):
        if sick:
            raise ValueError
        return fold_houses(delivered, opener)

    follower, _, positions = await following(town, houses_view(fold=fold), log)
    assert await reached(positions, log)
    sick = True
    with pytest.raises(RuntimeError, match="a view cannot take sequence 1"):
        await follower.rebuild("houses", back=False)
    assert await (await town.admin("gateway")).fetchval("select count(*) from houses") == 700
    assert [one.state for one in follower.rebuilding()] == ["failed"]


async def test_an_erasure_drops_what_is_kept_of_personal_views(town, log):
    follower, _, positions = await following(town, houses_view(), log)
    assert await reached(positions, log)
    await follower.rebuild("houses", back=False)
    assert await follower.keeps("houses")
    await tell(log, HouseForgotten(house=built(1).house))
    assert await reached(positions, log)
    assert not await follower.keeps("houses")
    admin = await town.admin("gateway")
    assert await admin.fetchval("select count(*) from pg_tables where schemaname = 'gateway_previous'") == 0
