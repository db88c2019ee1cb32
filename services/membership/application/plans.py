"""Phương án sắp xếp - the handlers by which membership keeps, enacts and takes back what organization has decided."""

import asyncio
from uuid import UUID

from services.membership.application.homes import home_now
from services.membership.application.internal import EnactPlan, ImportPlan, TakePlanBack, services_only
from services.membership.application.lookups import Look
from services.membership.application.onward import call_back
from services.membership.domain.cell import CELL_TYPES, CELLS, CellClosed, CellImported, CellReopened
from services.membership.domain.member import MEMBERS
from services.membership.domain.member_facts import MemberPlacedByPlan
from services.membership.domain.plan import (
    PLANS,
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
    """Every cell opens or closes and every allocated member moves in one commit."""
    services_only(work)
    stream = plan_stream(request.plan_id)
    plan = (await work.load(PLANS, stream)).state
    work.answer("plan", stream)
    if not plan.parts or plan.effective_on is not None:
        return
    await _load(plan, work)
    moves = {move.member: move for move in plan.moves}
    givers = {cell.cell for cell in plan.cells if cell.kind == "ENDED"}
    givers |= {origin for cell in plan.cells for origin in cell.origins}
    for member, move in moves.items():  # before the cells close: whoever has left meanwhile stays where they are
        home = (await work.load(MEMBERS, member)).state.home
        if home is not None and await home_now(work, home) in givers:
            to = {"to_cell": await home_now(work, move.cell), "onward": move.onward}
            moved = MemberPlacedByPlan(from_cell=home, on=request.effective_on, plan=request.plan_id, **to)
            work.record(MEMBERS, member, moved, province=ROOT)
    for cell in plan.cells:
        await _apply(cell, request, work)
    decision = {"decision_number": request.decision_number, "decision_date": request.decision_date}
    work.record(PLANS, stream, PlanEnacted(effective_on=request.effective_on, **decision), province=ROOT)


async def take_plan_back(request: TakePlanBack, work: Work, _look: Look) -> None:
    """Cells that ended stand again, those that were founded end into their heirs; moved members go back."""
    services_only(work)
    stream = plan_stream(request.plan_id)
    plan = (await work.load(PLANS, stream)).state
    work.answer("plan", stream)
    if plan.effective_on is None or plan.taken_back:
        return
    await _load(plan, work)
    for cell in plan.cells:
        state = (await work.load(CELLS, cell.cell)).state
        if cell.kind == "ENDED" and state.code:
            work.record(CELLS, cell.cell, CellReopened(), province=province_of(state.code))
        elif cell.kind == "FOUNDED":
            closed = CellClosed(effective_on=plan.effective_on, successor=cell.heir)
            work.record(CELLS, cell.cell, closed, province=province_of(cell.code))
    for move in plan.moves:
        member = (await work.load(MEMBERS, move.member)).state
        if member.placed_by == request.plan_id and member.placed_from is not None and member.home is not None:
            back = MemberPlacedByPlan(
                from_cell=member.home, to_cell=member.placed_from, on=plan.effective_on, plan=request.plan_id
            )
            work.record(MEMBERS, move.member, back, province=ROOT)
            if move.onward is not None:
                await call_back(move.member, work)
    work.record(PLANS, stream, PlanTakenBack(), province=ROOT)


async def _apply(cell: PlannedCell, request: EnactPlan, work: Work) -> None:
    state = (await work.load(CELLS, cell.cell)).state
    province = province_of(cell.code)
    if cell.kind == "ENDED":
        if state.code and state.ended_on is None:
            closed = CellClosed(effective_on=request.effective_on, successor=cell.successor)
            work.record(CELLS, cell.cell, closed, province=province)
    elif cell.type in CELL_TYPES and not state.code:
        opened = CellImported(code=cell.code, type=cell.type, effective_on=request.effective_on)
        work.record(CELLS, cell.cell, opened, province=province)


async def _load(plan: Plan, work: Work) -> None:
    """Everything in one round trip."""
    cells: set[UUID] = {cell.cell for cell in plan.cells}
    await asyncio.gather(
        *(work.load(CELLS, cell) for cell in cells), *(work.load(MEMBERS, move.member) for move in plan.moves)
    )
