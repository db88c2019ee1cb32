"""Organization: a party organisation as the API shows it. A directory: every signed-in viewer reads it."""

import asyncio
from typing import cast
from uuid import UUID

import strawberry

from services.gateway.organization import organizations
from services.gateway.organization.affiliation_type import Affiliation, affiliations_of, external_ids_of
from services.gateway.organization.below_threshold import below_threshold
from services.gateway.organization.committee_type import Committee, committee_of
from services.gateway.organization.dry_run_type import ThresholdFinding
from services.gateway.organization.enums import CellSetting, OrganizationStatus, OrganizationType
from services.gateway.organization.headcount import Headcount, headcount
from services.gateway.organization.instants import Instant
from services.gateway.organization.lineage_type import LineageDirection, LineageEdge, next_edges
from services.gateway.organization.place_type import Place, places_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, global_id
from services.gateway.reading.pages import Row
from services.gateway.types.arguments import After, First
from services.gateway.types.connection import Connection, listed_for
from services.gateway.types.external_id import ExternalId
from services.gateway.types.node import Node


@strawberry.type(
    description="Tổ chức đảng, như ở thời điểm được hỏi / A party organisation, as of the instant asked for"
)
class Organization(Node):
    """Tổ chức đảng."""

    row: strawberry.Private[Row]
    instant: strawberry.Private[Instant]
    version: int = strawberry.field(
        description="Phiên bản, lớn dần qua mỗi thay đổi / The version, greater after each change"
    )
    code: str = strawberry.field(
        description="Mã số; chỉ duy nhất tại một thời điểm / The code; unique at an instant only"
    )
    name: str = strawberry.field(description="Tên / The name")
    type: OrganizationType = strawberry.field(description="Loại tổ chức / The kind of organisation")
    setting: CellSetting | None = strawberry.field(description="Loại hình chi bộ / The setting of a cell")
    status: OrganizationStatus = strawberry.field(description="Tình trạng / The status")
    external: bool = strawberry.field(
        description="Tổ chức chưa kết nối với hệ thống / Not connected to this system: its acts come on paper"
    )

    @strawberry.field(description="Tổ chức cấp trên trực tiếp / The organisation right above")
    async def parent(self, info: Info) -> "Organization | None":
        """Cấp trên trực tiếp."""
        above = self.row["parent"]
        return await organization_of(info, above, self.instant) if above else None

    @strawberry.field(
        description="Các tổ chức trực thuộc, theo thứ tự tiếng Việt / Those right below, in Vietnamese order"
    )
    async def children(self, info: Info, first: First, after: After = None) -> Connection["Organization"]:
        """Các tổ chức trực thuộc."""
        instant = self.instant
        return await listed_for(
            info,
            ("children", instant),
            self.row["organization"],
            lambda keys: organizations.children(keys, instant),
            order=organizations.by_name(),
            first=first,
            after=after,
            make=lambda row: shown(row, instant),
        )

    @strawberry.field(description="Đường từ trung ương đến tổ chức này / The path from the root to this organisation")
    async def path(self, info: Info) -> list["Organization"]:
        """Đường từ trung ương đến đây."""
        steps = await asyncio.gather(*(organization_of(info, place, self.instant) for place in self.row["path"]))
        return [step for step in steps if step is not None]

    @strawberry.field(description="Những tổ chức mà từ đó tổ chức này có / What this organisation came from")
    async def predecessors(self, info: Info) -> list[LineageEdge]:
        """Tổ chức trước."""
        return await next_edges(info, self.row["organization"], LineageDirection.PREDECESSORS)

    @strawberry.field(description="Những tổ chức kế thừa tổ chức này / What this organisation became")
    async def successors(self, info: Info) -> list[LineageEdge]:
        """Tổ chức sau."""
        return await next_edges(info, self.row["organization"], LineageDirection.SUCCESSORS)

    @strawberry.field(description="Cấp ủy, null khi chưa ghi ai / The committee, null while nobody was recorded")
    async def committee(self, info: Info) -> Committee | None:
        """Cấp ủy."""
        return await committee_of(info, self.row["organization"], self.instant.on)

    @strawberry.field(description="Các địa bàn của xã, phường / The places of a commune")
    async def places(self, info: Info) -> list[Place]:
        """Địa bàn."""
        return await places_of(info, self.row["organization"])

    @strawberry.field(
        description="Đoàn thể, quan hệ ngoài cây tổ chức, vào ngày được hỏi"
        " / Under whom its youth union, trade union … are, beside the tree, on the day asked for"
    )
    async def affiliations(self, info: Info) -> list[Affiliation]:
        """Đoàn thể."""
        return await affiliations_of(info, self.row["organization"], self.instant)

    @strawberry.field(description="Mã của tổ chức ở hệ thống khác / What other systems call it")
    async def external_ids(self, info: Info) -> list[ExternalId]:
        """Mã ở hệ thống khác."""
        return await external_ids_of(info, self.row["organization"])

    @strawberry.field(
        description="Ngưỡng mà tổ chức này không đạt, vượt quá, và văn bản đồng ý; chỉ trong phạm vi của người xem"
        " / The thresholds of the rules that it is outside of, with the consent; within the viewer's scope"
    )
    async def below_threshold(self, info: Info) -> list[ThresholdFinding]:
        """Tổ chức ngoài ngưỡng."""
        return await below_threshold(info, self.row, self.instant)

    @strawberry.field(description="Đảng số; chỉ trong phạm vi của người xem / The headcount; within the viewer's scope")
    async def headcount(self, info: Info) -> Headcount | None:
        """Đảng số."""
        if not set(self.row["path"]) & set(info.context.viewer.count_roots):
            info.context.mask(info, "OUT_OF_SCOPE")
            return None
        if self.row["successor"] is not None:  # its members are counted where they are now
            return Headcount(total=0, full=0, probationary=0, temporary_guests=0, in_transit=0)
        return await headcount(info, self.row["organization"], self.instant)


def shown(row: Row, instant: Instant) -> Organization:
    """The API's form of a row."""
    return Organization(
        id=strawberry.ID(global_id(ORGANIZATION, row["organization"])),
        row=row,
        instant=instant,
        version=row["version"],
        code=row["code"],
        name=row["name"],
        type=OrganizationType(row["type"]),
        setting=CellSetting(row["setting"]) if row["setting"] else None,
        status=OrganizationStatus(row["status"]),
        external=row["external"],
    )


async def organization_of(info: Info, identity: UUID, instant: Instant) -> Organization | None:
    """An organisation by id as of an instant, through the loader."""
    loader = info.context.loaders.one(
        ("organization", instant), lambda keys: organizations.by_id(keys, instant), "organization"
    )
    row = await loader.load(identity)
    return shown(row, instant) if row else None


async def standing_of(info: Info, identity: UUID, instant: Instant) -> Organization | None:
    """The organisation, or what had succeeded it at that instant: where its path leads."""
    found = await organization_of(info, identity, instant)
    if found is None or found.row["successor"] is None:
        return found
    return await organization_of(info, found.row["path"][-2], instant)


async def today_of(info: Info, identity: UUID) -> Organization:
    """An organisation that a fact names: it is there, as of today."""
    return cast(Organization, await organization_of(info, identity, Instant(info.context.today)))
