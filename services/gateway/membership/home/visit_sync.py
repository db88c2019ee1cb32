"""Đồng bộ lượt đến nhà - what changed on an officer's own list since the last sync, and what has gone from it."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.gateway.membership.home import home_services
from services.gateway.membership.home.home_service_type import HomeService, home_service_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import HOME_SERVICE, global_id
from services.gateway.reading.pages import Row, checked_size
from services.gateway.types.arguments import After

_LISTING = "visits"


@strawberry.type(description="Thay đổi từ lần đồng bộ trước / What has changed since the last sync")
class VisitChanges:
    """Thay đổi."""

    changes: list[HomeService] = strawberry.field(
        description="Việc mới hoặc đã đổi, nguyên vẹn / New or changed tasks, whole"
    )
    tombstones: list[strawberry.ID] = strawberry.field(
        description="Việc không còn của cán bộ; máy xóa ngay / No longer the officer's; the device deletes them at once"
    )
    next_cursor: str | None = strawberry.field(description="after của lần sau / The next sync's after")
    has_more: bool = strawberry.field(description="Còn nữa, hỏi tiếp ngay / There is more; ask again at once")
    server_time: datetime = strawberry.field(
        description="Giờ máy chủ; giữ làm syncedAt / The server's time, to be kept as syncedAt"
    )


async def visit_changes(info: Info, after: str | None, first: int) -> VisitChanges:
    """One page: resumable at any point, the same page again for the same cursor."""
    asked = info.context
    cursor = asked.cursors.open(_LISTING, after)
    since = int(cursor[0]) if cursor else 0
    rows = list(await asked.reader.rows(home_services.assigned_after(since, checked_size(first) + 1)))
    page, more = rows[:first], len(rows) > first
    found = [(row, None if row["gone"] else await home_service_of(info, row["home_service"])) for row in page]
    told_before = cursor is not None
    gone = [row for row, service in found if service is None and (told_before or not row["gone"])]
    if not more:
        gone += await _out_of_reach(info, since)
    last = page[-1]["changed"] if page else since
    return VisitChanges(
        changes=[service for _, service in found if service is not None],
        tombstones=[strawberry.ID(global_id(HOME_SERVICE, row["home_service"])) for row in gone],
        next_cursor=asked.cursors.seal(_LISTING, [last]),
        has_more=more,
        server_time=asked.now,
    )


async def _out_of_reach(info: Info, since: int) -> list[Row]:
    """Older tasks that the officer may not see any more: his role has ended, or no longer covers the committee."""
    if not since:
        return []
    rows = list(await info.context.reader.rows(home_services.assigned_until(since)))
    return [row for row in rows if await home_service_of(info, row["home_service"]) is None]


@strawberry.type
class VisitSyncQueries:
    """Đồng bộ."""

    @strawberry.field(
        description="Lượt đến nhà của cán bộ: thay đổi và việc đã mất / The officer's own visits: changes and losses"
    )
    async def sync_visits(
        self,
        info: Info,
        after: After = None,
        first: Annotated[int, strawberry.argument(description="Số việc, 1–100 / How many, 1–100")] = 100,
    ) -> VisitChanges:
        """Đồng bộ."""
        return await visit_changes(info, after, first)
