"""A whole stream is lost while members travel: the mirror tells it again from the log, and nobody notices.

FAULT_STREAMS=3 FAULT_TRAVELLERS=24 is the proof.
"""

import asyncio
import shutil
import signal
from collections.abc import Callable

from shared.testing.stack import Stack
from tests.faults.conftest import Staged
from tests.faults.settling import everything_holds
from tests.faults.travelling import travel


async def test_a_lost_stream_is_told_again_and_everything_holds(
    staged: Staged, many: Callable[[str, int], int]
) -> None:
    losses, travellers = many("FAULT_STREAMS", 1), many("FAULT_TRAVELLERS", 4)
    async with staged() as (stack, theatre):
        for number in range(losses):
            journeys = theatre.journeys(f"loss {number}", travellers, first=1_000 * number)
            travelling = asyncio.create_task(travel(journeys))
            await asyncio.sleep(0.5)
            await _lose(stack)
            await travelling
            assert {journey.trail[-1].partition(" ")[0] for journey in journeys} == {"CONFIRMED"}
            assert await everything_holds(stack.data, theatre.ledger) == []
        print(f"{losses} times every stream was lost; {len(theatre.ledger)} commands acknowledged, none lost")


async def _lose(stack: Stack) -> None:
    """The broker's disk is replaced: it comes back without a single stream."""
    stack.kill("nats", signal.SIGSTOP)
    await asyncio.to_thread(shutil.rmtree, stack.data / "nats" / "jetstream")
    stack.kill("nats", signal.SIGKILL)
