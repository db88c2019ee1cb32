"""Policy: one rule number with its dates and its source, as the API shows it."""

from datetime import date
from uuid import UUID

import msgspec
import strawberry

from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.gateway.types.scalars import Json


@strawberry.type(
    description="Một quy định: giá trị, nơi và thời gian áp dụng, văn bản nguồn"
    " / A rule: its value, where and when it holds, its source"
)
class Policy:
    """Quy định."""

    place: strawberry.Private[UUID]
    key: str = strawberry.field(description="Khóa của quy định / The key of the rule")
    organization_code: str = strawberry.field(
        description="Mã tổ chức đặt ra / The code of the organisation it is set for"
    )
    value: Json | None = strawberry.field(
        description="Giá trị; null là không đặt ra / The value; null: none is claimed"
    )
    valid_from: date = strawberry.field(description="Áp dụng từ ngày / In force from")
    valid_to: date | None = strawberry.field(description="Đến trước ngày / Until before")
    source: str = strawberry.field(description="Số và ngày của văn bản / The number and date of the document")
    confirmed: bool = strawberry.field(
        description="Đã xác nhận với văn bản gốc; nếu không là “chưa xác nhận”"
        " / Checked against the document's own text"
    )

    @strawberry.field(description="Tổ chức, kể cả cấp dưới, chịu áp dụng / The organisation whose subtree it holds for")
    async def organization(self, info: Info) -> Organization:
        """Tổ chức chịu áp dụng."""
        return await today_of(info, self.place)


def shown(row: Row) -> Policy:
    """The API's form of a row."""
    return Policy(
        place=row["organization"],
        key=row["key"],
        organization_code=row["organization_code"],
        value=Json(msgspec.json.decode(row["value"])),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        source=row["source"],
        confirmed=row["confirmed"],
    )
