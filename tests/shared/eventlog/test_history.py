"""What has happened cannot be changed, and whoever changes it nevertheless is found out."""

from uuid import uuid4

import asyncpg
import msgspec
import pytest

from shared.eventlog.chain import GENESIS, accepted, outbox_digest, seal, sealed
from shared.eventlog.log import EventLog
from shared.eventlog.mapper import FactMapper, StoredFact
from shared.eventlog.topics import register_fact, register_topics
from shared.runtime.service import Service
from shared.testing.postgres import Database
from shared.vocabulary.facts import Fact
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.tampering import ACCEPTED
from tests.shared.eventlog.village import NAME, HouseBuilt, HousePainted, HouseToldOf, a_write, an_append


@pytest.mark.parametrize("table", ["facts", "outbox", "commands", "seals", "epoch"])
@pytest.mark.parametrize("act", ["update {} set {} = {}", "delete from {}", "truncate {}"])
async def test_the_service_may_not_rewrite_history(database: Database, log: EventLog, table: str, act: str):
    column = {"commands": "first", "seals": "first", "epoch": "epoch"}.get(table, "position")
    await log.append(an_append())
    connection = await asyncpg.connect(database.dsn(NAME))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(act.format(table, column, column))
    finally:
        await connection.close()


async def test_the_seals_can_be_computed_again(log: EventLog, admin: asyncpg.Connection):
    for count in (1, 3, 2):
        await log.append(an_append(*(a_write() for _ in range(count))))
    previous = GENESIS
    for row in await admin.fetch("select * from seals order by first"):
        facts = await admin.fetch("select * from facts where position between $1 and $2 order by position", *row[:2])
        rows = [sealed(fact["stream"], fact["version"], fact["topic"], fact["state"], fact["meta"]) for fact in facts]
        done = [accepted(**command) for command in await admin.fetch(ACCEPTED, *row[:2])]
        previous = seal(previous, row["first"], row["recorded_at"], rows, done)
        assert row["seal"] == previous
    assert previous == log.head.seal


async def test_each_outbox_row_carries_the_digest_of_the_one_before(log: EventLog):
    for _ in range(5):
        await log.append(an_append(a_write(), a_write()))
    rows = await log.read_outbox(0, 4) + await log.read_outbox(4, 100)
    previous = GENESIS
    for row in rows:
        assert row.previous == previous
        previous = outbox_digest(
            previous=previous, id=row.id, topic=row.topic, subject=row.subject, body=row.body, meta=row.meta
        )
        assert row.digest == previous
    assert log.head.digest == previous


async def test_an_outbox_row_is_delivered_as_it_was_told(log: EventLog):
    house = uuid4()
    append = an_append(a_write(house))
    await log.append(append)
    row = (await log.read_outbox(0, 1))[0]
    delivered = row.delivered(NAME)
    assert row.subject == f"evt.79.village.house.house-told-of.v1.{house.int % 16}"
    assert (delivered.fact, delivered.aggregate, delivered.version) == (HouseToldOf(name="Nhà", paintings=0), house, 1)
    assert delivered.meta == append.meta


async def test_a_fact_told_to_nobody_leaves_no_gap_in_the_outbox(log: EventLog):
    await log.append(an_append(a_write(None, 0, HouseBuilt(name="a"), told=False), a_write()))
    done = await log.append(an_append(a_write(None, 0, HouseBuilt(name="b"), told=False)))
    assert (log.head.position, done.sequence) == (3, 1)
    assert [(row.sequence, row.position) for row in await log.read_outbox(0, 10)] == [(1, 2)]


async def test_old_shapes_are_raised_to_the_present_one(log: EventLog, admin: asyncpg.Connection):
    house = uuid4()
    await log.append(an_append(a_write(house, 0, *[HousePainted(colour="đỏ", coats=2)] * 3)))
    old = {1: {"color": "xanh"}, 2: {"class_version": 2, "colour": "xanh"}}
    for version, state in old.items():
        await admin.execute("update facts set state = $2 where version = $1", version, msgspec.json.encode(state))
    facts = [recorded.fact for recorded in await log.read_stream(house)]
    assert facts == [HousePainted(colour="xanh", coats=1)] * 2 + [HousePainted(colour="đỏ", coats=2)]


def test_the_mapper_speaks_the_library_s_language():
    mapper, fact = FactMapper(), StoredFact(uuid4(), 4, HousePainted(colour="đỏ", coats=2))
    stored = mapper.to_stored_event(fact)
    assert (stored.topic, stored.originator_version) == ("village.HousePainted", 4)
    assert mapper.to_domain_event(stored) == fact


def test_two_facts_of_one_name_are_refused():
    class Another(Fact, frozen=True, kw_only=True):
        TOPIC = HouseBuilt.TOPIC

    class Nameless(HouseBuilt, frozen=True, kw_only=True):
        pass

    register_fact(HouseBuilt)
    with pytest.raises(Exception, match="already registered"):
        register_topics([Service(name="x", owns="", publishes=(Another,))])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no TOPIC"):
        register_fact(Nameless)


async def test_an_epoch_lasts_until_the_cluster_is_another(open_log: OpenLog, admin: asyncpg.Connection):
    first, second = await open_log(), await open_log()
    assert first.epoch == second.epoch
    await admin.execute("update epoch set timeline = '00000007'")  # as a restore elsewhere would leave it
    assert (await open_log()).epoch != first.epoch
