"""HistoryEntry: a member's life in the Party as the facts tell it, in plain Vietnamese and English."""

from datetime import date, datetime

import strawberry

from services.gateway.membership.timeline_type import TOLD
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.gateway.refusing.language import Language
from services.gateway.types.connection import Connection

_LIFE: dict[str, tuple[str, str]] = {
    "MemberRegistered": ("Ghi vào danh sách đảng viên", "Entered in the register of members"),
    "MemberRehomed": ("Chuyển theo phương án sắp xếp tổ chức", "Moved with a restructuring"),
    "PersonErased": ("Dữ liệu cá nhân đã được xóa", "The personal data were erased"),
    "MemberCorrected": ("Đính chính lý lịch theo minh chứng", "Data corrected by evidence"),
    "MemberStateDecided/RECOGNISED": ("Công nhận đảng viên chính thức", "Recognised as a full member"),
    "MemberStateDecided/EXEMPTED": ("Được miễn công tác và sinh hoạt", "Exempt from work and meetings"),
    "MemberStateDecided/EXEMPTION_ENDED": ("Thôi miễn công tác và sinh hoạt", "The exemption ended"),
    "MemberStateDecided/REMOVED": ("Xóa tên trong danh sách đảng viên", "Removed from the list of members"),
    "MemberStateDecided/RESIGNED": ("Ra khỏi Đảng theo nguyện vọng", "Left the Party on request"),
    "MemberStateDecided/EXPELLED": ("Khai trừ", "Expelled"),
    "MemberStateDecided/DECEASED": ("Từ trần", "Deceased"),
    "MemberStateDecided/ADMISSION_CANCELLED": ("Hủy quyết định kết nạp", "The admission was cancelled"),
}


@strawberry.type(description="Một việc trong quá trình sinh hoạt đảng / Something in a member's life in the Party")
class HistoryEntry:
    """Một việc."""

    row: strawberry.Private[Row]
    text: str = strawberry.field(description="Kể bằng lời / Told in words")
    happened_on: date = strawberry.field(description="Ngày trên giấy / The date on paper")
    recorded_at: datetime = strawberry.field(description="Lúc ghi vào hệ thống / When it was recorded")

    @strawberry.field(
        description="Tổ chức liên quan: nơi đến, hoặc nơi đã làm / The organisation: where to, or who acted"
    )
    async def organization(self, info: Info) -> Organization | None:
        """Tổ chức."""
        return await today_of(info, self.row["organization"]) if self.row["organization"] else None

    @strawberry.field(description="Từ tổ chức nào / Where from")
    async def came_from(self, info: Info) -> Organization | None:
        """Từ đâu."""
        return await today_of(info, self.row["came_from"]) if self.row["came_from"] else None


@strawberry.type(description="Một trang của quá trình sinh hoạt / A page of a member's life in the Party")
class HistoryConnection(Connection[HistoryEntry]):
    """Một trang."""


def shown(row: Row, language: Language) -> HistoryEntry:
    """The API's form of a row."""
    vi, en = {**TOLD, **_LIFE}[row["fact"]]
    return HistoryEntry(
        row=row,
        text=en if language is Language.EN else vi,
        happened_on=row["happened_on"],
        recorded_at=row["recorded_at"],
    )
