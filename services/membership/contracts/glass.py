"""Mở hồ sơ khẩn cấp - what may be asked, and what is told: whoever had to see a record at once says why."""

from datetime import datetime
from uuid import UUID

from shared.vocabulary.facts import PublishedFact, Sealed
from shared.vocabulary.requests import Request


class BreakGlass(Request, frozen=True, kw_only=True):
    """Mở hồ sơ khẩn cấp, of a member inside one's own subtree: by id or by file number, with the reason."""

    reason: str
    member_id: UUID | None = None
    file_number: str | None = None


class RecordOpened(PublishedFact, frozen=True, kw_only=True):
    """Đã mở hồ sơ - the account reads this one record until `until`; the member sees that it did."""

    TOPIC = "vn.lienthong.membership.RecordOpened.v1"
    SERVICE = "membership"
    AGGREGATE = "glass"
    glass: UUID
    member: UUID
    subject: str
    role: str
    reason: Sealed
    opened_at: datetime
    until: datetime
