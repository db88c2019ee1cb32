"""Queries about restructurings and lineage."""

from datetime import date
from typing import Annotated

import strawberry

from services.gateway.organization import restructurings
from services.gateway.organization.enums import RestructuringState
from services.gateway.organization.lineage_type import LineageDirection, LineageEdge, all_edges
from services.gateway.organization.period_report import period_report
from services.gateway.organization.period_report_type import PeriodReport
from services.gateway.organization.restructuring_type import Restructuring, restructuring_of, shown
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, RESTRUCTURING, uuid_of
from services.gateway.reading.query import Query, Where, where
from services.gateway.types.arguments import After, First, MinPosition
from services.gateway.types.connection import Connection, listed

Id = Annotated[strawberry.ID, strawberry.argument(description="Mã định danh / The id")]


@strawberry.type
class RestructuringQueries:
    """Đọc về sắp xếp tổ chức."""

    @strawberry.field(description="Một phương án sắp xếp / One restructuring")
    async def restructuring(self, info: Info, id: Id, min_position: MinPosition = None) -> Restructuring | None:
        """Một phương án."""
        await info.context.reach(min_position)
        return await restructuring_of(info, uuid_of(id, RESTRUCTURING, "id"))

    @strawberry.field(description="Các phương án, mới nhất trước / Restructurings, the newest first")
    async def restructurings(
        self,
        info: Info,
        *,
        first: First,
        organization: Annotated[
            strawberry.ID | None, strawberry.argument(description="Có chạm tới tổ chức này / That touch this one")
        ] = None,
        state: Annotated[RestructuringState | None, strawberry.argument(description="Tình trạng / The state")] = None,
        after: After = None,
    ) -> Connection[Restructuring]:
        """Các phương án."""
        place = uuid_of(organization, ORGANIZATION, "organization") if organization is not None else None
        conditions: list[Where] = [where("touched @> array[{}::uuid]", place)] if place else []
        conditions += [where("state = {}", state.value)] if state else []
        query = Query(table=restructurings.TABLE, columns=restructurings.COLUMNS, where=tuple(conditions))
        listing = f"restructurings|{place}|{state}"
        return await listed(info, listing, query, restructurings.NEWEST_FIRST, first=first, after=after, make=shown)

    @strawberry.field(
        description="Báo cáo tổ chức, cấp ủy trong một kỳ; mỗi số có nguồn"
        " / What happened to organisations and committees in a period; every figure names its sources"
    )
    async def period_report(
        self,
        info: Info,
        organization: Annotated[strawberry.ID, strawberry.argument(description="Tổ chức / The organisation")],
        from_: Annotated[date, strawberry.argument(name="from", description="Từ ngày / The first day")],
        to: Annotated[date, strawberry.argument(description="Đến hết ngày / The last day")],
        min_position: MinPosition = None,
    ) -> PeriodReport:
        """Báo cáo kỳ."""
        await info.context.reach(min_position)
        return await period_report(info, uuid_of(organization, ORGANIZATION, "organization"), from_, to)

    @strawberry.field(
        description="Tổ chức này đã thành những tổ chức nào, hoặc từ đâu mà có; qua nhiều bước"
        " / What an organisation became, or came from, over all steps"
    )
    async def lineage(
        self,
        info: Info,
        organization: Annotated[strawberry.ID, strawberry.argument(description="Tổ chức / The organisation")],
        direction: Annotated[
            LineageDirection | None, strawberry.argument(description="Chiều / Which way")
        ] = LineageDirection.SUCCESSORS,
        at: Annotated[date | None, strawberry.argument(description="Đến ngày / As of this day")] = None,
    ) -> list[LineageEdge]:
        """Kế thừa."""
        return await all_edges(
            info, uuid_of(organization, ORGANIZATION, "organization"), direction or LineageDirection.SUCCESSORS, at
        )
