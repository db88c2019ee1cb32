"""A fact of a topic that nobody here knows is passed by, for nobody can say who was to take it; but not unseen."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace as replaced
from structlog.testing import capture_logs

from shared.bus.policy import PolicyRunner
from shared.eventlog import topics
from shared.eventlog.commands import Commands
from shared.eventlog.refusals import TopicIsUnknown
from shared.readmodel.engine import PoisonFact
from shared.runtime.clock import SystemClock
from shared.runtime.service import Policy
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Meta
from tests.shared.bus.conftest import reached, started
from tests.shared.bus.test_own_log import ImportHouse, membership, react
from tests.shared.bus.town import HouseBuilt, HouseNamed, built, gateway, houses_view, tell, told

PASSED = "a fact of an unknown topic was passed over"


def named(number: int) -> HouseNamed:
    return HouseNamed(house=built(number).house, name="Nhà mới")


async def test_a_follower_names_the_first_of_each_and_goes_on(town, monkeypatch):
    log, view = await town.log(), houses_view()
    await tell(log, built(1), named(1), named(1), built(2))
    monkeypatch.delitem(topics._named, HouseNamed.TOPIC)
    with capture_logs() as lines:
        _, _, positions = await started(town, gateway(replace(view, on=view.on[:1])), log)
        assert await reached(positions, log, 20)
    (told,) = [line for line in lines if line["event"] == PASSED]
    assert (told["follower"], told["topic"], told["sequence"]) == ("gateway.organization", HouseNamed.TOPIC, 2)
    assert await (await town.admin("gateway")).fetchval("select count(*) from houses") == 2


async def test_a_command_on_such_a_thing_is_refused_by_name_and_a_policys_fact_is_poison(town):
    theirs, own = await town.log("organization"), await town.log("membership")
    await tell(theirs, built(1))
    (row,) = await theirs.read_outbox(0, 1)
    policy = Policy(name="import_houses", on=(HouseBuilt,), react=react)
    await PolicyRunner((policy,), Commands(membership(), own, SystemClock(), None), None).run(
        [row.delivered("organization")]
    )
    await (await town.admin("membership")).execute("update facts set topic = 'house.NeverWas'")
    again = Commands(membership(), own, SystemClock(), None)
    request = ImportHouse(command_id=uuid4(), house=UUID(int=1), name="Nhà")
    with capture_logs() as lines, pytest.raises(TopicIsUnknown) as refused:
        await again.run(request, Actor(subject="user:an", role="service"))
    assert refused.value.wire()["params"] == {
        "topic": "house.NeverWas", "stream": str(UUID(int=1)), "position": "1"
    }  # fmt: skip
    assert [(line["topic"], line["stream"], line["position"]) for line in lines if line["log_level"] == "error"] == [
        ("house.NeverWas", str(UUID(int=1)), 1)
    ]
    once_more = Policy(name="once_more", on=(HouseBuilt,), react=_anew)
    with pytest.raises(PoisonFact, match="TopicIsUnknown"):
        await PolicyRunner((once_more,), again, None).run([row.delivered("organization")])


async def _anew(delivered, look):
    return [ImportHouse(command_id=uuid4(), house=delivered.fact.house, name="Nhà")]


async def test_of_what_is_gathered_the_one_that_is_at_fault_is_named_and_the_others_are_done(town):
    """A policy that gathers asks once for many facts; one thing that cannot be read blamed the first of them."""
    theirs, own = await town.log("organization"), await town.log("membership")
    command = uuid4()
    meta = Meta(actor="user:an", command_id=command, correlation=command, causation=command)
    for number in (1, 2, 3):  # of one trace
        await theirs.append(replaced(told(built(number)), meta=replaced(meta, command_id=uuid4())))
    facts = [row.delivered("organization") for row in await theirs.read_outbox(0, 3)]
    plain = Policy(name="import_houses", on=(HouseBuilt,), react=react)
    await PolicyRunner((plain,), Commands(membership(), own, SystemClock(), None), None).run([facts[1], facts[2]])
    admin = await town.admin("membership")
    await admin.execute("update facts set state = '[5]' where stream = $1", UUID(int=3))
    again = Commands(membership(), own, SystemClock(), None)
    gathering = Policy(name="gathering", on=(HouseBuilt,), react=react, gather=_together)
    with pytest.raises(PoisonFact, match="sequence 3: FactIsUnreadable"):
        await PolicyRunner((gathering,), again, None).run(facts)
    assert await admin.fetchval("select count(*) from facts where stream = $1", UUID(int=1)) == 1


def _together(facts):
    """The last first, as a request of many things may load them in any order."""
    return [ImportHouse(command_id=uuid4(), house=one.fact.house, name="Nhà") for one in reversed(facts)]
