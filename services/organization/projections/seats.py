"""Ghế cấp ủy - who holds which seat: to notice seats whose organisation has ended or whose holder has gone."""

from collections.abc import Iterable
from uuid import UUID

import asyncpg

from services.organization.application.committee import SeatEnd
from services.organization.domain.committee import SeatReopened, SeatTaken, SeatVacated
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

TABLE = "committee_seats"

_DDL = f"""
create table {TABLE} (
    seat uuid primary key, organization uuid not null, member uuid not null, left_on date, why text not null default ''
);
create index on {TABLE} (organization);
create index on {TABLE} (member) where left_on is null;
"""
_GONE = f"""
select seat.organization, seat.seat, node.ended_on as "on", 'ORGANIZATION_ENDED' as why
from {TABLE} seat join register node using (organization) where seat.left_on is null and node.ended_on is not null
union all
select seat.organization, seat.seat, holder.state_since, case holder.state when 'DECEASED' then 'DIED'
    when 'RESIGNED' then 'RESIGNED' else 'DISCIPLINED' end
from {TABLE} seat join register node using (organization) join cell_members holder using (member)
where seat.left_on is null and node.ended_on is null and holder.state not in ('FULL', 'PROBATIONARY')
union all
select seat.organization, seat.seat, holder.home_since, 'TRANSFERRED'
from {TABLE} seat join register node using (organization) join cell_members holder using (member)
join authority_tree home on home.organization = holder.cell
where seat.left_on is null and node.ended_on is null and holder.state in ('FULL', 'PROBATIONARY')
    and not home.path @> array[seat.organization]
union all
select seat.organization, seat.seat, null, ''
from {TABLE} seat join register node using (organization)
where seat.why = 'ORGANIZATION_ENDED' and node.ended_on is null
"""  # noqa: S608 - the table's name is a literal


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    match delivered.fact:
        case SeatTaken() as fact:
            yield Put(TABLE, {"seat": fact.seat}, {"organization": fact.organization, "member": fact.member})
        case SeatVacated() as fact:
            yield Patch(TABLE, {"seat": fact.seat}, {"left_on": fact.on, "why": fact.why})
        case SeatReopened() as fact:
            yield Patch(TABLE, {"seat": fact.seat}, {"left_on": None, "why": ""})
        case _:
            return


SEATS = View(name=TABLE, version=1, ddl=_DDL, on=(SeatTaken, SeatVacated, SeatReopened), fold=_fold)


class Seats:
    """The query beside the fold."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def unsettled(self) -> dict[UUID, tuple[SeatEnd, ...]]:
        """The seats that what became of organisation or holder has ended, or lets stand again, by organisation."""
        found: dict[UUID, list[SeatEnd]] = {}
        for row in await self._pool.fetch(_GONE):
            end = SeatEnd(seat=row["seat"], on=row["on"], why=row["why"])
            found.setdefault(row["organization"], []).append(end)
        return {organization: tuple(ends) for organization, ends in found.items()}
