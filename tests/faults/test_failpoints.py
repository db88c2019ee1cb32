"""Kill at the named points: between commit and answer, between ack and checkpoint, inside a follower's transaction.

A trap is laid at one point after the other: whoever passes it first ends itself and is started again, while journeys go
on whose end is the same as if nothing had happened. FAULT_POINTS=20 FAULT_PAUSE=4 lays so many traps at each point, up
to so many seconds apart, in which the journeys get on (`make proof`).
"""

import asyncio
import os
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import shared
from tests.faults.conftest import Staged
from tests.faults.journey import Journey
from tests.faults.settling import everything_holds
from tests.faults.travelling import travel

_SOURCES = Path(shared.__path__[0]).rglob("*.py")
POINTS = sorted({name for file in _SOURCES for name in re.findall(r'failpoint\("(.+?)"\)', file.read_text())})
PAUSE = float(os.environ.get("FAULT_PAUSE", "0.2"))
WAVE = 4


async def test_kills_at_every_point_lose_nothing_and_double_nothing(
    staged: Staged, many: Callable[[str, int], int], tmp_path: Path
) -> None:
    rounds, journeys = many("FAULT_POINTS", 1), list[Journey]()
    async with staged(failpoints=",".join(f"{point}=trap:{tmp_path}" for point in POINTS)) as (stack, theatre):
        trapping = asyncio.create_task(_trap(tmp_path, rounds))
        while not journeys or not trapping.done():
            wave = theatre.journeys("failpoints", WAVE, first=len(journeys))
            await travel(wave)
            journeys += wave
        kills = await trapping
        assert await everything_holds(stack.data, theatre.ledger) == []
        assert {journey.trail[-1].partition(" ")[0] for journey in journeys} == {"CONFIRMED"}
        assert sum(process["restarts"] for process in stack.status()["processes"]) >= kills.total()
        print(f"{kills.total()} kills at {len(kills)} points: {dict(kills)}; {len(journeys)} transfers, "
              f"{len(theatre.ledger)} commands acknowledged, none lost")  # fmt: skip
        assert set(kills) == set(POINTS)


async def _trap(folder: Path, rounds: int) -> Counter[str]:
    """Lay one trap after the other and wait until somebody has run into it."""
    kills, chance = Counter[str](), random.Random(20251122)
    for point in (point for _ in range(rounds) for point in chance.sample(POINTS, len(POINTS))):
        trap = folder / point
        trap.touch()
        async with asyncio.timeout(60):
            while trap.exists():  # noqa: ASYNC110 - another process takes it away
                await asyncio.sleep(0.02)
        kills[point] += 1
        await asyncio.sleep(chance.uniform(0, PAUSE))
    return kills
