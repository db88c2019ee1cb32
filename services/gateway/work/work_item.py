"""WorkItem: one thing that waits for the viewer, and the mutation that takes it on."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.about.nodes import node_of
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.gateway.types.node import Node
from services.gateway.work.sources import WorkKind, mutation_of

strawberry.enum(WorkKind, description="Loại việc đang chờ / The kind of work that waits")


@strawberry.type(description="Một việc đang chờ / One thing that waits")
class WorkItem:
    """Việc đang chờ."""

    row: strawberry.Private[Row]
    kind: WorkKind = strawberry.field(description="Loại việc / The kind")
    mutation: str = strawberry.field(description="Lệnh làm việc này / The mutation that does it")
    due_on: date | None = strawberry.field(description="Hạn / By when")
    overdue: bool = strawberry.field(description="Đã quá hạn / It is late")

    @strawberry.field(description="Tổ chức phải làm / The organisation whose turn it is")
    async def organization(self, info: Info) -> Organization | None:
        """Tổ chức phải làm."""
        seat: UUID | None = self.row["seat"]
        return await today_of(info, seat) if seat else None

    @strawberry.field(
        description="Hồ sơ, đánh giá, phương án, việc tại nhà đang chờ / The transfer, evaluation, plan or visit"
    )
    async def thing(self, info: Info) -> Node | None:
        """Việc gì."""
        return await node_of(info, self.row["node"], self.row["thing"])


@strawberry.type(description="Bao nhiêu việc một loại đang chờ / How much work of a kind waits")
class WorkCount:
    """Số việc."""

    kind: WorkKind = strawberry.field(description="Loại việc / The kind")
    count: int = strawberry.field(description="Số việc, đúng như danh sách / Exactly as many as the list has")
    overdue: int = strawberry.field(description="Trong đó đã quá hạn / Of these, late")


def shown(row: Row) -> WorkItem:
    """The API's form of a row."""
    return WorkItem(
        row=row,
        kind=WorkKind(row["kind"]),
        mutation=mutation_of(row["steps"]),
        due_on=row["due_on"],
        overdue=row["late"],
    )
