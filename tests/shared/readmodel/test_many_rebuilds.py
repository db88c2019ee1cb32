"""Views told anew all at once, as an operator may ask for: one after the other, and nobody is kept out meanwhile."""

import asyncio
from typing import Any

from shared.bus.positions import Positions
from shared.readmodel.view import Put, View
from shared.vocabulary.position import Position
from tests.shared.bus.town import HouseBuilt, built, gateway, tell

VIEWS = 8  # more than a pool has connections


def put(table: str, fact: Any) -> Put:
    return Put(table, {"house": fact.house}, {"name": fact.name})


def named(number: int) -> View:
    table = f"names{number}"
    return View(
        name=table,
        version=1,
        ddl=f"create table {table} (house uuid primary key, name text)",
        on=(HouseBuilt,),
        fold=lambda delivered, _open: [put(table, delivered.fact)],
    )


async def test_more_rebuilds_than_connections_end_and_facts_go_on(town):
    log = await town.log()
    town.run(town.mirror(log, town.broker()).run())
    await tell(log, *map(built, range(300)))
    positions, pool = Positions(), await town.pool("gateway")
    views = [named(number) for number in range(VIEWS)]
    (follower,) = await town.followers(gateway(*views), town.broker("gateway"), log, positions=positions, pool=pool)
    town.run(follower.run())
    assert await positions.wait(Position(at={"organization": log.head.sequence}), 10)
    rebuilds = [asyncio.create_task(follower.rebuild(view.name, back=False)) for view in views]
    await asyncio.sleep(0)
    await tell(log, *map(built, range(300, 400)))
    async with asyncio.timeout(20):
        await asyncio.gather(*rebuilds)
    assert await positions.wait(Position(at={"organization": log.head.sequence}), 10)
    admin = await town.admin("gateway")
    for view in views:
        assert await admin.fetchval(f"select count(*) from {view.name}") == 400
