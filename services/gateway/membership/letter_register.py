"""letterRegister: the yearly register of letters of introduction (Mẫu 10-SHĐ), in the order of its numbers."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from services.gateway.membership import letters
from services.gateway.membership.transfer_type import Transfer, transfer_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.reading.pages import Row
from services.gateway.types.arguments import After, First
from services.gateway.types.connection import Connection, listed


@strawberry.type(description="Một dòng của sổ giới thiệu / A line of the register of letters")
class RegisteredLetter:
    """Một dòng của sổ."""

    transfer_id: strawberry.Private[UUID]
    number: str = strawberry.field(description="Số giấy / The letter's number")
    issued_on: date = strawberry.field(description="Ngày cấp / Issued on")
    present_by: date | None = strawberry.field(description="Hạn nộp / To be presented by")
    presented_on: date | None = strawberry.field(description="Ngày nộp / Presented on")
    voided: bool = strawberry.field(description="Đã mất hiệu lực / Void")

    @strawberry.field(description="Hồ sơ chuyển; null: ngoài phạm vi / The transfer; null: out of scope")
    async def transfer(self, info: Info) -> Transfer | None:
        """Hồ sơ chuyển."""
        return await transfer_of(info, self.transfer_id)


def _line(row: Row) -> RegisteredLetter:
    names = ("number", "issued_on", "present_by", "presented_on", "voided")
    return RegisteredLetter(transfer_id=row["transfer"], **{name: row[name] for name in names})


@strawberry.type
class RegisterOfLettersQueries:
    """Sổ giới thiệu sinh hoạt đảng."""

    @strawberry.field(
        description="Sổ giới thiệu sinh hoạt đảng của một cấp ủy trong năm, theo số / A body's register of letters"
    )
    async def letter_register(
        self,
        info: Info,
        *,
        organization: Annotated[strawberry.ID, strawberry.argument(description="Nơi cấp giấy / The issuer")],
        year: Annotated[int, strawberry.argument(description="Năm / The year")],
        first: First,
        after: After = None,
    ) -> Connection[RegisteredLetter]:
        """Sổ giới thiệu."""
        issuer = uuid_of(organization, ORGANIZATION, "organization")
        query, listing = letters.of_year(issuer, year), f"letters|{issuer}|{year}"
        return await listed(info, listing, query, letters.BY_NUMBER, first=first, after=after, make=_line)
