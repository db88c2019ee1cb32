"""The mutation that opens one record in an emergency; it is on record before its own answer leaves."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.gateway.commanding.inputs import request_of
from services.gateway.commanding.settling import settle
from services.gateway.membership.glass import opened_records
from services.gateway.membership.mutations import Input, MembershipError
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import MEMBER, global_id
from services.gateway.reading.pages import Row
from services.gateway.types.scalars import Position
from services.membership.contracts.glass import BreakGlass


@strawberry.input(description="Mở hồ sơ khẩn cấp / Opening a record in an emergency")
class BreakGlassInput:
    """Mở hồ sơ khẩn cấp."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    reason: str = strawberry.field(description="Lý do; đảng viên đọc được / Why; the member reads it")
    member_id: strawberry.ID | None = strawberry.field(default=None, description="Đảng viên / The member")
    file_number: str | None = strawberry.field(default=None, description="Hoặc số lý lịch / Or the file number")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.type(description="Kết quả của việc mở hồ sơ khẩn cấp / What became of opening a record")
class BreakGlassPayload:
    """Kết quả."""

    member_id: strawberry.ID | None = strawberry.field(description="Đảng viên; đọc bằng member(id) / The member")
    open_until: datetime | None = strawberry.field(description="Xem được đến / Readable until")
    errors: list[MembershipError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


@strawberry.type
class GlassMutations:
    """Mở hồ sơ khẩn cấp."""

    @strawberry.mutation(
        description="Mở một hồ sơ trong phạm vi của mình, ba giờ, có lý do; đảng viên thấy ai đã mở"
        " / Open one record inside one's own subtree for three hours, with a reason; the member sees who did"
    )
    async def break_glass(self, info: Info, input: Annotated[BreakGlassInput, Input]) -> BreakGlassPayload:
        """Mở hồ sơ khẩn cấp."""
        asked = info.context

        async def load(opening: UUID) -> Row | None:
            return await asked.reader.row(opened_records.by_id([opening], asked.viewer))

        settled = await settle(asked, "membership", lambda: request_of(BreakGlass, input, {"member_id": MEMBER}), load)
        row = settled.thing
        if row is not None:
            asked.looks.note(row["member"], "breakGlass", row["reason"] or "")
        return BreakGlassPayload(
            member_id=strawberry.ID(global_id(MEMBER, row["member"])) if row else None,
            open_until=row["until"] if row else None,
            errors=settled.errors,
            position=settled.position,
        )
