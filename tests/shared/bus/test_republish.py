"""After a fork the log is published again under a new epoch: the stream is exact, and followers go on in it."""

import asyncio

from shared.bus.envelope import headers_of
from shared.bus.positions import Positions
from shared.eventlog.opening import open_epoch
from shared.vocabulary.position import Position
from tests.shared.bus.conftest import FactsPage, pages_of
from tests.shared.bus.test_mirror import exact
from tests.shared.bus.town import built, gateway, tell


async def forked(town, log, broker, count):
    """A mirror that stopped: something else was written into its stream."""
    mirror = town.mirror(log, broker)
    running = town.run(mirror.run())
    await tell(log, *map(built, range(count)))
    await mirror.drained()
    running.cancel()
    row = (await log.read_outbox(0, 1))[0]
    headers = headers_of(row, deployment=town.deployment, service="organization", epoch=log.epoch)
    await (await broker.client(5)).jetstream().publish(row.subject, row.body, headers=headers)
    await tell(log, built(98), built(99))
    again = town.mirror(log, broker)
    await asyncio.wait_for(again.run(), 10)
    return again


async def test_a_fork_is_published_again_and_followers_converge(town, until, monkeypatch):
    monkeypatch.setattr("shared.bus.sources._QUIET", 0.3)
    log, broker, positions = await town.log(), town.broker(), Positions()
    owner = [log]

    async def fetch(source: str, after: int, limit: int) -> FactsPage:
        return await pages_of(owner[-1])(source, after, limit)

    (follower,) = await town.followers(gateway(), town.broker("gateway"), positions=positions, fetch_facts=fetch)
    town.run(follower.run())
    stopped = await forked(town, log, broker, 5)
    assert stopped.finding().kind == "FORK"
    async with log.pool.acquire() as connection:
        epoch = await open_epoch(connection, "organization")
    renewed = await town.log()
    owner.append(renewed)  # its process has started again: whoever asks it is answered in the new epoch
    assert renewed.epoch == epoch != log.epoch
    mirror = town.mirror(renewed, broker)
    town.run(mirror.run())
    assert await mirror.drained(10)
    assert await exact(town, renewed, broker) == 7
    await tell(renewed, built(100))
    assert await positions.wait(Position(at={"organization": 8}), 20)
    admin = await town.admin("gateway")
    assert await admin.fetchval("select count(*) from houses") == 8
    assert follower.finding().ok
    await until(lambda: positions.vector().epochs["organization"] == epoch)


async def test_the_new_stream_holds_the_retention_window(town):
    log, broker = await town.log(), town.broker()
    await forked(town, log, broker, 60)
    async with log.pool.acquire() as connection:
        await open_epoch(connection, "organization")
    renewed = await town.log()
    mirror = town.mirror(renewed, broker, keep=20)
    town.run(mirror.run())
    assert await mirror.drained(10)
    assert await exact(town, renewed, broker, first=43) == 20


async def test_a_stranger_before_the_last_own_row_is_found(town):
    log, broker = await town.log(), town.broker()
    mirror = town.mirror(log, broker)
    running = town.run(mirror.run())
    await tell(log, *map(built, range(3)))
    await mirror.drained()
    running.cancel()
    await tell(log, built(98), built(99))
    stream = (await broker.client(5)).jetstream()
    first, second = await log.read_outbox(3, 2)
    headers = headers_of(second, deployment=town.deployment, service="organization", epoch=log.epoch)
    await stream.publish(first.subject, b"{}")
    await stream.publish(second.subject, second.body, headers=headers)
    await asyncio.wait_for(mirror.run(), 10)
    assert (mirror.finding().kind, "sequence 4" in mirror.finding().reason) == ("FORK", True)
