"""Đường đi của hồ sơ đang mở - the bodies on the routes of open transfers: who is concerned when one of them ends."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import asyncpg

from services.membership.domain.transfer import facts as told
from shared.readmodel.view import Op, Open, Patch, Put, Remove, Run, View
from shared.vocabulary.facts import Delivered

_DDL = (
    "create table open_routes (transfer uuid primary key, stops uuid[] not null, lent boolean not null default false)"
)
_CLOSE = "delete from open_routes where transfer = $1 and not lent"
_LONGER = "update open_routes set stops = stops || $2::uuid[] where transfer = $1"
_ENDED = """
select transfer, array_agg(body.organization order by body.organization) as ended
from open_routes cross join unnest(stops) stop join bodies body on body.organization = stop
where body.ended_on <= $1 and body.successor is not null group by transfer limit 500
"""
_OVER = (
    told.TransferAdmitted,
    told.TransferConfirmed,
    told.TransferRefused,
    told.TransferWithdrawn,
    told.TransferCancelled,
)


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    key = {"transfer": delivered.aggregate}
    match delivered.fact:
        case told.TransferRequested(hops=hops):
            yield Put("open_routes", key, {"stops": [hop.organization for hop in hops]})
        case told.TransferReaddressed(hops=hops):
            yield Patch("open_routes", key, {"stops": [hop.organization for hop in hops]})
        case told.GuestAdmitted():
            yield Patch("open_routes", key, {"lent": True})  # the stay keeps its route open until the return
        case told.GuestReturned():
            yield Remove("open_routes", key)
        case told.TransferReceived(below=below) if below:
            yield Run(_LONGER, (delivered.aggregate, [hop.organization for hop in below]))
        case fact if isinstance(fact, _OVER):
            yield Run(_CLOSE, (delivered.aggregate,))
        case _:
            return


OPEN_ROUTES = View(
    name="open_routes",
    version=2,
    ddl=_DDL,
    on=(
        told.TransferRequested,
        told.TransferReaddressed,
        told.TransferReceived,
        told.GuestAdmitted,
        told.GuestReturned,
        *_OVER,
    ),
    fold=_fold,
)


class OpenRoutes:
    """The look-up over the view."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def through_ended(self, today: date) -> list[tuple[UUID, list[UUID]]]:
        """The open transfers that name a body which something else has succeeded, and those bodies."""
        return [(row["transfer"], row["ended"]) for row in await self._pool.fetch(_ENDED, today)]
