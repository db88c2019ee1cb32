"""A reaction's commands stand in the trace of the fact that caused them, from one service's log through the broker."""

from typing import Any
from uuid import UUID

import msgspec

from shared.bus.policy import command_id
from shared.bus.positions import Positions
from shared.eventlog.commands import Commands
from shared.http import trace
from shared.runtime.clock import SystemClock
from shared.runtime.service import Policy, Reaction, Service
from shared.vocabulary.position import Position
from tests.shared.bus.test_own_log import HOUSE, ImportHouse, import_house, react
from tests.shared.bus.town import HouseBuilt, built, told

TRACES = [f"00-{letter * 32}-b7ad6b7169203331-01" for letter in "abcd"]


def gather(facts: Any) -> list[ImportHouse]:
    """Whatever comes together goes together: only who caused it keeps it apart."""
    first = facts[0]
    return [ImportHouse(command_id=command_id("gathered", first.id), house=first.fact.house, name=first.fact.name)]


def following(policy: Policy) -> Service:
    reaction = Reaction(name="membership.organization", source="organization", policies=(policy,))
    return Service(
        name="membership", owns="houses", streams=(HOUSE,), handlers={ImportHouse: import_house}, reactions=(reaction,)
    )


async def imported(town: Any, policy: Policy) -> list[tuple[str, str]]:
    """The houses of two services' logs with the broker between them, each with the trace in which it was imported."""
    theirs, own = await town.log("organization"), await town.log("membership")
    town.run(town.mirror(theirs, town.broker()).run())
    await theirs.append_many([caused(number, header) for number, header in enumerate(TRACES, start=3)])
    service, positions = following(policy), Positions("membership", own)
    commands, pool = Commands(service, own, SystemClock(), None), await town.pool("membership")
    parts = {"positions": positions, "log": own, "commands": commands, "pool": pool}
    (follower,) = await town.followers(service, town.broker("membership"), theirs, **parts)
    trace.enter("00-" + "f" * 32 + "-b7ad6b7169203331-01")  # what the process happens to be at
    town.run(follower.run())
    assert await positions.wait(Position(at={"organization": len(TRACES)}), 20)
    recorded = await own.read_facts(0, 10)
    return sorted((one.fact.name, one.meta.traceparent[3:35]) for one in recorded)


def caused(number: int, header: str) -> Any:
    """A house built by somebody whose request had this trace."""
    append = told(built(number), stream=UUID(int=number))
    return msgspec.structs.replace(append, meta=msgspec.structs.replace(append.meta, traceparent=header))


EACH_IN_ITS_OWN = [(f"Nhà {number}", header[3:35]) for number, header in enumerate(TRACES, start=3)]


async def test_a_reaction_stands_in_the_trace_of_its_fact(town):
    assert await imported(town, Policy(name="alone", on=(HouseBuilt,), react=react)) == EACH_IN_ITS_OWN


async def test_what_is_gathered_stands_in_the_trace_of_whoever_caused_it(town):
    policy = Policy(name="gathered", on=(HouseBuilt,), react=react, gather=gather)
    assert await imported(town, policy) == EACH_IN_ITS_OWN
