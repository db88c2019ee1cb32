"""A running system without NATS, then with a NATS that has lost every stream: nothing is lost, and nobody waits for it.

FAULT_AWAY=180, and FAULT_STREAMS=3 FAULT_TRAVELLERS=24, are the proof.
"""

import asyncio
import shutil
import signal
import time
from collections.abc import AsyncIterator, Callable

import pytest

from shared.runtime.nats_server import healthz
from shared.runtime.settings import Settings
from shared.testing.stack import Stack
from tests.faults.conftest import on_stage
from tests.faults.journey import Journey
from tests.faults.settling import everything_holds, still_behind
from tests.faults.theatre import Theatre
from tests.faults.travelling import travel

A_SECOND = 20  # new members while NATS is away
TRAVELLERS = 4

Staged = tuple[Stack, Theatre]


@pytest.fixture(scope="module")
async def staged() -> AsyncIterator[Staged]:
    async with on_stage() as both:
        yield both


async def test_commands_succeed_while_nats_is_away(staged: Staged, many: Callable[[str, int], int]) -> None:
    (stack, theatre), away = staged, many("FAULT_AWAY", 2)
    journeys = theatre.journeys("away", away * A_SECOND, first=100_000)
    with stack.unsupervised():
        stack.kill("nats")
        began, theatre.gateway.slowest = time.monotonic(), 0.0
        await _register(journeys)
        assert theatre.gateway.repeated == 0, "each command succeeded when it was asked"
        assert await healthz(Settings.load(stack.data).nats_monitor), "nobody has started it again"
        gone = time.monotonic() - began
    slowest = theatre.gateway.slowest
    assert gone >= away * 0.9
    assert await still_behind(stack.data) == []
    travellers = journeys[:TRAVELLERS]
    await travel(travellers)
    assert {journey.trail[-1].partition(" ")[0] for journey in travellers} == {"CONFIRMED"}
    assert await everything_holds(stack.data, theatre.ledger) == []
    print(f"{len(journeys)} commands through the gateway succeeded when first asked while NATS was away for {gone:.1f} "
          f"s, the slowest in {slowest:.2f} s; when it was back every follower came to the head, {len(travellers)} of "
          f"these members travelled, and of {len(theatre.ledger)} commands acknowledged none is lost")  # fmt: skip


async def test_a_lost_stream_is_told_again_and_everything_holds(
    staged: Staged, many: Callable[[str, int], int]
) -> None:
    losses, travellers = many("FAULT_STREAMS", 1), many("FAULT_TRAVELLERS", 4)
    stack, theatre = staged
    for number in range(losses):
        journeys = theatre.journeys(f"loss {number}", travellers, first=1_000 * number)
        travelling = asyncio.create_task(travel(journeys))
        await asyncio.sleep(0.5)
        await _lose(stack)
        await travelling
        assert {journey.trail[-1].partition(" ")[0] for journey in journeys} == {"CONFIRMED"}
        assert await everything_holds(stack.data, theatre.ledger) == []
    print(f"{losses} times every stream was lost; {len(theatre.ledger)} commands acknowledged, none lost")


async def _register(journeys: list[Journey]) -> None:
    """A new member every so often, whether or not the last one was answered."""
    began = time.monotonic()

    async def one(number: int, journey: Journey) -> None:
        await asyncio.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
        await journey.register()

    await asyncio.gather(*(one(number, journey) for number, journey in enumerate(journeys)))


async def _lose(stack: Stack) -> None:
    """The broker's disk is replaced: it comes back without a single stream."""
    stack.kill("nats", signal.SIGSTOP)
    await asyncio.to_thread(shutil.rmtree, stack.data / "nats" / "jetstream")
    stack.kill("nats", signal.SIGKILL)
