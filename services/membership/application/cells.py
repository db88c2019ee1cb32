"""Chi bộ trong sổ của membership - the handlers that import what organization founded and ended."""

from services.membership.application.internal import CloseCell, ImportCell, services_only
from services.membership.application.lookups import Look
from services.membership.domain.cell import CELLS, CellClosed, CellImported, close_cell, import_cell
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of


async def import_founded_cell(request: ImportCell, work: Work, _look: Look) -> None:
    """Keep a cell, or an organisation that is not connected, as a stream of our own log (design: foreign facts)."""
    services_only(work)
    cell = (await work.load(CELLS, request.organization_id)).state
    imported = CellImported(
        code=request.code, type=request.type, effective_on=request.effective_on, external=request.external
    )
    if facts := import_cell(cell, imported):
        work.record(CELLS, request.organization_id, *facts, province=province_of(request.code))
    work.answer("cell", request.organization_id)


async def close_ended_cell(request: CloseCell, work: Work, _look: Look) -> None:
    """From here on nobody can be placed in it."""
    services_only(work)
    cell = (await work.load(CELLS, request.organization_id)).state
    closed = CellClosed(effective_on=request.effective_on, successor=request.successor_id)
    if facts := close_cell(cell, closed):
        work.record(CELLS, request.organization_id, *facts, province=province_of(cell.code))
    work.answer("cell", request.organization_id)
