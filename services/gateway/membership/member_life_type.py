"""What a member sees of the own standing: seniority, the next badge, fees, the file's inventory; and holds."""

from datetime import date
from typing import Any
from uuid import UUID

import strawberry

from services.gateway.membership import badges, file_parts, holds
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.organization.contracts.enums import Role

_DECIDING = frozenset({Role.COMMITTEE_OFFICER, Role.APPROVER, Role.INSPECTION_OFFICER})


@strawberry.type(description="Huy hiệu Đảng kế tiếp / The party badge that comes next")
class BadgeEligibility:
    """Huy hiệu Đảng."""

    level: int = strawberry.field(description="Số năm tuổi đảng / Years in the Party")
    eligible_on: date = strawberry.field(description="Ngày đủ tuổi đảng / The day on which they are full")


@strawberry.type(description="Tạm giữ chuyển sinh hoạt; không có nội dung vụ việc / A hold; never what it is about")
class Hold:
    """Tạm giữ."""

    place: strawberry.Private[UUID]
    document_number: str | None = strawberry.field(description="Số văn bản (dữ liệu cá nhân) / The document (personal)")
    placed_on: date = strawberry.field(description="Từ ngày / Since")

    @strawberry.field(description="Cơ quan tạm giữ / The body that holds")
    async def organization(self, info: Info) -> Organization:
        """Cơ quan tạm giữ."""
        return await today_of(info, self.place)


@strawberry.type(description="Một giấy tờ trong hồ sơ; chỉ mục lục, không nội dung / A paper of the file; no contents")
class FilePart:
    """Giấy tờ trong hồ sơ."""

    place: strawberry.Private[UUID | None]
    kind: str = strawberry.field(
        description="Loại: MOVE_DECISION, INTRODUCTION_LETTER, CORRECTION_EVIDENCE hoặc loại quyết định"
        " / The kind: one of these, or the kind of a decision about the member"
    )
    number: str | None = strawberry.field(description="Số (dữ liệu cá nhân) / The number (personal)")
    dated: date = strawberry.field(description="Ngày / The date")
    hash: str | None = strawberry.field(description="Mã băm bản chụp / The hash of the scan")

    @strawberry.field(description="Nơi cấp / Who issued it")
    async def holder(self, info: Info) -> Organization | None:
        """Nơi cấp."""
        return await today_of(info, self.place) if self.place else None


@strawberry.type
class MemberLife:
    """Phần đời đảng viên của Member."""

    @strawberry.field(description="Được miễn công tác và sinh hoạt / Exempt from work and meetings")
    def exempt(self: Any, info: Info) -> bool | None:
        """Miễn sinh hoạt."""
        return self.within(info, self.row["exempt"])

    @strawberry.field(description="Tuổi đảng, số năm tròn / Full years in the Party")
    def seniority_years(self: Any, info: Info) -> int | None:
        """Tuổi đảng."""
        since = self.within(info, _since(self.row))
        return badges.years_of(since, info.context.today) if since else None

    @strawberry.field(description="Huy hiệu Đảng kế tiếp: 30, 40, 45 … 90 năm / The next badge")
    def next_badge(self: Any, info: Info) -> BadgeEligibility | None:
        """Huy hiệu kế tiếp."""
        since = self.within(info, _since(self.row))
        badge = badges.next_badge(since, info.context.today) if since and self.row["state"] == "FULL" else None
        return BadgeEligibility(level=badge.level, eligible_on=badge.eligible_on) if badge else None

    @strawberry.field(
        description="Đã đóng đảng phí hết tháng (YYYY-MM), theo giấy giới thiệu gần nhất / Fees paid through this month"
    )
    def fees_paid_through(self: Any, info: Info) -> str | None:
        """Đảng phí."""
        return self.within(info, self.row["fees_paid_through"])

    @strawberry.field(description="Đang bị tạm giữ; chỉ cán bộ có thẩm quyền xem / A hold; for deciding officers")
    async def hold(self: Any, info: Info) -> Hold | None:
        """Tạm giữ."""
        if self.places is not None or info.context.viewer.actor.role not in _DECIDING:
            info.context.mask(info, "OUT_OF_SCOPE")
            return None
        row = await info.context.loaders.one("hold", holds.of_members, "member").load(self.row["member"])
        if row is None:
            return None
        return Hold(place=row["organization"], document_number=row["document_number"], placed_on=row["placed_on"])

    @strawberry.field(description="Mục lục hồ sơ / The inventory of the file")
    async def file_inventory(self: Any, info: Info) -> list[FilePart] | None:
        """Mục lục hồ sơ."""
        if self.places is not None:
            info.context.mask(info, "OUT_OF_SCOPE")
            return None
        rows = await info.context.loaders.many("file", file_parts.of_members, "member").load(self.row["member"])
        return [
            FilePart(place=row["holder"], **{name: row[name] for name in ("kind", "number", "dated", "hash")})
            for row in rows
        ]


def _since(row: Any) -> date | None:
    """From the admission, unless a decision says from when (domain: seniority is stated, not computed)."""
    return row["seniority_from"] or row["admitted_on"]
