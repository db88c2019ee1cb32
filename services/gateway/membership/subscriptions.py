"""transferChanged and visitAssigned: what happens to transfers, and which visits are given to whom, as it happens."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from services.gateway.membership import timeline, transfers
from services.gateway.membership.home import home_services
from services.gateway.membership.home.home_service_type import HomeService
from services.gateway.membership.home.home_service_type import shown as shown_home_service
from services.gateway.membership.timeline_type import TimelineEntry
from services.gateway.membership.timeline_type import shown as shown_entry
from services.gateway.membership.transfer_type import Transfer, transfer_of
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.reading.streams import news
from services.gateway.types.arguments import AfterPosition
from services.gateway.types.scalars import Position

_SOURCE = "membership"


@strawberry.type(description="Một việc vừa xảy ra với hồ sơ chuyển / Something that has just happened to a transfer")
class TransferChange:
    """Một việc vừa xảy ra."""

    transfer: Transfer = strawberry.field(description="Hồ sơ như hiện nay / The transfer as it stands now")
    entry: TimelineEntry = strawberry.field(description="Điều đã xảy ra / What happened")
    position: Position = strawberry.field(description="Đọc tiếp từ đây, dùng cho after / Read on from here by after")


@strawberry.type
class MembershipSubscriptions:
    """Theo dõi chuyển sinh hoạt và việc đến nhà."""

    @strawberry.subscription(
        description="Từng việc xảy ra với hồ sơ chuyển trong phạm vi; organization: nơi ấy hoặc cấp dưới trên đường đi"
        " / What happens to transfers within the scope; organization: it, or a body below it, is on the route"
    )
    async def transfer_changed(
        self,
        info: Info,
        organization: Annotated[
            strawberry.ID | None, strawberry.argument(description="Tổ chức trên đường đi / On the route")
        ] = None,
        after: AfterPosition = None,
    ) -> AsyncGenerator[TransferChange, None]:
        """Chuyển sinh hoạt vừa thay đổi."""
        asked = info.context
        place = uuid_of(organization, ORGANIZATION, "organization") if organization is not None else None
        among = [transfers.among_those_touching(place, Instant(asked.today))] if place else []
        async with aclosing(news(asked, _SOURCE, after, lambda *span: timeline.told_between(*span, *among))) as found:
            async for row in found:
                transfer = await transfer_of(info, row["transfer"])
                if transfer is not None:
                    entry, position = shown_entry(row, asked.language), asked.position(_SOURCE, row["sequence"])
                    yield TransferChange(transfer=transfer, entry=entry, position=Position(position))

    @strawberry.subscription(
        description="Lượt đến nhà vừa giao cho một cán bộ; việc đã mất: syncVisits"
        " / Visits as they are given to an officer; what was taken away is told by syncVisits"
    )
    async def visit_assigned(
        self,
        info: Info,
        officer: Annotated[strawberry.ID, strawberry.argument(description="Tài khoản cán bộ / The officer's account")],
        after: AfterPosition = None,
    ) -> AsyncGenerator[HomeService, None]:
        """Lượt đến nhà vừa giao."""
        given = news(info.context, _SOURCE, after, lambda *span: home_services.assigned_to(str(officer), *span))
        async with aclosing(given) as found:
            async for row in found:
                yield shown_home_service(row)
