"""A crash of PostgreSQL may take the newest views back; nobody is promised what they no longer show."""

import asyncio

import asyncpg
import pytest

from shared.bus.lookout import Lookout
from shared.bus.positions import Positions
from shared.vocabulary.position import Position
from tests.shared.bus.town import built, gateway, tell

SHOWN = "select count(*) from gateway_views.houses"


@pytest.fixture
async def crashed(town):
    """A gateway that has followed 40 houses; then its tables are as they were 10 houses before, its connections ended.

    That is what a crash leaves of commits that did not wait for the disk.
    """
    log, broker = await town.log(), town.broker()
    town.run(town.mirror(log, broker).run())
    positions, lookout = Positions(), Lookout()
    pool = await asyncpg.create_pool(town.dsn("gateway"), min_size=1, max_size=4, init=lookout.met)
    town.parts.push_async_callback(pool.close)
    (follower,) = await town.followers(gateway(), town.broker("gateway"), log, positions=positions, pool=pool)
    lookout.followers = [follower]
    admin = await town.admin("gateway")
    town.run(follower.run())
    await tell(log, *(built(number) for number in range(30)))
    assert await positions.wait(Position(at={"organization": 30}), 5)
    before = await admin.fetchrow("select epoch, sequence, digest from checkpoints")
    await tell(log, *(built(number) for number in range(30, 40)))
    assert await positions.wait(Position(at={"organization": 40}), 5)
    await admin.execute(
        "delete from gateway_views.houses where house in"
        " (select house from gateway_views.houses order by house desc limit 10)"
    )
    await admin.execute("update checkpoints set epoch = $1, sequence = $2, digest = $3", *before)
    await pool.expire_connections()
    return positions, pool, admin


async def test_a_position_that_was_lost_is_not_promised_before_it_is_there_again(crashed):
    positions, pool, _ = crashed
    await pool.fetchval("select 1")  # the first connection after the crash
    assert await positions.wait(Position(at={"organization": 40}), 5)
    assert await pool.fetchval(SHOWN) == 40


async def test_the_views_catch_up_without_a_new_fact(crashed):
    _, pool, admin = crashed
    assert await admin.fetchval(SHOWN) == 30
    await pool.fetchval("select 1")
    async with asyncio.timeout(5):
        while await admin.fetchval(SHOWN) < 40:  # noqa: ASYNC110 - a database, seen from outside
            await asyncio.sleep(0.01)
