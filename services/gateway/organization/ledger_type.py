"""The ledger of a plan as the API shows it: movements that add up to its lines."""

import strawberry

from services.gateway.organization.ledger import Ledger, Line, Movement
from services.gateway.reading.asked import Asked

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

    members: int = strawberry.field(description="Tổng số đảng viên / All members")
    full: int = strawberry.field(description="Trong đó chính thức / Of them full members")
    movements: list[LedgerMovement] = strawberry.field(description="Tổng hợp / The movements, which add up to it")
    lines: list[LedgerLine] = strawberry.field(description="Danh sách, một phần / The list, one part of it")


def shown(asked: Asked, found: Ledger, first_line: int) -> RestructuringLedger:
    """At most 1,000 lines from `first_line` on; every person on them is on record as read."""
    page = found.lines[first_line - 1 : first_line - 1 + MOST_LINES]
    for line in page:
        asked.looks.note(line.member, "full_name", _PURPOSE)
    return RestructuringLedger(
        members=len(found.lines),
        full=sum(line.full for line in found.lines),
        movements=[_movement(one) for one in found.movements],
        lines=[_line(number, line) for number, line in enumerate(page, start=first_line)],
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


def _line(number: int, line: Line) -> LedgerLine:
    return LedgerLine(
        number=number,
        full_name=line.row["full_name"],
        file_number=line.row["file_number"],
        card_number=line.row["card_number"],
        full=line.full,
        from_code=line.origin.code,
        to_code=line.destination.code,
    )
