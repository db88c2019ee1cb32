"""Queries about the viewer's own work."""

from typing import Annotated

import strawberry

from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.types.arguments import After, First, MinPosition
from services.gateway.types.connection import Connection
from services.gateway.work import queue
from services.gateway.work.sources import WorkKind
from services.gateway.work.work_item import WorkCount, WorkItem

Place = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="Tổ chức và cấp dưới; bỏ trống là nơi mình giữ vai trò"
        " / An organisation with all below; without it the seats that one holds"
    ),
]


@strawberry.type
class WorkQueries:
    """Việc đang chờ."""

    @strawberry.field(
        description="Việc đang chờ vai trò của mình, đến hạn trước đứng trước / What waits for one's role, due first"
    )
    async def work_queue(
        self,
        info: Info,
        *,
        first: First,
        organization: Place = None,
        kind: Annotated[WorkKind | None, strawberry.argument(description="Loại việc / The kind")] = None,
        after: After = None,
        min_position: MinPosition = None,
    ) -> Connection[WorkItem]:
        """Việc đang chờ."""
        await info.context.reach(min_position)
        place = uuid_of(organization, ORGANIZATION, "organization") if organization is not None else None
        return await queue.queue(info, place, kind, first, after)

    @strawberry.field(description="Số việc đang chờ theo loại / How much waits, by kind")
    async def work_counts(self, info: Info, organization: Place = None) -> list[WorkCount]:
        """Số việc."""
        place = uuid_of(organization, ORGANIZATION, "organization") if organization is not None else None
        return await queue.counts(info, place)
