"""restructuringProgress: how far a plan has been laid down, told whenever it moves, until it has come to its end."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from services.gateway.organization import restructurings
from services.gateway.organization.restructuring_type import RestructuringProgress, progress_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import RESTRUCTURING, uuid_of
from services.gateway.reading.streams import turns
from services.gateway.refusing.refusals import IdIsNotReadable
from services.gateway.types.scalars import Position

_ENDS = frozenset({"UNDONE", "REVOKED"})


@strawberry.type
class RestructuringSubscriptions:
    """Theo dõi sắp xếp tổ chức."""

    @strawberry.subscription(
        description="Tiến độ của một phương án, mỗi khi thay đổi, đến khi chứng minh xong hoặc thu hồi; after: đọc tiếp"
        " / The progress of a plan whenever it moves, until it is proved, revoked or undone; after: read on from there"
    )
    async def restructuring_progress(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Phương án / The restructuring")],
        after: Annotated[
            Position | None, strawberry.argument(description="Vị trí đã đọc đến / The position read so far")
        ] = None,
    ) -> AsyncGenerator[RestructuringProgress, None]:
        """Tiến độ."""
        await info.context.reach(after)
        plan, told = uuid_of(id, RESTRUCTURING, "id"), None
        async with aclosing(turns(info.context, "organization")) as asking:
            async for asked in asking:
                row = await asked.reader.row(restructurings.by_id([plan]))
                if row is None:
                    raise IdIsNotReadable("id", expected=RESTRUCTURING)
                if (now := (row["version"], row["state"])) != told:
                    told = now
                    yield progress_of(row, asked)
                if row["proof"] is not None or row["state"] in _ENDS:
                    return
