"""Place: a village, quarter, building or work place as the API shows it."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.organization import places
from services.gateway.organization.enums import PlaceKind
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, PLACE, global_id
from services.gateway.reading.pages import Row
from services.gateway.types.node import Node


@strawberry.type(description="Địa bàn: thôn, khu phố, tòa nhà, nơi làm việc / A village, quarter, building, work place")
class Place(Node):
    """Địa bàn."""

    version: int = strawberry.field(description="Phiên bản / The version")
    kind: PlaceKind = strawberry.field(description="Loại / The kind")
    name: str = strawberry.field(description="Tên / The name")
    valid_from: date = strawberry.field(description="Từ ngày / From this day on")
    valid_to: date | None = strawberry.field(description="Thôi từ ngày / Until, exclusive")
    head_is_member: bool | None = strawberry.field(
        description="Người đứng đầu là đảng viên / Whether the head is a member; null where nobody has said"
    )
    organization_id: strawberry.ID = strawberry.field(description="Xã, phường / The commune")
    cell_ids: list[strawberry.ID] = strawberry.field(description="Các chi bộ ở đây / The cells that are here")


def shown(row: Row) -> Place:
    """The API's form of a row."""
    return Place(
        id=strawberry.ID(global_id(PLACE, row["place"])),
        version=row["version"],
        kind=PlaceKind(row["kind"]),
        name=row["name"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        head_is_member=row["head_is_member"],
        organization_id=strawberry.ID(global_id(ORGANIZATION, row["organization"])),
        cell_ids=[strawberry.ID(global_id(ORGANIZATION, cell)) for cell in row["cells"]],
    )


async def places_of(info: Info, organization: UUID) -> list[Place]:
    """The places of a commune, through the loader."""
    loader = info.context.loaders.many("places", places.of_organizations, "each_key")
    return [shown(row) for row in await loader.load(organization)]
