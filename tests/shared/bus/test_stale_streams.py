"""A database was put back and nothing shows it: the old stream runs ahead of its owner's log, in the same epoch."""

import pytest

from shared.eventlog.opening import open_epoch
from tests.shared.bus.conftest import ended, pages_of, reached, started
from tests.shared.bus.test_mirror import exact
from tests.shared.bus.town import built, counting_view, gateway, tell


@pytest.fixture
async def put_back(town):
    """A log of three facts whose stream has five, and none of them followed yet."""
    log, broker = await town.log(), town.broker()
    mirror = town.mirror(log, broker)
    mirroring = town.run(mirror.run())
    await tell(log, *map(built, range(3)))
    kept = log.head.position
    await tell(log, built(3), built(4))
    assert await mirror.drained(10)
    await ended(mirroring)
    await log.close()
    admin = await town.admin("organization")
    for table, place in (("facts", "position"), ("outbox", "position"), ("commands", "last"), ("seals", "first")):
        await admin.execute(f"delete from {table} where {place} > $1", kept)
    return await town.log(), broker


async def republished(town, log, broker):
    """What an operator's word does: the log in a new epoch, its mirror at work."""
    async with log.pool.acquire() as connection:
        await open_epoch(connection, log.service)
    renewed = await town.log()
    mirror = town.mirror(renewed, broker)
    town.run(mirror.run())
    assert await mirror.drained(10)
    return renewed


async def test_nothing_is_read_from_a_stream_that_runs_ahead_of_its_owner(town, put_back, until):
    log, broker = put_back
    assert log.head.sequence == 3
    mirror = town.mirror(log, broker)
    town.run(mirror.run())
    follower, task, positions = await started(town, gateway(counting_view()), log)
    assert await reached(positions, log, 10)
    await until(lambda: mirror.finding().kind == "FORK")
    await tell(log, *map(built, range(10, 14)))
    assert await reached(positions, log, 10)  # page by page
    assert follower.finding().ok
    await ended(task)
    renewed = await republished(town, log, broker)
    assert await exact(town, renewed, broker) == 7
    _, _, positions = await started(town, gateway(counting_view()), renewed)
    await until(lambda: positions.vector().epochs.get("organization") == renewed.epoch)
    await tell(renewed, built(20))
    assert await reached(positions, renewed, 10)
    assert await (await town.admin("gateway")).fetchval("select times from counted") == 8


@pytest.mark.parametrize("written", [0, 1, 2, 3], ids=lambda n: f"{n} facts since")
async def test_who_followed_lost_facts_halts_until_their_owner_is_published_again(town, put_back, until, written):
    log, broker = put_back

    async def away(source, after, limit):
        raise ConnectionError(source)

    _, task, positions = await started(town, gateway(counting_view()), log, fetch_facts=away)
    await until(lambda: positions.vector().at.get("organization") == 5, 20)
    await ended(task)
    await tell(log, *map(built, range(10, 10 + written)))
    owner = {"is": pages_of(log)}

    async def page(source, after, limit):
        return await owner["is"](source, after, limit)

    follower, _, positions = await started(town, gateway(counting_view()), log, fetch_facts=page)
    if written != 2:  # as long a history is noticed at its next fact
        await until(lambda: follower.finding().kind == "FORK", 20)
        assert not follower.finding().ok
        assert follower.finding().reason.endswith("; lienthong republish organization")
    renewed = await republished(town, log, broker)
    owner["is"] = pages_of(renewed)
    await until(lambda: positions.vector().epochs.get("organization") == renewed.epoch, 20)
    assert await reached(positions, renewed, 20)
    await until(lambda: follower.finding().ok)
    assert await (await town.admin("gateway")).fetchval("select times from counted") == 3 + written
