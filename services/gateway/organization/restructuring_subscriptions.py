"""restructuringProgress: how far a plan has been laid down, told whenever it moves, until it has come to its end."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from services.gateway.organization import restructurings
from services.gateway.organization.restructuring_type import RestructuringProgress, progress_of
from services.gateway.reading.asked import Asked, Info
from services.gateway.reading.ids import RESTRUCTURING, uuid_of
from services.gateway.reading.pages import Row
from services.gateway.reading.streams import events
from services.gateway.refusing.refusals import IdIsNotReadable
from services.gateway.types.arguments import AfterPosition

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
        after: AfterPosition = None,
    ) -> AsyncGenerator[RestructuringProgress, None]:
        """Tiến độ."""
        asked = info.context
        await asked.reach(after)
        plan, told = uuid_of(id, RESTRUCTURING, "id"), None

        async def moved(asked: Asked) -> Row | None:
            nonlocal told
            row = await asked.reader.row(restructurings.by_id([plan]))
            if row is None:
                raise IdIsNotReadable("id", expected=RESTRUCTURING)
            before, told = told, (row["version"], row["state"])
            return row if told != before else None

        async with aclosing(events(asked, "organization", moved)) as found:
            async for row in found:
                yield progress_of(row, asked)
                if row["proof"] is not None or row["state"] in _ENDS:
                    return
