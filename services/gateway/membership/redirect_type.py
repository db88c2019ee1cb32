"""Redirect: a body of a transfer's route that has ended, and what stands for it now."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.membership import redirects
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info


@strawberry.type(
    description="Một lần đổi nơi nhận theo tổ chức kế thừa; giấy, số và hạn giữ nguyên"
    " / A body of the route replaced by its successor; letter, number and limit stay"
)
class Redirect:
    """Đổi theo tổ chức kế thừa."""

    ended: strawberry.Private[UUID]
    successor: strawberry.Private[UUID]
    on: date = strawberry.field(description="Ngày đổi / When it was replaced")

    @strawberry.field(name="from", description="Tổ chức đã kết thúc / The organisation that has ended")
    async def from_(self, info: Info) -> Organization:
        """Từ."""
        return await today_of(info, self.ended)

    @strawberry.field(description="Tổ chức thay nó / What stands for it now")
    async def to(self, info: Info) -> Organization:
        """Sang."""
        return await today_of(info, self.successor)


async def redirects_of(info: Info, transfer: UUID) -> list[Redirect]:
    """The redirects of one transfer; of many in one statement."""
    rows = await info.context.loaders.many("redirects", redirects.of_transfers, "transfer").load(transfer)
    return [Redirect(ended=row["ended"], successor=row["successor"], on=row["on_day"]) for row in rows]
