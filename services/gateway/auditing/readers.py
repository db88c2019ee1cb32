"""Readers: who has read a member's record, for the member and for those who answer for such reading."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import strawberry

from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Order, Row, page_of
from services.gateway.reading.query import Each, Query
from services.gateway.reading.tables import Reach, Table
from services.gateway.refusing.language import Language
from services.gateway.types.connection import Connection, listed_for
from services.organization.contracts.enums import Role

TABLE = Table(name="read_audit", reach=Reach.OF_MEMBER, person="member")
COLUMNS = ("reader", "role", "fields", "purpose", "trace", "read_at")
NEWEST_FIRST = Order(keys=(("id", "bigint"),), descending=True)
ANSWERS_FOR_READING = frozenset({Role.COMMITTEE_OFFICER, Role.APPROVER, Role.INSPECTION_OFFICER, Role.AUDITOR})
"""Roles that see the readers of the members they reach; a member always sees his own."""
_ERASED = {Language.VI: "Đã xóa cùng dữ liệu cá nhân", Language.EN: "Erased with the personal data"}


@strawberry.type(description="Một lần xem hồ sơ đảng viên / One look at a member's record")
class ReadAudit:
    """Một lần xem hồ sơ."""

    at: datetime = strawberry.field(description="Lúc xem / When")
    reader: str = strawberry.field(description="Tài khoản đã xem / The account that looked")
    role: str = strawberry.field(description="Vai trò khi xem / Its role then")
    fields: list[str] = strawberry.field(description="Các trường cá nhân đã xem / The personal fields that were read")
    purpose: str = strawberry.field(
        description="Mục đích đã nêu, có thể rỗng; sau khi xóa dữ liệu cá nhân thì nói là đã xóa"
        " / The purpose that was said, or empty; after an erasure it says so"
    )
    trace_id: str = strawberry.field(description="Mã yêu cầu / The request's trace id")


def shown(row: Row, language: Language) -> ReadAudit:
    """The API's form of a row. A purpose is null once the member has been erased."""
    return ReadAudit(
        at=row["read_at"],
        reader=row["reader"],
        role=row["role"],
        fields=row["fields"],
        purpose=_ERASED[language] if row["purpose"] is None else row["purpose"],
        trace_id=row["trace"],
    )


def of_members(members: Sequence[UUID]) -> Query:
    """The looks at each of several members."""
    return Query(table=TABLE, columns=COLUMNS, each=Each("member", members))


async def readers_of(info: Info, member: UUID, first: int, after: str | None, *, near: bool) -> Connection[ReadAudit]:
    """Who looked, the newest first. `near`: the viewer reaches the record itself, not only a transfer of it."""
    viewer, language = info.context.viewer, info.context.language

    def make(row: Row) -> ReadAudit:
        return shown(row, language)

    if viewer.own != member and not (near and viewer.actor.role in ANSWERS_FOR_READING):
        info.context.mask(info, "OUT_OF_SCOPE")
        return Connection(page=page_of("readers", (), NEWEST_FIRST, first, _none, begun=False), make=make)
    listing = ("readers of a member", "")
    return await listed_for(info, listing, member, of_members, order=NEWEST_FIRST, first=first, after=after, make=make)


async def _none() -> int:
    return 0
