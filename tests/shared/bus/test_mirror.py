"""The mirror holds exactly what the outbox holds, under the same numbers, whatever happens to the broker."""

import asyncio
import os
import signal

from shared.bus.cloudevents import from_headers
from shared.bus.envelope import headers_of, is_intact, row_of, stream_name
from shared.runtime.nats_server import healthz, is_alive
from shared.testing.nats import delete_streams
from shared.vocabulary.position import Epochs
from tests.shared.bus.conftest import ended
from tests.shared.bus.town import built, tell


async def stream_rows(broker, log, deployment):
    js = (await broker.client(5)).jetstream()
    name = stream_name(deployment, log.service, log.epoch)
    info = await js.stream_info(name)
    rows = []
    for sequence in range(info.state.first_seq, info.state.last_seq + 1):
        message = await js.get_msg(name, seq=sequence)
        row = row_of(message.headers, message.subject, message.data)
        assert row.sequence == sequence
        rows.append(row)
    return rows


async def exact(town, log, broker, *, first=1):
    rows = await stream_rows(broker, log, town.deployment)
    assert rows == await log.read_outbox(first - 1, 10_000)
    assert all(map(is_intact, rows))
    return len(rows)


async def test_every_row_stands_in_the_stream_under_its_own_sequence(town):
    log, broker = await town.log(), town.broker()
    mirror = town.mirror(log, broker)
    town.run(mirror.run())
    await tell(log, *map(built, range(40)))
    assert await mirror.drained(20)
    assert await exact(town, log, broker) == 40
    assert mirror.finding().ok
    assert mirror.finding().lag == 0


async def test_a_backlog_goes_in_atomic_batches(town):
    log, broker = await town.log(), town.broker()
    await tell(log, *map(built, range(1_700)))
    mirror = town.mirror(log, broker)
    town.run(mirror.run())
    assert await mirror.drained(20)
    assert await exact(town, log, broker) == 1_700


async def test_the_envelope_says_where_a_fact_comes_from_and_nothing_personal(town):
    log, broker = await town.log(), town.broker()
    mirror = town.mirror(log, broker)
    town.run(mirror.run())
    await tell(log, built(1), basis={"membership": 7})
    assert await mirror.drained(20)
    js = (await broker.client(5)).jetstream()
    event = from_headers((await js.get_msg(stream_name(town.deployment, "organization", log.epoch), seq=1)).headers)
    assert event["source"] == f"/{town.deployment}/organization"
    assert event["type"] == "test.organization.HouseBuilt.v1"
    assert event["basis"] == '{"membership":7}'
    assert {"id", "sequence", "previousdigest", "correlation", "causation", "actor"} <= event.keys()


async def test_two_mirrors_race_and_the_stream_stays_exact(town):
    log, first, second = await town.log(), town.broker(), town.broker()
    mirrors = [town.mirror(log, broker) for broker in (first, second)]
    for mirror in mirrors:
        town.run(mirror.run())
    for start in range(0, 300, 20):
        await tell(log, *map(built, range(start, start + 20)))
    for mirror in mirrors:
        assert await mirror.drained(20)
    assert await exact(town, log, first) == 300


async def test_a_lost_stream_is_told_again_from_the_log(town, until):
    log, broker = await town.log(), town.broker()
    mirror = town.mirror(log, broker)
    town.run(mirror.run())
    await tell(log, *map(built, range(30)))
    assert await mirror.drained(20)
    await delete_stream(town, log)
    await tell(log, *map(built, range(30, 35)))
    assert await mirror.drained(20)
    assert await exact(town, log, broker) == 35


async def test_a_lost_tail_is_told_again_from_the_log(town):
    """The broker comes back with less than it acknowledged: the mirror goes on behind what is left."""
    log, broker = await town.log(), town.broker()
    mirror = town.mirror(log, broker)
    running = town.run(mirror.run())
    await tell(log, *map(built, range(10)))
    assert await mirror.drained(20)
    await ended(running)
    await delete_stream(town, log)
    shorter = town.mirror(log, broker)
    for row in await log.read_outbox(0, 6):
        await publish_raw(town, shorter, broker, log, row)
    again = town.mirror(log, broker)
    town.run(again.run())
    assert await again.drained(20)
    assert await exact(town, log, broker) == 10


async def test_another_history_in_the_stream_is_noticed_loudly(town, until):
    log, broker = await town.log(), town.broker()
    await tell(log, *map(built, range(3)))
    mirror = town.mirror(log, broker)
    running = town.run(mirror.run())
    assert await mirror.drained(20)
    await ended(running)
    row = (await log.read_outbox(0, 1))[0]
    headers = headers_of(row, deployment=town.deployment, service="organization", epoch=log.epoch)
    await (await broker.client(5)).jetstream().publish(row.subject, row.body, headers=headers)
    await tell(log, built(99))
    again = town.mirror(log, broker)
    await asyncio.wait_for(again.run(), 10)  # it stops by itself
    assert "forked at sequence 4; lienthong republish organization" in again.finding().reason
    assert again.finding().kind == "FORK"


