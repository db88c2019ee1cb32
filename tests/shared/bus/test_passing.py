"""Past facts that nobody asks for a follower goes in memory; others gather. Nothing of it shows but in the database."""

import asyncio
from dataclasses import replace

import asyncpg

from shared.bus import follower as following
from shared.bus.lookout import Lookout
from shared.bus.positions import Positions
from shared.vocabulary.position import Position
from tests.shared.bus.conftest import ended
from tests.shared.bus.town import HouseNamed, built, gateway, houses_view, tell

STANDS = "select sequence from checkpoints"


def named(number: int) -> HouseNamed:
    return HouseNamed(house=built(number).house, name="Nhà mới")


def only_built():
    """A service that asks for houses being built, not for their names."""
    view = houses_view()
    return gateway(replace(view, on=view.on[:1]))


async def opened(town, service, **parts):
    log, positions = await town.log(), Positions()
    town.run(town.mirror(log, town.broker()).run())
    (follower,) = await town.followers(service, town.broker("gateway"), log, positions=positions, **parts)
    return log, positions, follower, town.run(follower.run()), await town.admin("gateway")


async def told(log, positions, *facts):
    await tell(log, *facts)
    assert await positions.wait(Position(at={"organization": log.head.sequence}), 5)


async def test_facts_that_nobody_asks_for_are_passed_and_written_with_the_next_that_is(town, monkeypatch):
    monkeypatch.setattr(following, "_SETTLES", 1_000.0)
    log, positions, _, _, admin = await opened(town, only_built())
    await told(log, positions, built(1))
    turn = positions.turn("organization")
    await told(log, positions, *map(named, range(5)))
    assert positions.current() == positions.seen() == {"organization": 6}
    assert positions.turn("organization") == turn, "the views say what they said"
    assert await admin.fetchval(STANDS) == 1
    await told(log, positions, built(2))
    assert await admin.fetchval(STANDS) == 7


async def test_after_a_quiet_moment_it_is_written_all_the_same(town, monkeypatch, until):
    monkeypatch.setattr(following, "_SETTLES", 0.1)
    log, positions, follower, _, admin = await opened(town, only_built())
    await told(log, positions, built(1))
    await told(log, positions, named(1))
    await until(lambda: follower.written.sequence == 2)
    assert await admin.fetchval(STANDS) == 2


async def test_whoever_starts_again_reads_them_once_more(town, monkeypatch):
    monkeypatch.setattr(following, "_SETTLES", 1_000.0)
    log, positions, _, running, admin = await opened(town, only_built())
    await told(log, positions, built(1))
    await told(log, positions, named(1), named(1))
    await ended(running)
    assert await admin.fetchval(STANDS) == 1
    again = Positions()
    (follower,) = await town.followers(only_built(), town.broker("gateway"), log, positions=again)
    assert again.current() == {"organization": 1}
    town.run(follower.run())
    await told(log, again, built(2))
    assert await admin.fetchval("select count(*) from houses") == 2


async def test_who_has_passed_in_memory_is_fenced_by_another(town, monkeypatch, until):
    monkeypatch.setattr(following, "_SETTLES", 1_000.0)
    log, positions, follower, _, admin = await opened(town, only_built())
    await told(log, positions, built(1))
    await told(log, positions, named(1))
    await admin.execute("update checkpoints set sequence = 0, digest = ''")  # as if another had been told to begin anew
    await tell(log, built(2))
    await until(lambda: follower.finding().reason == "another process follows")
    assert await admin.fetchval("select count(*) from houses") == 1


async def test_a_database_that_forgot_nothing_takes_nobody_back(town, monkeypatch):
    monkeypatch.setattr(following, "_SETTLES", 1_000.0)
    lookout = Lookout()
    pool = await asyncpg.create_pool(town.dsn("gateway"), min_size=1, max_size=4, init=lookout.met)
    town.parts.push_async_callback(pool.close)
    log, positions, follower, _, _ = await opened(town, only_built(), pool=pool)
    lookout.followers = [follower]
    await told(log, positions, built(1))
    await told(log, positions, named(1))
    await pool.expire_connections()
    assert await pool.fetchval(STANDS) == 1
    assert positions.current() == {"organization": 2}


async def test_facts_gather_unless_somebody_waits_for_them(town, monkeypatch):
    service = gateway(houses_view())
    patient = replace(service, reactions=(replace(service.reactions[0], gathers=1_000.0),))
    log, positions, _, _, admin = await opened(town, patient)
    await tell(log, built(1))
    assert not await positions.wanted("organization", 0, 0.2)
    assert await admin.fetchval("select count(*) from houses") == 0
    await told(log, positions, built(2))
    assert await admin.fetchval("select count(*) from houses") == 2


async def test_whoever_is_waited_for_hears_of_it():
    positions = Positions()
    positions.place("a", "organization", "feed", 5)
    hearing = asyncio.create_task(positions.wanted("organization", 5, 5))
    assert not await positions.wait(Position(at={"organization": 6}), 0.05)
    assert await hearing
    assert not await positions.wanted("organization", 5, 0.01)
