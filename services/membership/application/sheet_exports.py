"""Xuất danh sách - the handlers: asked at or over the organisation, approved there by another, fetched by who asked."""

from uuid import UUID

from services.membership.application.lookups import Look
from services.membership.application.permission import permits
from services.membership.contracts.sheet_requests import DecideSheetExport, FetchSheetExport, RequestSheetExport
from services.membership.domain import sheet_export
from services.membership.domain.paper import paper_number
from services.membership.domain.refusals_sheets import SheetExportIsUnknown
from services.membership.domain.route import Body, lineage
from services.membership.domain.sheet_export import SHEET_EXPORTS, SheetExport
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of


async def request_sheet_export(request: RequestSheetExport, work: Work, look: Look) -> None:
    """Nobody but the own people of an organisation, and of those over it, learn whether they may."""
    chain = await _permitted("RequestSheetExport", request.organization_id, work, look)
    export = work.new_id("sheet-export")
    asked = sheet_export.SheetAsked(
        organization=request.organization_id,
        sheet=request.sheet.value,
        form=request.form.value,
        purpose=request.purpose.value,
        document_number=paper_number(request.document_number, "document_number"),
        account=work.actor.subject,
        at=work.now,
    )
    work.record(SHEET_EXPORTS, export, asked, province=province_of(chain[0].code))
    work.answer("sheet-export", export)


async def decide_sheet_export(request: DecideSheetExport, work: Work, look: Look) -> None:
    """Duyệt hoặc không duyệt."""
    export, chain = await _at_hand(request.export_id, "DecideSheetExport", work, look)
    hours = sheet_export.hours_from(await look.rules.rows(), lineage(chain), work.today)
    decided = sheet_export.decide(export, work.actor.subject, work.now, accept=request.accept, hours=hours)
    work.record(SHEET_EXPORTS, request.export_id, decided, province=province_of(chain[0].code))
    work.answer("sheet-export", request.export_id)


async def fetch_sheet_export(request: FetchSheetExport, work: Work, look: Look) -> None:
    """Tải; whose role has ended meanwhile fetches nothing."""
    export, chain = await _at_hand(request.export_id, "RequestSheetExport", work, look)
    fetched = sheet_export.fetch(export, work.actor.subject, work.now)
    work.record(SHEET_EXPORTS, request.export_id, fetched, province=province_of(chain[0].code))
    work.answer("sheet-export", request.export_id)


async def _at_hand(export_id: UUID, act: str, work: Work, look: Look) -> tuple[SheetExport, tuple[Body, ...]]:
    """The export; absent and out of sight answer alike."""
    export = (await work.load(SHEET_EXPORTS, export_id)).state
    if export.organization is None:
        raise SheetExportIsUnknown("export_id")
    held = await look.scope.held(work.actor, export.organization)
    if not permits("SeeSheetExport", held):
        raise SheetExportIsUnknown("export_id")
    return export, await _permitted(act, export.organization, work, look, path="export_id")


async def _permitted(
    act: str, organization: UUID, work: Work, look: Look, path: str = "organization_id"
) -> tuple[Body, ...]:
    chain = await look.bodies.chain(organization, work.today, work.today)
    held = await look.scope.held(work.actor, organization)
    if not chain or not permits(act, held):
        raise ActIsNotPermitted(path, code=chain[0].code if chain else "")
    return chain
