"""Phương án sắp xếp - the handlers by which membership keeps, enacts and takes back what organization has decided."""

import asyncio
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
from services.membership.domain.cell import CELL_TYPES, CELLS, CellClosed, CellDivided, CellImported, CellReopened
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
    await _load_cells(plan, work)
    by = request.plan_id if plan.allocating else None
    for cell in plan.cells:
        await _apply(cell, request, by, work)
    if by is not None:
        for origin in sorted({origin for cell in plan.cells for origin in cell.origins}):
            await _divide(origin, by, work)
    decision = {"decision_number": request.decision_number, "decision_date": request.decision_date}
    enacted = PlanEnacted(effective_on=request.effective_on, plan=request.plan_id, parts=plan.allocating, **decision)
    work.record(PLANS, stream, enacted, province=ROOT)


async def take_plan_back(request: TakePlanBack, work: Work, _look: Look) -> None:
    """Cells that ended stand again, those that were founded end into their heirs; no allocation counts any more."""
    services_only(work)
    stream = plan_stream(request.plan_id)
    plan = (await work.load(PLANS, stream)).state
    work.answer("plan", stream)
    if plan.effective_on is None or plan.taken_back:
        return
    await _load_cells(plan, work)
    for cell in plan.cells:
        state = (await work.load(CELLS, cell.cell)).state
        if cell.kind == "ENDED" and state.code:
            work.record(CELLS, cell.cell, CellReopened(), province=province_of(state.code))
        elif cell.kind == "FOUNDED":
            closed = CellClosed(effective_on=plan.effective_on, successor=cell.heir)
            work.record(CELLS, cell.cell, closed, province=province_of(cell.code))
    for origin in sorted({origin for cell in plan.cells for origin in cell.origins}):
        state = (await work.load(CELLS, origin)).state
        if state.plan == request.plan_id:
            work.record(CELLS, origin, CellReopened(), province=province_of(state.code))
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


async def _apply(cell: PlannedCell, request: EnactPlan, by: UUID | None, work: Work) -> None:
    state = (await work.load(CELLS, cell.cell)).state
    province = province_of(cell.code)
    if cell.kind == "ENDED":
        if state.code and state.ended_on is None:
            closed = CellClosed(effective_on=request.effective_on, successor=cell.successor, plan=by)
            work.record(CELLS, cell.cell, closed, province=province)
    elif cell.type in CELL_TYPES and not state.code:
        opened = CellImported(code=cell.code, type=cell.type, effective_on=request.effective_on)
        work.record(CELLS, cell.cell, opened, province=province)


async def _divide(origin: UUID, plan: UUID, work: Work) -> None:
    state = (await work.load(CELLS, origin)).state
    if state.code and state.ended_on is None:
        work.record(CELLS, origin, CellDivided(plan=plan), province=province_of(state.code))


async def _load_cells(plan: Plan, work: Work) -> None:
    """Everything in one round trip."""
    cells = {cell.cell for cell in plan.cells} | {origin for cell in plan.cells for origin in cell.origins}
    await asyncio.gather(*(work.load(CELLS, cell) for cell in cells))
