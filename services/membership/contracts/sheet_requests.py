"""What an officer asks of exported sheets, and what a second person answers: bodies of the HTTP API."""

from uuid import UUID

from services.membership.contracts.sheet_enums import ExportPurpose, SheetForm, SheetKind
from shared.vocabulary.requests import Request


class RequestSheetExport(Request, frozen=True, kw_only=True):
    """Đề nghị xuất danh sách của một tổ chức và cấp dưới, for a purpose, by a document if there is one."""

    organization_id: UUID
    sheet: SheetKind
    form: SheetForm
    purpose: ExportPurpose
    document_number: str | None = None


class DecideSheetExport(Request, frozen=True, kw_only=True):
    """Duyệt hoặc không duyệt, by somebody other than the one who asked."""

    export_id: UUID
    accept: bool = True


class FetchSheetExport(Request, frozen=True, kw_only=True):
    """Tải danh sách đã duyệt: by the one who asked, while it is available; every time is on record."""

    export_id: UUID
