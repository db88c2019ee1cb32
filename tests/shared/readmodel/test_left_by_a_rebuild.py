"""What a rebuild that did not end has written of persons: it is out of reach of their erasure, so it does not stay."""

import asyncio

import asyncpg
import pytest

from shared.bus.positions import Positions
from shared.vocabulary.position import Position
from tests.shared.bus.conftest import ended
from tests.shared.bus.town import HouseForgotten, built, gateway, houses_view, tell

LEFT = "select count(*) from pg_tables where schemaname = 'gateway_rebuild'"


async def following(town, log):
    positions = Positions()
    (follower,) = await town.followers(gateway(houses_view()), town.broker("gateway"), log, positions=positions)
    task = town.run(follower.run())
    assert await positions.wait(Position(at={log.service: log.head.sequence}), 10)
    return follower, task, positions


@pytest.fixture
async def log(town):
    log = await town.log()
    town.run(town.mirror(log, town.broker()).run())
    await tell(log, *map(built, range(700)))
    return log


async def fail_at_the_end(_connection, _view, **_options):
    raise ValueError("sick")


async def test_a_rebuild_that_fails_leaves_nothing(town, log, monkeypatch):
    follower, _, _ = await following(town, log)
    monkeypatch.setattr(follower._rebuild._tables, "switch", fail_at_the_end)
    with pytest.raises(ValueError, match="sick"):
        await follower.rebuild("houses", back=False)
    assert await (await town.admin("gateway")).fetchval(LEFT) == 0


async def test_what_a_killed_process_left_is_gone_at_the_next_start(town, log):
    _, task, _ = await following(town, log)
    await ended(task)
    await _left_behind(town)
    await following(town, log)
    assert await (await town.admin("gateway")).fetchval(LEFT) == 0


async def test_what_a_lost_connection_left_goes_with_the_next_erasure(town, log):
    _, _, positions = await following(town, log)
    await _left_behind(town)
    await tell(log, HouseForgotten(house=built(1).house))
    assert await positions.wait(Position(at={log.service: log.head.sequence}), 10)
    assert await (await town.admin("gateway")).fetchval(LEFT) == 0


async def _left_behind(town) -> None:
    connection = await asyncpg.connect(town.dsn("gateway"))
    await connection.execute("create table gateway_rebuild.houses as select * from gateway_views.houses")
    await connection.close()
    await asyncio.sleep(0)
