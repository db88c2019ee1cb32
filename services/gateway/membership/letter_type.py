"""Letter: the letter of introduction that a transfer travels on."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row


@strawberry.type(description="Giấy giới thiệu sinh hoạt đảng / A letter of introduction")
class Letter:
    """Giấy giới thiệu."""

    issued_by: strawberry.Private[UUID | None]
    number: str = strawberry.field(description="Số giấy / The letter's number")
    issued_on: date | None = strawberry.field(description="Ngày cấp / The date on the letter")
    present_by: date | None = strawberry.field(description="Hạn nộp / To be presented by")

    @strawberry.field(description="Tổ chức cấp giấy / The organisation that issued it")
    async def issuer(self, info: Info) -> Organization | None:
        """Nơi cấp."""
        return await today_of(info, self.issued_by) if self.issued_by else None


def letter_of(row: Row) -> Letter | None:
    """The letter that is valid now; none before the introduction."""
    if row["letter_number"] is None:
        return None
    return Letter(
        issued_by=row["letter_issuer"],
        number=row["letter_number"],
        issued_on=row["introduced_on"],
        present_by=row["present_by"],
    )
