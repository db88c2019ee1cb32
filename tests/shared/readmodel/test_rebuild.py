"""A view of a new version is built beside the old one from the whole history, and takes its place in one go."""

import asyncio
from dataclasses import replace

import msgspec
import pytest

from shared.bus import sources
from shared.bus.positions import Positions
from shared.readmodel import loading
from shared.readmodel.view import Put, Row
from shared.vocabulary.position import Position
from tests.shared.bus.conftest import ended
from tests.shared.bus.town import HOUSES, HouseBuilt, HouseNamed, HouseTornDown, built, gateway, houses_view, tell

DIGEST = "select md5(string_agg(h::text, '|' order by house)) from gateway_views.houses h"

INDEXES = "select indexname, indexdef from pg_indexes where schemaname = 'gateway_views' order by indexname"


async def following(town, view, log, **parts):
    positions = Positions()
    (follower,) = await town.followers(gateway(view), town.broker("gateway"), log, positions=positions, **parts)
    return follower, town.run(follower.run()), positions


async def history(town):
    log, broker = await town.log(), town.broker()
    town.run(town.mirror(log, broker).run())
    houses = [built(number) for number in range(1_200)]
    await tell(log, *houses)
    await tell(log, *(HouseNamed(house=house.house, name="khác") for house in houses[::3]))
    await tell(log, *(HouseTornDown(house=house.house) for house in houses[::7]))
    await tell(log, *(msgspec.structs.replace(house, name="xây lại") for house in houses[1:60]))
    return log


async def caught_up(positions, log, seconds=15):
    return await positions.wait(Position(at={"organization": log.head.sequence}), seconds)


AS_ROWS = {HouseBuilt: (Row("houses", key={"house": "house"}, columns={"name": "name", "built_on": "built_on"}),)}


@pytest.mark.parametrize(("rows_kept", "rows"), [(50, AS_ROWS), (loading._MOST_ROWS, {})])
async def test_a_rebuilt_view_equals_the_live_one(town, until, monkeypatch, rows_kept, rows):
    monkeypatch.setattr(loading, "_MOST_ROWS", rows_kept)
    monkeypatch.setattr(sources, "LARGEST_PAGE", 200)
    log = await history(town)
    _, task, positions = await following(town, houses_view(), log)
    assert await caught_up(positions, log)
    admin = await town.admin("gateway")
    live, indexes = await admin.fetchval(DIGEST), await admin.fetch(INDEXES)
    await ended(task)
    follower, _, _ = await following(town, replace(houses_view(version=2), rows=rows), log)
    await until(lambda: follower.finding().ok, 15)
    assert await admin.fetchval(DIGEST) == live
    assert await admin.fetch(INDEXES) == indexes
    assert len(indexes) == 2
    assert await admin.fetchval("select version from view_versions") == 2
    assert await admin.fetchval("select count(*) from pg_tables where schemaname = 'gateway_rebuild'") == 0


async def test_readers_see_the_old_rows_until_the_new_ones_are_complete(town, until):
    log = await history(town)
    _, task, positions = await following(town, houses_view(), log)
    assert await caught_up(positions, log)
    await ended(task)
    ddl = HOUSES.replace("name text not null", "name text not null, floor int not null default 1")
    follower, _, _ = await following(town, houses_view(version=2, ddl=ddl), log)
    admin, seen = await town.admin("gateway"), set()
    while not follower.finding().ok:
        seen.add(await admin.fetchval("select count(*) from gateway_views.houses"))
        await asyncio.sleep(0.002)
    seen.add(await admin.fetchval("select count(*) from gateway_views.houses where floor = 1"))
    assert len(seen) == 1


async def test_the_mirror_tells_it_anew_while_its_owner_is_away(town, until):
    async def away(*_asked):
        asked.append(_asked)
        raise ConnectionError

    asked = []
    log = await history(town)
    _, task, positions = await following(town, houses_view(), log)
    assert await caught_up(positions, log)
    admin = await town.admin("gateway")
    live = await admin.fetchval(DIGEST)
    await ended(task)
    follower, _, _ = await following(town, houses_view(version=2), log, fetch_facts=away)
    await until(lambda: follower.finding().ok, 15)
    assert await admin.fetchval(DIGEST) == live
    assert 0 < len(asked) <= 4


async def test_a_rebuild_that_was_interrupted_begins_anew(town, until):
    log = await history(town)
    _, task, positions = await following(town, houses_view(), log)
    assert await caught_up(positions, log)
    await ended(task)
    admin = await town.admin("gateway")
    live = await admin.fetchval(DIGEST)
    for pause in (0.005, 0.02, 0.05):
        _, task, _ = await following(town, houses_view(version=2), log)
        await asyncio.sleep(pause)
        await ended(task)
    follower, _, _ = await following(town, houses_view(version=2), log)
    await until(lambda: follower.finding().ok, 15)
    assert await admin.fetchval(DIGEST) == live


async def test_a_view_added_to_a_follower_is_told_what_came_before(town, until):
    log = await history(town)
    _, task, positions = await following(town, houses_view(), log)
    assert await caught_up(positions, log)
    await ended(task)
    from shared.readmodel.view import View
    from tests.shared.bus.town import HouseBuilt

    names = View(
        name="names",
        version=1,
        ddl="create table names (house uuid primary key, name text)",
        on=(HouseBuilt,),
        fold=lambda delivered, _open: [Put("names", {"house": delivered.fact.house}, {"name": delivered.fact.name})],
    )
    positions = Positions()
    (follower,) = await town.followers(gateway(houses_view(), names), town.broker("gateway"), log, positions=positions)
    assert not follower.finding().ok
    town.run(follower.run())
    await until(lambda: follower.finding().ok, 15)
    admin = await town.admin("gateway")
    assert await admin.fetchval("select count(*) from gateway_views.names") == 1_200


async def test_two_processes_that_start_together_make_the_tables_once(town):
    log = await history(town)
    pairs = await asyncio.gather(*(following(town, houses_view(), log) for _ in range(3)))
    for _, _, positions in pairs:
        assert await caught_up(positions, log)
    admin = await town.admin("gateway")
    standing = 1_200 - len(range(0, 1_200, 7)) + len(range(7, 60, 7))
    assert await admin.fetchval("select count(*) from gateway_views.houses") == standing
