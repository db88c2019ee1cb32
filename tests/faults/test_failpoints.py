"""Kill at the named points: between commit and answer, between ack and checkpoint, inside a follower's transaction.

Every process ends itself at its n-th passage, is started again and passes the point anew: so the points are hit again
and again while the journeys go on, and their end is the same as if nothing had happened.
FAULT_POINTS=often hits each point many times over (`make proof`).
"""

import asyncio
import os

import pytest

from tests.faults.conftest import Staged
from tests.faults.settling import everything_holds
from tests.faults.travelling import travel

SELDOM = {"every point once": "log.after_commit=kill@40,mirror.after_ack=kill@30,follower.before_commit=kill@40"}
OFTEN = {
    "before and after the commit": "log.before_commit=kill@31,log.after_commit=kill@17",
    "around the mirror": "mirror.before_publish=kill@23,mirror.after_ack=kill@13",
    "within a follower": "follower.before_commit=kill@29,follower.after_commit=kill@19",
}
POINTS = OFTEN if os.environ.get("FAULT_POINTS") == "often" else SELDOM
TRANSFERS = 8


@pytest.mark.parametrize("points", POINTS.values(), ids=POINTS.keys())
async def test_kills_at_failpoints_lose_nothing_and_double_nothing(staged: Staged, points: str) -> None:
    async with staged(failpoints=points) as (stack, theatre):
        journeys = theatre.journeys("failpoints", TRANSFERS)
        async with asyncio.timeout(300):
            await travel(journeys)
        assert await everything_holds(stack.data, theatre.ledger) == []
        assert {journey.trail[-1].partition(" ")[0] for journey in journeys} == {"CONFIRMED"}
        assert sum(process["restarts"] for process in stack.status()["processes"]) > 0
