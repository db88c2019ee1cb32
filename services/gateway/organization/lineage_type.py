"""LineageEdge: one organisation became another."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from services.gateway.organization import lineage
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import RESTRUCTURING, global_id
from services.gateway.reading.pages import Row

if TYPE_CHECKING:
    from services.gateway.organization.organization_type import Organization

_LAZY = strawberry.lazy("services.gateway.organization.organization_type")
_FURTHEST = 32


@strawberry.enum(description="Chiều kế thừa / Which way along the lineage")
class LineageDirection(StrEnum):
    """Chiều kế thừa."""

    PREDECESSORS = "PREDECESSORS"
    SUCCESSORS = "SUCCESSORS"


@strawberry.type(description="Một bước kế thừa / One step of lineage")
class LineageEdge:
    """Một bước kế thừa."""

    row: strawberry.Private[Row]
    effective_on: date = strawberry.field(description="Từ ngày / From this day")
    main: bool = strawberry.field(
        description="Nơi tiếp nhận những ai không được phân bổ riêng / Takes whoever is not allocated alone"
    )
    restructuring_id: strawberry.ID = strawberry.field(description="Theo phương án / By this plan")

    @strawberry.field(description="Tổ chức trước / The organisation before")
    async def predecessor(self, info: Info) -> Annotated["Organization", _LAZY]:
        """Tổ chức trước."""
        from services.gateway.organization.organization_type import today_of

        return await today_of(info, self.row["predecessor"])

    @strawberry.field(description="Tổ chức sau / The organisation after")
    async def successor(self, info: Info) -> Annotated["Organization", _LAZY]:
        """Tổ chức sau."""
        from services.gateway.organization.organization_type import today_of

        return await today_of(info, self.row["successor"])


async def next_edges(info: Info, organization: UUID, direction: LineageDirection) -> list[LineageEdge]:
    """The steps from one organisation in one direction, through the loader."""
    column = "predecessor" if direction is LineageDirection.SUCCESSORS else "successor"
    loader = info.context.loaders.many(("lineage", column), lambda keys: lineage.edges(column, keys), "each_key")
    return [_shown(row) for row in await loader.load(organization)]


async def all_edges(info: Info, organization: UUID, direction: LineageDirection, at: date | None) -> list[LineageEdge]:
    """Every step that can be reached, nearest first; with `at` only those that counted on that day."""
    found: list[LineageEdge] = []
    seen, front = {organization}, [organization]
    for _ in range(_FURTHEST):
        edges = [edge for place in front for edge in await next_edges(info, place, direction)]
        edges = [edge for edge in edges if at is None or edge.effective_on <= at]
        found += edges
        far = "successor" if direction is LineageDirection.SUCCESSORS else "predecessor"
        front = [place for place in dict.fromkeys(edge.row[far] for edge in edges) if place not in seen]
        seen.update(front)
        if not front:
            break
    return found


def _shown(row: Row) -> LineageEdge:
    plan = strawberry.ID(global_id(RESTRUCTURING, row["plan"]))
    return LineageEdge(row=row, effective_on=row["effective_on"], main=row["main"], restructuring_id=plan)
