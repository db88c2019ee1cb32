"""Phương án sắp xếp - the handlers by which membership keeps, enacts and takes back what organization has decided."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from services.membership.application.homes import place_as_planned
from services.membership.application.internal import (
    EnactPlan,
    ImportPlan,
    StateAllocations,
    TakePlanBack,
    services_only,
)
from services.membership.application.lookups import Look
from services.membership.application.onward import call_back
from services.membership.domain.cell import CELLS, Cell
from services.membership.domain.member import MEMBERS
from services.membership.domain.plan import (
    PLANS,
    AllocationsStated,
    Plan,
    PlanEnacted,
    PlanImported,
    PlannedCell,
    PlanTakenBack,
    plan_stream,
)
from services.membership.domain.planned_cells import Change, divided, enacted, made_whole, taken_back
from shared.eventlog.work import Work
from shared.vocabulary.codes import ROOT, province_of


async def import_plan(request: ImportPlan, work: Work, _look: Look) -> None:
    """One part of a plan, as far as it concerns cells or members; nothing counts yet."""
    services_only(work)
    stream = plan_stream(request.plan_id)
    plan = (await work.load(PLANS, stream)).state
    if request.part not in plan.parts:
        fact = PlanImported(part=request.part, cells=request.cells, moves=request.moves)
        work.record(PLANS, stream, fact, province=ROOT)
    work.answer("plan", stream)


async def enact_plan(request: EnactPlan, work: Work, _look: Look) -> None:
    """Every cell opens or closes in one commit, and from it on every allocation counts: see `homes`."""
    services_only(work)
    stream = plan_stream(request.plan_id)
    plan = (await work.load(PLANS, stream)).state
    work.answer("plan", stream)
    if not plan.parts or plan.effective_on is not None:
        return
    on, by = request.effective_on, request.plan_id if plan.allocating else None
    await _each_cell(
        plan,
        work,
        of_cell=lambda planned, cell: enacted(planned, cell, on, by),
        of_origin=lambda cell: divided(cell, by) if by is not None else None,
    )
    decision = {"decision_number": request.decision_number, "decision_date": request.decision_date}
    fact = PlanEnacted(effective_on=on, plan=request.plan_id, parts=plan.allocating, **decision)
    work.record(PLANS, stream, fact, province=ROOT)


async def take_plan_back(request: TakePlanBack, work: Work, _look: Look) -> None:
    """Cells that ended stand again, those that were founded end into their heirs; no allocation counts any more."""
    services_only(work)
    stream = plan_stream(request.plan_id)
    plan = (await work.load(PLANS, stream)).state
    work.answer("plan", stream)
    if plan.effective_on is None or plan.taken_back:
        return
    on = plan.effective_on
    await _each_cell(
        plan,
        work,
        of_cell=lambda planned, cell: taken_back(planned, cell, on),
        of_origin=lambda cell: made_whole(cell, request.plan_id),
    )
    back = PlanTakenBack(plan=request.plan_id, parts=plan.allocating)
    work.record(PLANS, stream, back, province=ROOT)


async def state_allocations(request: StateAllocations, work: Work, _look: Look) -> None:
    """What counts already is stated, part after part; whoever has left meanwhile stays where they are."""
    services_only(work)
    stream = plan_stream(request.plan_id)
    plan = (await work.load(PLANS, stream)).state
    work.answer("plan", stream)
    moves = plan.moves.get(request.part, ())
    members = await asyncio.gather(*(work.load(MEMBERS, move.member) for move in moves))
    cells = {move.cell for move in moves} | {one.state.home for one in members if one.state.home is not None}
    await asyncio.gather(*(work.load(CELLS, cell) for cell in cells))
    for move in moves:
        await place_as_planned(move.member, work)
        if plan.taken_back and move.onward is not None:
            await call_back(move.member, work)
    if request.last and not plan.taken_back:
        work.record(PLANS, stream, AllocationsStated(), province=ROOT)


async def _each_cell(
    plan: Plan,
    work: Work,
    *,
    of_cell: Callable[[PlannedCell, Cell], Change | None],
    of_origin: Callable[[Cell], Change | None],
) -> None:
    """What becomes of each cell that the plan names, then of each out of which it allocates; read in one round trip."""
    origins = sorted({origin for cell in plan.cells for origin in cell.origins})
    await asyncio.gather(*(work.load(CELLS, cell) for cell in {cell.cell for cell in plan.cells} | {*origins}))
    for planned in plan.cells:
        state = (await work.load(CELLS, planned.cell)).state
        _record(planned.cell, planned.code, of_cell(planned, state), work)
    for origin in origins:
        state = (await work.load(CELLS, origin)).state
        _record(origin, state.code, of_origin(state), work)


def _record(cell: UUID, code: str, change: Change | None, work: Work) -> None:
    if change is not None:
        work.record(CELLS, cell, change, province=province_of(code))
