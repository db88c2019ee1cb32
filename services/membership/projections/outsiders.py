"""Người ngoài Đảng trong việc tại nhà - for which services names of witnesses and relatives are still kept."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import asyncpg

from services.membership.domain.home_service import facts as told
from shared.readmodel.view import Op, Open, Patch, Put, Remove, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table outsiders (
    home_service uuid primary key,
    member uuid not null,
    ended_on date
);
create index on outsiders (ended_on);
create index on outsiders (member);
"""
_ENDS = (told.HomeServiceCompleted, told.HomeServiceFellBack, told.HomeServiceCancelled)
_VIET_NAM = timedelta(hours=7)


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    key = {"home_service": delivered.aggregate}
    match delivered.fact:
        case told.HomeServiceRequested() as fact:
            yield Put("outsiders", key, {"member": fact.member})
        case told.OutsidersErased():
            yield Remove("outsiders", key)
        case fact if isinstance(fact, _ENDS):
            yield Patch("outsiders", key, {"ended_on": (delivered.recorded_at + _VIET_NAM).date()})
        case _:
            return


OUTSIDERS = View(
    name="outsiders", version=1, ddl=_DDL, on=(told.HomeServiceRequested, told.OutsidersErased, *_ENDS), fold=_fold
)


class OutsidersKept:
    """The look-up over the view."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def ended_until(self, day: date) -> list[UUID]:
        """Services that ended on or before a day."""
        read = "select home_service from outsiders where ended_on <= $1 order by ended_on limit 500"
        return [row["home_service"] for row in await self._pool.fetch(read, day)]

    async def of(self, member: UUID) -> list[UUID]:
        """The services of one member."""
        rows = await self._pool.fetch("select home_service from outsiders where member = $1", member)
        return [row["home_service"] for row in rows]
