"""Kill anything, at any hop: the supervisor starts it again, callers ask again, and the journeys end as if nothing was.

Short form by default; in full for services, PostgreSQL and NATS apart: `make proof-kills proof-postgres proof-nats`.
"""

import asyncio
import os
from collections.abc import Callable

from tests.faults.conftest import Staged
from tests.faults.journey import Journey
from tests.faults.nemesis import Nemesis
from tests.faults.settling import break_what_holds, everything_holds
from tests.faults.travelling import travel

TARGETS = os.environ.get("FAULT_TARGETS", "membership,organization,gateway,nats,postgres").split(",")
ROUTES = 8
WAVE = ROUTES
SEED = 20250701


async def test_random_kills_lose_nothing_and_double_nothing(staged: Staged, many: Callable[[str, int], int]) -> None:
    kills, transfers = many("FAULT_KILLS", 5), many("FAULT_TRANSFERS", 16)
    async with staged() as (stack, theatre):
        calm = theatre.journeys("calm", ROUTES)
        await travel(calm)
        nemesis = Nemesis(stack, TARGETS, most=kills, pause=float(os.environ.get("FAULT_PAUSE", "0.8")), seed=SEED)
        storm = asyncio.create_task(nemesis.rage())
        stormy: list[Journey] = []
        while len(stormy) < transfers or not storm.done():
            wave = theatre.journeys("stormy", WAVE, first=ROUTES + len(stormy))
            await travel(wave)
            stormy += wave
        await storm
        for journey in stormy[:ROUTES]:
            await journey.ask_all_again()

        assert await everything_holds(stack.data, theatre.ledger) == []
        assert [journey.trail for journey in stormy] == [calm[number % ROUTES].trail for number in range(len(stormy))]
        assert nemesis.kills.total() == kills
        damages = await break_what_holds(stack.data)
        found = " ".join(await everything_holds(stack.data, theatre.ledger))
        assert [damage for damage in damages if damage not in found] == []
        print(f"{dict(nemesis.kills)}: {len(stormy)} transfers, {len(theatre.ledger)} commands acknowledged, "
              f"none lost, none doubled, {theatre.gateway.repeated} calls repeated")  # fmt: skip
