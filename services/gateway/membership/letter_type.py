"""Letter: the letter of introduction that a transfer travels on."""

from datetime import date
from uuid import UUID

import strawberry

from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.papers.letter_seal import LetterCode
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import TRANSFER, global_id
from services.gateway.reading.pages import Row


@strawberry.type(description="Giấy giới thiệu sinh hoạt đảng / A letter of introduction")
class Letter:
    """Giấy giới thiệu."""

    issued_by: strawberry.Private[UUID | None]
    transfer: strawberry.Private[UUID]
    number: str = strawberry.field(description="Số giấy / The letter's number")
    issued_on: date | None = strawberry.field(description="Ngày cấp / The date on the letter")
    present_by: date | None = strawberry.field(description="Hạn nộp / To be presented by")

    @strawberry.field(description="Tổ chức cấp giấy / The organisation that issued it")
    async def issuer(self, info: Info) -> Organization | None:
        """Nơi cấp."""
        return await today_of(info, self.issued_by) if self.issued_by else None

    @strawberry.field(
        description="Mã kiểm tra có chữ ký, in trên giấy thành QR; null: giấy do nơi chưa kết nối cấp"
        " / The signed code, printed as a QR code, for verifyLetter; null: issued by an organisation outside"
    )
    async def code(self, info: Info) -> str | None:
        """Mã kiểm tra."""
        issuer = await today_of(info, self.issued_by) if self.issued_by else None
        if issuer is None or issuer.external or self.issued_on is None:
            return None
        return info.context.letters.code(LetterCode(self.transfer, self.number, self.issued_on))

    @strawberry.field(
        description="Địa chỉ để tải giấy dạng PDF, kèm token; ?print=large in chữ to"
        " / Where the PDF is fetched with the token; ?print=large for large print"
    )
    def pdf(self) -> str:
        """Địa chỉ tải giấy."""
        return f"/papers/{global_id(TRANSFER, self.transfer)}/letter.pdf"


def letter_of(row: Row) -> Letter | None:
    """The letter that is valid now; none before the introduction."""
    if row["letter_number"] is None:
        return None
    return Letter(
        issued_by=row["letter_issuer"],
        transfer=row["transfer"],
        number=row["letter_number"],
        issued_on=row["introduced_on"],
        present_by=row["present_by"],
    )
