"""Queries about service at home. What lies outside the viewer's scope is absent, never refused."""

from datetime import date
from itertools import groupby
from typing import Annotated

import strawberry

from services.gateway.membership.home import home_services
from services.gateway.membership.home.enums import HomeServiceState
from services.gateway.membership.home.home_service_type import HomeService, home_service_of
from services.gateway.membership.home.home_service_type import shown as shown_home_service
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import HOME_SERVICE, ORGANIZATION, uuid_of
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.types.arguments import After, First, MinPosition
from services.gateway.types.connection import Connection, listed

Place = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Cấp ủy phục vụ hoặc nơi sinh hoạt / Serving, or at home there"),
]


@strawberry.type(description="Các lượt của một cán bộ ở một khu phố / An officer's visits in one neighbourhood")
class VisitGroup:
    """Một nhóm lượt."""

    officer: str = strawberry.field(description="Tài khoản cán bộ / The officer's account")
    neighbourhood: str | None = strawberry.field(description="Khu phố, thôn / The neighbourhood")
    visits: list[HomeService] = strawberry.field(description="Các lượt / The visits")


@strawberry.type
class HomeQueries:
    """Đọc về phục vụ tại nhà."""

    @strawberry.field(description="Một dịch vụ tại nhà / One home service")
    async def home_service(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Mã định danh / The id")],
        min_position: MinPosition = None,
    ) -> HomeService | None:
        """Một dịch vụ tại nhà."""
        await info.context.reach(min_position)
        return await home_service_of(info, uuid_of(id, HOME_SERVICE, "id"))

    @strawberry.field(description="Các dịch vụ tại nhà, mới nhất trước / Home services, the newest first")
    async def home_services(
        self,
        info: Info,
        *,
        first: First,
        organization: Place = None,
        officer: Annotated[
            strawberry.ID | None, strawberry.argument(description="Tài khoản cán bộ / The officer's account")
        ] = None,
        on: Annotated[date | None, strawberry.argument(description="Ngày hẹn / The day of the visit")] = None,
        state: Annotated[HomeServiceState | None, strawberry.argument(description="Tình trạng / The state")] = None,
        after: After = None,
    ) -> Connection[HomeService]:
        """Các dịch vụ tại nhà."""
        conditions: list[Where | Within] = []
        place = uuid_of(organization, ORGANIZATION, "organization") if organization is not None else None
        conditions += [home_services.touching(place, Instant(info.context.today))] if place else []
        conditions += [where("officer = {}", str(officer))] if officer is not None else []
        conditions += [where("visit_on = {}", on)] if on else []
        conditions += [where("state = {}", state.value)] if state else []
        query = Query(table=home_services.TABLE, columns=home_services.COLUMNS, where=tuple(conditions))
        listing = f"home services|{place}|{officer}|{on}|{state}"
        order = home_services.NEWEST_FIRST
        return await listed(info, listing, query, order, first=first, after=after, make=shown_home_service)

    @strawberry.field(
        description="Một ngày đến nhà, gom theo cán bộ và khu phố / A day's visits by officer and neighbourhood"
    )
    async def home_visit_day(
        self, info: Info, on: Annotated[date, strawberry.argument(description="Ngày / The day")]
    ) -> list[VisitGroup]:
        """Một ngày đến nhà."""
        rows = await info.context.reader.rows(home_services.of_day(on))
        grouped = groupby(rows, key=lambda row: (row["officer"], row["neighbourhood"]))
        return [
            VisitGroup(officer=officer, neighbourhood=where_, visits=[shown_home_service(row) for row in visits])
            for (officer, where_), visits in grouped
        ]
