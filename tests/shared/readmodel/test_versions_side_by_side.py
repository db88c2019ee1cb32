"""Two versions of the code side by side, as in a rolling update: the older does not write into the newer's tables."""

import asyncio

from shared.bus.positions import Positions
from shared.readmodel.view import Put
from shared.vocabulary.position import Position
from tests.shared.bus.conftest import ended
from tests.shared.bus.town import built, fold_houses, gateway, houses_view, tell


async def following(town, view, log):
    positions = Positions()
    (follower,) = await town.followers(gateway(view), town.broker("gateway"), log, positions=positions)
    return follower, town.run(follower.run()), positions


async def reached(positions, log):
    return await positions.wait(Position(at={log.service: log.head.sequence}), 10)


def wrong(delivered, opened):
    """As the older version did, until it was mended."""
    for op in fold_houses(delivered, opened):
        assert isinstance(op, Put)
        yield Put(op.table, op.key, {**op.columns, "name": "sai"})


async def test_nothing_is_written_by_the_code_of_another_version(town, until):
    log = await town.log()
    town.run(town.mirror(log, town.broker()).run())
    await tell(log, *map(built, range(50)))
    _, old, positions = await following(town, houses_view(fold=wrong), log)
    assert await reached(positions, log)
    new, task, _ = await following(town, houses_view(version=2), log)
    await until(lambda: new.finding().ok)
    await ended(task)  # the older one is alone again for a moment
    admin = await town.admin("gateway")
    assert await admin.fetchval("select count(*) from houses where name = 'sai'") == 0
    await tell(log, *map(built, range(50, 60)))
    await asyncio.sleep(0.5)
    await ended(old)
    new, task, positions = await following(town, houses_view(version=2), log)
    assert await reached(positions, log)
    await until(lambda: new.finding().ok)
    assert await admin.fetchval("select count(*) from houses where name = 'sai'") == 0
    assert await admin.fetchval("select count(*) from houses") == 60
