"""restructuringProgress: how far a plan has been laid down, told whenever it moves, until it has come to its end."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from services.gateway.organization.enums import RestructuringState
from services.gateway.organization.restructuring_type import Restructuring, RestructuringProgress, restructuring_of
from services.gateway.reading.asked import Asked, Info
from services.gateway.reading.ids import RESTRUCTURING, uuid_of
from services.gateway.reading.streams import events
from services.gateway.refusing.refusals import IdIsNotReadable
from services.gateway.types.arguments import AfterPosition

_ENDS = frozenset({RestructuringState.UNDONE, RestructuringState.REVOKED})


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

        async def moved(_asked: Asked) -> Restructuring | None:
            nonlocal told
            found = await restructuring_of(info, plan)
            if found is None:
                raise IdIsNotReadable("id", expected=RESTRUCTURING)
            before, told = told, (found.version, found.state)
            return found if told != before else None

        async with aclosing(events(asked, "organization", moved)) as followed:
            async for found in followed:
                yield (progress := found.progress(info))
                if progress.proved or progress.state in _ENDS:
                    return
