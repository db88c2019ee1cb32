"""What membership tells of exported sheets: who asked for what, who approved it, who fetched it when."""

from datetime import datetime
from uuid import UUID

from shared.vocabulary.facts import PublishedFact


class SheetExportFact(PublishedFact, frozen=True, kw_only=True):
    """What every fact of an export tells; `account` is who did it."""

    SERVICE = "membership"
    AGGREGATE = "sheet-export"
    export: UUID
    organization: UUID
    account: str
    at: datetime


class SheetExportRequested(SheetExportFact, frozen=True, kw_only=True):
    """Đề nghị xuất danh sách."""

    TOPIC = "vn.lienthong.membership.SheetExportRequested.v1"
    sheet: str
    form: str
    purpose: str
    document_number: str | None = None


class SheetExportApproved(SheetExportFact, frozen=True, kw_only=True):
    """Đã duyệt - it can be fetched until `until`."""

    TOPIC = "vn.lienthong.membership.SheetExportApproved.v1"
    until: datetime


class SheetExportRefused(SheetExportFact, frozen=True, kw_only=True):
    """Không duyệt."""

    TOPIC = "vn.lienthong.membership.SheetExportRefused.v1"


class SheetExportFetched(SheetExportFact, frozen=True, kw_only=True):
    """Đã tải."""

    TOPIC = "vn.lienthong.membership.SheetExportFetched.v1"


SHEET_EXPORT_FACTS: tuple[type[SheetExportFact], ...] = (
    SheetExportRequested,
    SheetExportApproved,
    SheetExportRefused,
    SheetExportFetched,
)
