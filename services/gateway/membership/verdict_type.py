"""verifyLetter: whether a paper letter still counts; asked with the code printed on it."""

from datetime import date
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from services.gateway.membership import letters
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row


@strawberry.enum(description="Giấy còn giá trị không / Whether a letter counts")
class LetterStanding(Enum):
    """Giá trị của giấy."""

    VALID = strawberry.enum_value("VALID", description="Còn giá trị / It counts")
    VOIDED = strawberry.enum_value("VOIDED", description="Đã mất hiệu lực / It is void")
    UNKNOWN = strawberry.enum_value(
        "UNKNOWN", description="Không phải giấy của hệ thống này, hoặc đã bị sửa / Not issued here, or altered"
    )


@strawberry.type(description="Kết quả kiểm tra giấy; không có dữ liệu cá nhân / The verdict; no personal data")
class LetterVerdict:
    """Kết quả kiểm tra giấy."""

    issued_by: strawberry.Private[UUID | None]
    verdict: LetterStanding = strawberry.field(description="Còn giá trị không / The verdict")
    number: str | None = strawberry.field(description="Số giấy / The number")
    issued_on: date | None = strawberry.field(description="Ngày cấp / The date on the letter")
    present_by: date | None = strawberry.field(description="Hạn nộp / To be presented by")
    presented_on: date | None = strawberry.field(description="Ngày đã nộp / When it was presented")

    @strawberry.field(description="Nơi cấp / The issuer")
    async def issuer(self, info: Info) -> Organization | None:
        """Nơi cấp."""
        return await today_of(info, self.issued_by) if self.issued_by else None


@strawberry.type
class LetterQueries:
    """Kiểm tra giấy."""

    @strawberry.field(
        description="Kiểm tra giấy giới thiệu bằng mã in trên giấy / Verify a letter by the code printed on it"
    )
    async def verify_letter(
        self,
        info: Info,
        code: Annotated[str, strawberry.argument(description="Mã trên giấy, đọc từ QR / The code, read from the QR")],
    ) -> LetterVerdict:
        """Kiểm tra giấy."""
        said = info.context.letters.read(code)
        row = await info.context.reader.row(letters.by_number(said.transfer, said.number)) if said else None
        if row is None or said is None or row["issued_on"] != said.issued_on:
            return _verdict(LetterStanding.UNKNOWN, None)
        return _verdict(LetterStanding.VOIDED if row["voided"] else LetterStanding.VALID, row)


def _verdict(verdict: LetterStanding, row: Row | None) -> LetterVerdict:
    known = row or {}
    names = ("number", "issued_on", "present_by", "presented_on")
    issuer = row["issuer"] if row else None
    return LetterVerdict(verdict=verdict, issued_by=issuer, **{name: known.get(name) for name in names})
