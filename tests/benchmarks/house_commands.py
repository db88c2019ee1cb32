"""Our side: load a house of 20 facts, decide, append one more, with everything on. Started as a process of its own:

python -m tests.benchmarks.house_commands DSN CONCURRENT SECONDS [forgetful]
`forgetful`: the folded state is forgotten before each command, so that its 20 facts are read and folded every time.
"""

import asyncio
import random
import sys
import time
from uuid import UUID

import uvloop

from shared.eventlog.append import Append, Write
from shared.eventlog.commands import Commands
from shared.eventlog.log import EventLog
from shared.eventlog.topics import register_topics
from shared.runtime.clock import SystemClock
from shared.vocabulary.actor import Actor
from shared.vocabulary.facts import Meta
from tests.benchmarks.houses import HOUSE, NAME, SERVICE, HouseBuilt, HousePainted, HouseToldOf, PaintHouse
from tests.benchmarks.load import Deadline, outcome, report, settle

HOUSES = 2_000  # so many that a quick side's houses do not grow longer than those of a slow one
LONG = 20
MOST_CALLS = 400_000
OFFICER = Actor(subject="officer@79", role="officer", token="benchmark")


async def main(dsn: str, concurrent: int, seconds: float, *, forgetful: bool) -> None:
    """Paint from `concurrent` tasks until the time is up."""
    register_topics([SERVICE])
    clock = SystemClock()
    log = await EventLog.open(dsn, service=NAME, clock=clock, secret=b"b" * 32)
    old = [old_house() for _ in range(HOUSES)]
    await log.append_many(old)
    houses = [append.writes[0].stream for append in old]
    commands = Commands(SERVICE, log, clock, None)
    if not forgetful:
        await asyncio.gather(*(commands.states.load(HOUSE, house) for house in houses))
    settle()
    latencies: list[float] = []
    started, deadline = time.perf_counter(), Deadline(seconds, MOST_CALLS)

    async def call() -> None:
        while deadline.running():
            before, house = time.perf_counter(), random.choice(houses)
            if forgetful:
                commands.states.forget(house)
            await commands.run(PaintHouse(command_id=_id(), house=house, colour=f"{before}"), OFFICER)
            latencies.append(time.perf_counter() - before)

    await asyncio.gather(*(call() for _ in range(concurrent)))
    report(outcome(latencies, time.perf_counter() - started))
    await log.close()


def old_house() -> Append:
    """A house with 20 facts."""
    house = _id()
    painted = [HousePainted(colour=str(number), painted_by=house) for number in range(LONG - 1)]
    facts = (HouseBuilt(name="Nhà số một", owner=house), *painted)
    told = tuple(HouseToldOf(name="Nhà số một", paintings=number) for number in range(LONG))
    command = _id()
    return Append(
        command_id=command,
        actor=OFFICER.subject,
        digest=b"",
        meta=Meta(actor=OFFICER.subject, command_id=command, correlation=command, causation=command),
        writes=(Write(stream=house, expected_version=0, facts=facts, province="79", published=told),),
    )


def _id() -> UUID:
    return UUID(int=random.getrandbits(128))


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), forgetful="forgetful" in sys.argv))
