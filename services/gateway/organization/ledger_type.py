"""The ledger of a plan as the API shows it: movements that add up to its lines."""

import strawberry

from services.gateway.membership import members
from services.gateway.organization.ledger import Ledger, Line, Movement
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row

_PURPOSE = "sổ danh sách khi sắp xếp / ledger of a restructuring"
MOST_LINES = 1_000


@strawberry.type(description="Bao nhiêu đảng viên từ đâu sang đâu / How many went from which cell to which")
class LedgerMovement:
    """Một dòng tổng hợp."""

    from_code: str = strawberry.field(description="Mã chi bộ đi / The code of the cell that is left")
    from_name: str = strawberry.field(description="Chi bộ đi / The cell that is left")
    to_code: str = strawberry.field(description="Mã chi bộ đến / The code of the cell that takes")
    to_name: str = strawberry.field(description="Chi bộ đến / The cell that takes")
    members: int = strawberry.field(description="Đảng viên / Members")
    full: int = strawberry.field(description="Trong đó chính thức / Of them full members")
    probationary: int = strawberry.field(description="Trong đó dự bị / Of them probationary")


@strawberry.type(description="Một đảng viên trong sổ / A member of the ledger")
class LedgerLine:
    """Một đảng viên."""

    number: int = strawberry.field(description="Số thứ tự / The number")
    full_name: str | None = strawberry.field(description="Họ và tên / The full name")
    file_number: str | None = strawberry.field(description="Số lý lịch / The file number")
    card_number: str | None = strawberry.field(description="Số thẻ / The card number")
    full: bool = strawberry.field(description="Chính thức / Whether a full member")
    from_code: str = strawberry.field(description="Mã chi bộ đi / The cell that is left")
    to_code: str = strawberry.field(description="Mã chi bộ đến / The cell that takes")


@strawberry.type(description="Sổ danh sách đảng viên của phương án / The ledger of a plan: everybody concerned")
class RestructuringLedger:
    """Sổ danh sách."""

    found: strawberry.Private[Ledger]
    first_line: strawberry.Private[int]
    members: int = strawberry.field(description="Tổng số đảng viên / All members")
    full: int = strawberry.field(description="Trong đó chính thức / Of them full members")
    parts: int = strawberry.field(description="Số quyển, mỗi quyển 1.000 dòng / How many volumes of 1,000 lines it has")

    @strawberry.field(description="Mã đối chiếu của cả sổ, in trên mọi quyển / The digest of all lines, on each volume")
    def digest(self) -> str:
        """Mã đối chiếu."""
        return self.found.digest

    @strawberry.field(description="Tổng hợp / The movements, which add up to it")
    def movements(self) -> list[LedgerMovement]:
        """Tổng hợp."""
        return [_movement(one) for one in self.found.movements]

    @strawberry.field(description="Danh sách, một phần / The list, one part of it")
    async def lines(self, info: Info) -> list[LedgerLine]:
        """At most 1,000 lines; every person on them is on record as read."""
        asked = info.context
        page = self.found.lines[self.first_line - 1 : self.first_line - 1 + MOST_LINES]
        rows = {row["member"]: row for row in await asked.reader.rows(members.by_id([line.member for line in page]))}
        for line in page:
            asked.looks.note(line.member, "full_name", _PURPOSE)
        return [_line(number, line, rows.get(line.member, {})) for number, line in enumerate(page, self.first_line)]


def shown(found: Ledger, first_line: int) -> RestructuringLedger:
    """The API's form of a ledger, its lines from `first_line` on."""
    return RestructuringLedger(
        found=found,
        first_line=first_line,
        members=len(found.lines),
        full=sum(line.full for line in found.lines),
        parts=max(1, -(-len(found.lines) // MOST_LINES)),
    )


def _movement(one: Movement) -> LedgerMovement:
    return LedgerMovement(
        from_code=one.origin.code,
        from_name=one.origin.name,
        to_code=one.destination.code,
        to_name=one.destination.name,
        members=one.members,
        full=one.full,
        probationary=one.members - one.full,
    )


def _line(number: int, line: Line, row: Row) -> LedgerLine:
    return LedgerLine(
        number=number,
        full_name=row.get("full_name"),
        file_number=row.get("file_number"),
        card_number=row.get("card_number"),
        full=line.full,
        from_code=line.origin.code,
        to_code=line.destination.code,
    )
