"""Chi bộ trong sổ của membership - the handlers that import what organization founded and ended."""

import asyncio

from services.membership.application.internal import CloseCell, ImportCells, services_only
from services.membership.application.lookups import Look
from services.membership.domain.cell import CELLS, CellClosed, CellImported, close_cell, import_cell
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of


async def import_founded_cells(request: ImportCells, work: Work, _look: Look) -> None:
    """Keep cells, and bodies that are not connected, as streams of our own log (design: foreign facts)."""
    services_only(work)
    await asyncio.gather(*(work.load(CELLS, one.organization_id) for one in request.cells))
    for one in request.cells:
        cell = (await work.load(CELLS, one.organization_id)).state
        imported = CellImported(code=one.code, type=one.type, effective_on=one.effective_on, external=one.external)
        if facts := import_cell(cell, imported):
            work.record(CELLS, one.organization_id, *facts, province=province_of(one.code))
    work.answer("cell", request.cells[0].organization_id)


async def close_ended_cell(request: CloseCell, work: Work, _look: Look) -> None:
    """From here on nobody can be placed in it."""
    services_only(work)
    cell = (await work.load(CELLS, request.organization_id)).state
    closed = CellClosed(effective_on=request.effective_on, successor=request.successor_id)
    if facts := close_cell(cell, closed):
        work.record(CELLS, request.organization_id, *facts, province=province_of(cell.code))
    work.answer("cell", request.organization_id)
