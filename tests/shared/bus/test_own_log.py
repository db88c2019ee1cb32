"""A service follows its own log: views of its own, and policies that answer facts with commands."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from shared.bus.following import ReactionLacksItsSource, ViewHasTwoReactions, followers_of
from shared.bus.policy import PolicyRunner, command_id
from shared.bus.positions import Positions
from shared.eventlog.commands import Commands
from shared.readmodel.engine import PoisonFact
from shared.readmodel.view import Put, View
from shared.runtime.clock import SystemClock
from shared.runtime.service import Policy, Reaction, Service
from shared.vocabulary.facts import Fact, Stream
from shared.vocabulary.position import Position
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request
from tests.shared.bus.town import HouseBuilt, HouseStood, HouseTornDown, built, gateway, houses_view, tell


class HouseIsBanned(Refusal):
    vi = "Nhà này không được nhập."
    en = "This house may not be imported."


class ImportHouse(Request, frozen=True, kw_only=True):
    house: UUID
    name: str


def _evolve(state: Any, fact: Fact) -> Any:
    return fact


HOUSE: Stream[Any] = Stream(name="house", initial=None, evolve=_evolve, facts=(HouseStood,))


async def import_house(request: ImportHouse, work: Any, look: Any) -> None:
    loaded = await work.load(HOUSE, request.house)
    if request.name == "Nhà 2":
        raise HouseIsBanned
    if loaded.version == 0:
        work.record(HOUSE, request.house, HouseStood(house=request.house, name=request.name), province="79")
    work.answer("house", request.house)


async def react(delivered: Any, look: Any) -> list[Request]:
    fact = delivered.fact
    return [ImportHouse(command_id=command_id("import_houses", delivered.id), house=fact.house, name=fact.name)]


REACT = react
HANDLE = import_house


def membership(since: str = "origin") -> Service:
    stood = View(
        name="stood",
        version=1,
        ddl="create table stood (house uuid primary key, name text)",
        on=(HouseStood,),
        fold=lambda delivered, _open: [Put("stood", {"house": delivered.fact.house}, {"name": delivered.fact.name})],
    )
    policy = Policy(name="import_houses", on=(HouseBuilt,), react=REACT, since=since)
    return Service(
        name="membership",
        owns="houses",
        streams=(HOUSE,),
        handlers={ImportHouse: HANDLE},
        reactions=(
            Reaction(name="membership.organization", source="organization", policies=(policy,)),
            Reaction(name="membership.own", source="membership", views=(stood,)),
        ),
    )


@pytest.fixture
async def neighbours(town):
    """organization publishes, membership imports into its own log and keeps a view of that."""
    theirs, own = await town.log("organization"), await town.log("membership")
    mirror = town.mirror(theirs, town.broker())
    town.run(mirror.run())

    async def open_membership(since: str = "origin") -> Positions:
        service = membership(since)
        positions = Positions("membership", own)
        commands = Commands(service, own, SystemClock(), None, positions=positions.seen)
        broker, pool = town.broker("membership"), await town.pool("membership")
        for follower in await town.followers(
            service, broker, theirs, positions=positions, log=own, commands=commands, pool=pool
        ):
            town.run(follower.run())
        return positions

    return theirs, own, open_membership


async def test_a_policy_imports_what_it_hears_and_a_refusal_is_only_counted(town, neighbours):
    theirs, own, open_membership = neighbours
    positions = await open_membership()
    await tell(theirs, *map(built, (1, 2, 3)))
    assert await positions.wait(Position(at={"organization": 3}))
    assert own.head.position == 2
    assert await positions.wait(Position(at={"membership": own.head.sequence}))
    recorded = await own.read_facts(0, 10)
    assert recorded[0].meta.actor == "policy:import_houses"
    assert recorded[0].meta.basis["organization"] >= 1


async def test_a_fact_that_comes_by_again_is_imported_once(town, neighbours):
    theirs, own, open_membership = neighbours
    positions = await open_membership()
    await tell(theirs, built(1), built(3))
    assert await positions.wait(Position(at={"organization": 2}))
    await (await town.admin("membership")).execute("update checkpoints set sequence = 0, digest = '', epoch = ''")
    again = await open_membership()
    assert await again.wait(Position(at={"organization": 2}))
    assert own.head.position == 2


async def test_a_policy_since_now_leaves_the_past_alone(town, neighbours):
    theirs, own, open_membership = neighbours
    await tell(theirs, built(1))
    positions = await open_membership("now")
    await positions.wait(Position(at={"organization": 1}))
    await tell(theirs, built(3))
    assert await positions.wait(Position(at={"organization": 2}))
    assert [recorded.fact.name for recorded in await own.read_facts(0, 10)] == ["Nhà 3"]


async def test_own_facts_reach_own_views(town, neighbours, until):
    theirs, own, open_membership = neighbours
    positions = await open_membership()
    await tell(theirs, built(1), built(3))
    await until(lambda: own.head.position == 2)
    await until(lambda: positions.place_of("membership.own") == 2)
    rows = await (await town.admin("membership")).fetch("select name from stood order by 1")
    assert [row["name"] for row in rows] == ["Nhà 1", "Nhà 3"]


async def test_an_own_fact_that_does_not_decode_is_parked_and_the_others_go_on(town, neighbours, until, monkeypatch):
    """Its shape was changed without an upcaster: it used to be read again for ever."""
    theirs, own, open_membership = neighbours
    monkeypatch.setattr(own, "read_stored", own._reading.stored)  # as another process, which has nothing in memory
    admin = await town.admin("membership")
    await admin.execute("""
        create function bend() returns trigger language plpgsql as $$ begin
            new.state := convert_to('{"house":"' || new.stream || '","name":1}', 'UTF8'); return new;
        end $$;
        create trigger bend before insert on facts for each row when (new.position = 1) execute function bend()""")
    positions = await open_membership()
    await tell(theirs, built(1), built(3))
    await until(lambda: positions.place_of("membership.own") == 2)
    assert [row["name"] for row in await admin.fetch("select name from stood")] == ["Nhà 3"]
    parked = await admin.fetchrow("select sequence, key, reason from parked where follower = 'membership.own'")
    assert tuple(parked) == (1, str(UUID(int=1)), "the decoder cannot take sequence 1: FactIsUnreadable")
    await admin.execute("drop trigger bend on facts; drop function bend")


async def test_a_fact_that_a_policy_stumbles_over_is_parked(town, neighbours, until, monkeypatch):
    theirs, own, open_membership = neighbours

    async def stumbling(delivered: Any, look: Any) -> list[Request]:
        return [] if delivered.fact.name == "Nhà 1" and {}["missing"] else await react(delivered, look)

    monkeypatch.setitem(globals(), "REACT", stumbling)
    positions = await open_membership()
    await tell(theirs, built(1), built(3))
    assert await positions.wait(Position(at={"organization": 2}))
    admin = await town.admin("membership")
    assert await admin.fetchval("select reason from parked") == "policy import_houses cannot take sequence 1: KeyError"
    assert [recorded.fact.name for recorded in await own.read_facts(0, 10)] == ["Nhà 3"]


async def test_what_the_database_can_never_take_is_parked_and_an_outage_is_waited_for(
    town, neighbours, until, monkeypatch
):
    """A command of a policy: its values will not fit later either. It was tried again for ever, and held up all."""
    theirs, own, open_membership = neighbours
    met: list[str] = []

    async def strained(request: ImportHouse, work: Any, look: Any) -> None:
        met.append(request.name)
        if request.name == "Nhà 1":
            await own.pool.fetchval("select $1::text::jsonb", '{"name":"\\u0000"}')
        if request.name == "Nhà 3" and met.count("Nhà 3") == 1:
            raise asyncpg.ConnectionDoesNotExistError
        await import_house(request, work, look)

    monkeypatch.setitem(globals(), "HANDLE", strained)
    positions = await open_membership()
    await tell(theirs, built(1), built(3), built(4))
    assert await positions.wait(Position(at={"organization": 3}), timeout=20.0)
    admin = await town.admin("membership")
    rows = await admin.fetch("select sequence, key, reason from parked where follower = 'membership.organization'")
    why = "policy import_houses cannot take sequence 1: UntranslatableCharacterError"
    assert [tuple(row) for row in rows] == [(1, str((await theirs.read_outbox(0, 1))[0].aggregate), why)]
    assert met.count("Nhà 3") > 1
    assert {recorded.fact.name for recorded in await own.read_facts(0, 10)} == {"Nhà 3", "Nhà 4"}


async def test_what_is_gathered_is_parked_by_the_one_fact_that_the_database_cannot_take(town, neighbours):
    theirs, own, _ = neighbours

    async def strained(request: ImportHouse, work: Any, look: Any) -> None:
        if "Nhà 2" in request.name:
            raise asyncpg.CharacterNotInRepertoireError
        work.answer("house", request.house)

    def gather(facts: Any) -> list[Request]:
        names = " ".join(one.fact.name for one in facts)
        return [ImportHouse(command_id=uuid4(), house=facts[-1].fact.house, name=names)]

    commands = Commands(replace(membership(), handlers={ImportHouse: strained}), own, SystemClock(), None)
    await tell(theirs, built(1), built(2), built(3))
    rows = await theirs.read_outbox(0, 10)
    policy = Policy(name="gathers", on=(HouseBuilt,), react=react, gather=gather)
    with pytest.raises(PoisonFact) as poison:
        await PolicyRunner((policy,), commands, None).run([row.delivered("organization") for row in rows])
    assert poison.value.sequence == 2


async def test_the_same_fact_leads_to_the_same_command():
    fact = UUID(int=7)
    assert command_id("p", fact) == command_id("p", fact, 0)
    assert len({command_id("p", fact), command_id("q", fact), command_id("p", fact, "end")}) == 3


async def test_a_view_in_two_reactions_is_refused(town):
    service = gateway(houses_view())
    twice = Service(
        name="gateway",
        owns="views",
        reactions=(*service.reactions, Reaction(name="other", source="membership", views=(houses_view(),))),
    )
    with pytest.raises(ViewHasTwoReactions, match="houses"):
        await followers_of(twice, pool=await town.pool(), positions=Positions(), deployment="x")


async def test_a_reaction_without_a_way_to_its_source_is_refused(town):
    with pytest.raises(ReactionLacksItsSource):
        await followers_of(gateway(), pool=await town.pool(), positions=Positions(), deployment="x")


async def test_a_policy_that_gathers_takes_many_facts_with_one_command(town, neighbours):
    theirs, own, _ = neighbours
    asked: list[list[str]] = []

    def gather(facts: Any) -> list[Request]:
        asked.append([one.fact.name for one in facts])
        last = facts[-1].fact
        return [ImportHouse(command_id=command_id("gathers", facts[0].id, len(facts)), house=last.house, name="-")]

    policies = (
        Policy(name="gathers", on=(HouseBuilt,), react=react, gather=gather),
        Policy(name="one_by_one", on=(HouseTornDown,), react=_nothing),
    )
    commands = Commands(membership(), own, SystemClock(), None)
    await tell(theirs, built(1), built(2), HouseTornDown(house=UUID(int=1)), built(4))
    rows = await theirs.read_outbox(0, 10)
    await PolicyRunner(policies, commands, None).run([row.delivered("organization") for row in rows])
    assert asked == [["Nhà 1", "Nhà 2"], ["Nhà 4"]]
    assert own.head.position == 2


async def test_requests_that_rest_on_nothing_go_side_by_side_and_the_last_by_itself(town, neighbours):
    theirs, own, _ = neighbours
    under_way: list[int] = []
    together: list[tuple[int, int]] = []

    async def import_slowly(request: ImportHouse, work: Any, look: Any) -> None:
        under_way.append(request.house.int)
        await asyncio.sleep(0.01)
        together.append((request.house.int, len(under_way)))
        under_way.remove(request.house.int)
        await import_house(request, work, look)

    async def five(delivered: Any, look: Any) -> list[Request]:
        return [ImportHouse(command_id=uuid4(), house=UUID(int=n), name=str(n)) for n in range(1, 6)]

    commands = Commands(replace(membership(), handlers={ImportHouse: import_slowly}), own, SystemClock(), None)
    await tell(theirs, built(1))
    (row,) = await theirs.read_outbox(0, 10)
    policy = Policy(name="five", on=(HouseBuilt,), react=five, at_once=3)
    await PolicyRunner((policy,), commands, None).run([row.delivered("organization")])
    assert [number for number, _ in together] == [1, 2, 3, 4, 5]
    assert [count for _, count in together] == [3, 2, 1, 1, 1]


async def _nothing(delivered: Any, look: Any) -> list[Request]:
    return []
