"""Words of exported sheets that clients send and read."""

from enum import StrEnum


class SheetKind(StrEnum):
    """Danh sách nào."""

    MEMBERS = "MEMBERS"
    TRANSFERS = "TRANSFERS"


class SheetForm(StrEnum):
    """Dạng tệp."""

    CSV = "CSV"
    XLSX = "XLSX"


class ExportPurpose(StrEnum):
    """Xuất để làm gì; a word of this list, never a text."""

    REPORT = "REPORT"
    RECONCILIATION = "RECONCILIATION"
    HANDOVER = "HANDOVER"
    CARD_EXCHANGE = "CARD_EXCHANGE"
    CONGRESS = "CONGRESS"


class SheetExportState(StrEnum):
    """Việc xuất đang ở đâu."""

    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