async def test_a_stream_ahead_of_the_log_is_a_fork(town):
    log, broker = await town.log(), town.broker()
    await tell(log, built(1))
    mirror = town.mirror(log, broker)
    running = town.run(mirror.run())
    assert await mirror.drained(20)
    await ended(running)
    js = (await broker.client(5)).jetstream()
    row = (await log.read_outbox(0, 1))[0]
    await js.publish(row.subject, row.body)
    again = town.mirror(log, broker)
    await asyncio.wait_for(again.run(), 10)
    assert "forked at sequence 2" in again.finding().reason


async def test_appends_go_on_while_the_broker_is_killed_and_the_mirror_catches_up(town, spare_nats):
    nats, log = spare_nats(), await town.log()
    broker = town.broker(nats=nats)
    mirror = town.mirror(log, broker)
    town.run(mirror.run())
    for start in range(0, 400, 10):
        await tell(log, *map(built, range(start, start + 10)))
        if start in (100, 200):
            nats.stop(sent=signal.SIGKILL)
        if start in (150, 300):
            nats.start()
    assert await mirror.drained(20)
    assert await exact(town, log, broker) == 400


async def test_a_stream_whose_description_a_kill_has_damaged_is_made_again(town, spare_nats, until):
    nats, log = spare_nats(), await town.log()
    mirror = town.mirror(log, town.broker(nats=nats))
    running = town.run(mirror.run())
    await tell(log, *map(built, range(5)))
    assert await mirror.drained(20)
    await ended(running)
    nats.stop(sent=signal.SIGKILL)
    (description,) = nats.folder.glob("jetstream/$G/streams/*/meta.inf")
    description.rename(description.with_name("meta.inf.tmp"))
    nats.start()
    assert "could not be recovered" in await healthz(nats.monitor_url)
    assert is_alive(nats.monitor_url)  # a restart would only interrupt the mirror that mends it
    again_broker = town.broker(nats=nats)
    again = town.mirror(log, again_broker)
    town.run(again.run())
    await tell(log, built(5))
    assert await again.drained(20)
    assert await exact(town, log, again_broker) == 6
    assert await healthz(nats.monitor_url) == ""


async def test_a_mirror_starts_without_a_broker_and_says_so(town, spare_nats, until):
    nats = spare_nats()
    nats.stop()
    log, broker = await town.log(), town.broker(nats=nats)
    mirror = town.mirror(log, broker)
    town.run(mirror.run())
    await tell(log, *map(built, range(5)))
    await until(lambda: mirror.finding().kind == "BROKER_AWAY")
    assert mirror.finding().ok
    assert mirror.finding().lag == 5
    nats.start()
    assert await mirror.drained(20)


async def test_a_frozen_broker_is_told_from_one_that_is_away(town, spare_nats, until):
    nats, log = spare_nats(), await town.log()
    mirror = town.mirror(log, town.broker(nats=nats))
    town.run(mirror.run())
    await tell(log, built(1))
    assert await mirror.drained(20)
    os.kill(nats._process.pid, signal.SIGSTOP)
    try:
        await tell(log, built(2))
        late = town.mirror(log, town.broker(nats=nats))
        town.run(late.run())
        await until(lambda: mirror.finding().kind == "BROKER_FROZEN", 15)
        assert mirror.finding().ok  # no command waits for it
        await until(lambda: late.finding().kind == "BROKER_FROZEN", 15)  # nor away for who has no connection
        assert not is_alive(nats.monitor_url)
    finally:
        os.kill(nats._process.pid, signal.SIGCONT)
    assert await mirror.drained(20)
    assert mirror.finding().kind == ""


async def test_a_bounded_stream_keeps_the_newest_under_their_own_numbers(town):
    log, broker = await town.log(), town.broker()
    await tell(log, *map(built, range(50)))
    mirror = town.mirror(log, broker, keep=20)
    town.run(mirror.run())
    await tell(log, built(50))
    assert await mirror.drained(20)
    assert await exact(town, log, broker, first=32) == 20


async def test_a_new_epoch_takes_over_the_subjects(town):
    log, broker = await town.log(), town.broker()
    old = town.mirror(log, broker)
    running = town.run(old.run())
    await tell(log, *map(built, range(3)))
    assert await old.drained(20)
    await ended(running)
    log.epochs = Epochs(current="feed")
    renewed = town.mirror(log, broker)
    town.run(renewed.run())
    assert await renewed.drained(20)
    assert await exact(town, log, broker) == 3


async def delete_stream(town, log):
    await delete_streams(town.nats, stream_name(town.deployment, log.service, log.epoch))


async def publish_raw(town, mirror, broker, log, row):
    js = (await broker.client(5)).jetstream()
    await mirror._stream.open(js)
    await js.publish(row.subject, row.body, headers=mirror._headers(row))
