"""Many journeys at once, a bounded number of them on the way at any moment."""

import asyncio
from collections.abc import Sequence

from tests.faults.journey import Journey

AT_ONCE = 8


async def travel(journeys: Sequence[Journey]) -> None:
    """Send them all and wait for the last one."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(journey: Journey) -> None:
        async with gate:
            await journey.travel()

    async with asyncio.TaskGroup() as travellers:
        for journey in journeys:
            travellers.create_task(one(journey))
