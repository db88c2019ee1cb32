"""A transfer is admitted while its destination is dissolved: whoever is first, the member has one home that stands."""

import asyncio
import os
import random
from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.membership.application.internal import EnactPlan, ImportPlan
from services.membership.contracts import requests
from services.membership.domain.cell import CELLS
from services.membership.domain.plan import PlannedCell
from services.membership.domain.refusals import CellHasEnded
from services.organization.contracts.enums import OrganizationType, Role
from shared.vocabulary.actor import Actor

SYSTEM = Actor(subject="policy:tests", role="service")
ROUNDS = int(os.environ.get("RESTRUCTURING_INTERLEAVINGS", "12"))  # 1,000 in `make proof`
ON = date(2026, 11, 1)


async def presented(towns: Any, destination: str) -> tuple[UUID, UUID]:
    """A transfer from A that only has to be admitted."""
    member, transfer = await towns.asked("A", destination)
    for request, actor in (
        (requests.ReviewTransfer, await towns.secretary("A")),
        (requests.EndorseTransfer, await towns.officer("79.26740")),
        (requests.ReceiveTransfer, await towns.actor(Role.APPROVER, "82.28249")),
        (requests.PresentTransfer, await towns.secretary(destination)),
    ):
        await towns.run(request(command_id=uuid4(), transfer_id=transfer), actor)
    return member, transfer


async def cell(towns: Any, identity: UUID) -> Any:
    state = CELLS.initial
    for recorded in await towns.log.read_stream(identity):
        state = CELLS.evolve(state, recorded.fact)
    return state


async def stands(towns: Any, home: UUID) -> bool:
    """Whether the home, or what has succeeded it, stands."""
    state = await cell(towns, home)
    return state.ended_on is None or (state.successor is not None and await stands(towns, state.successor))


async def test_nobody_is_stranded_and_nobody_has_two_homes(towns: Any):
    heir = await towns.found("heir", towns.places["82.28249"], OrganizationType.CELL)
    outcomes = Counter[str]()
    for number in range(ROUNDS):
        name = f"B{number}"
        target = await towns.found(name, towns.places["82.28249"], OrganizationType.CELL)
        member, transfer = await presented(towns, name)
        plan = uuid4()
        ended = PlannedCell(kind="ENDED", cell=target, code="82.28249.900", type="CELL", successor=heir)
        await towns.run(ImportPlan(command_id=uuid4(), plan_id=plan, part=0, cells=(ended,)), SYSTEM)
        secretary = await towns.secretary(name)

        async def admit(transfer: UUID = transfer, secretary: Actor = secretary) -> Any:
            await asyncio.sleep(random.random() / 200)
            request = requests.AdmitTransfer(command_id=uuid4(), transfer_id=transfer)
            return await towns.commands.run(request, secretary)

        async def enact(plan: UUID = plan) -> Any:
            await asyncio.sleep(random.random() / 100)
            return await towns.commands.run(EnactPlan(command_id=uuid4(), plan_id=plan, effective_on=ON), SYSTEM)

        admitted, _enacted = await asyncio.gather(admit(), enact(), return_exceptions=True)
        await towns.settled()
        home = await towns.home(member)
        refused = isinstance(admitted, CellHasEnded)
        assert refused or not isinstance(admitted, BaseException), admitted
        assert home == (towns.places["A"] if refused else target)
        assert await stands(towns, home)
        outcomes["refused" if refused else "admitted"] += 1
    print(f"{ROUNDS} admissions beside the plan that ends their cell: {dict(outcomes)}, one home that stands each")
    assert outcomes.total() == ROUNDS, "each round ended one way or the other"
