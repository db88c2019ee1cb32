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
    seat uuid primary key, organization uuid not null, member uuid not null, left_on date, why text not null default '',
    taken_at bigint not null, left_at bigint, told_at bigint not null
);
create index on {TABLE} (organization);
create index on {TABLE} (member) where left_on is null;
"""
_THEN = "taken_at <= $1 and (left_at is null or left_at > $1)"
_THERE = f"select count(*) from {TABLE} join register node using (organization) where {_THEN}"  # noqa: S608
_STANDING = f"{_THERE} and node.ended_on is null"
_ENDED = f"{_THERE} and node.ended_on is not null and node.touched_by = $2"
_TOLD = f"select greatest(max(taken_at), max(left_at), 0) from {TABLE}"  # noqa: S608
_GONE = f"""
select seat.organization, seat.seat, seat.told_at, node.ended_on as "on", 'ORGANIZATION_ENDED' as why
from {TABLE} seat join register node using (organization) where seat.left_on is null and node.ended_on is not null
union all
select seat.organization, seat.seat, seat.told_at, holder.state_since, case holder.state when 'DECEASED' then 'DIED'
    when 'RESIGNED' then 'RESIGNED' else 'DISCIPLINED' end
from {TABLE} seat join register node using (organization) join cell_members holder using (member)
where seat.left_on is null and node.ended_on is null and holder.state not in ('FULL', 'PROBATIONARY')
union all
select seat.organization, seat.seat, seat.told_at, holder.home_since, 'TRANSFERRED'
from {TABLE} seat join register node using (organization) join cell_members holder using (member)
join authority_tree home on home.organization = holder.cell
join authority_tree_paths place on place.organization = home.place
where seat.left_on is null and node.ended_on is null and holder.state in ('FULL', 'PROBATIONARY')
    and not (place.path || home.organization) @> array[seat.organization]
union all
select seat.organization, seat.seat, seat.told_at, null, ''
from {TABLE} seat join register node using (organization)
where seat.why = 'ORGANIZATION_ENDED' and node.ended_on is null
"""  # noqa: S608 - the table's name is a literal


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    at = delivered.sequence
    match delivered.fact:
        case SeatTaken() as fact:
            holder = {"organization": fact.organization, "member": fact.member, "taken_at": at, "told_at": at}
            yield Put(TABLE, {"seat": fact.seat}, holder)
        case SeatVacated() as fact:
            left = {"left_on": fact.on, "why": fact.why, "left_at": at, "told_at": at}
            yield Patch(TABLE, {"seat": fact.seat}, left)
        case SeatReopened() as fact:
            yield Patch(TABLE, {"seat": fact.seat}, {"left_on": None, "why": "", "left_at": None, "told_at": at})
        case _:
            return


SEATS = View(name=TABLE, version=3, ddl=_DDL, on=(SeatTaken, SeatVacated, SeatReopened), fold=_fold)


class Seats:
    """The queries beside the fold."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def standing(self, at: int | None = None) -> tuple[int, int]:
        """How many seats of organisations that stand are taken, of those taken at a sequence of the own log."""
        if at is None:
            at = int(await self._pool.fetchval(_TOLD) or 0)
        return int(await self._pool.fetchval(_STANDING, at)), at

    async def ended(self, at: int, plan: UUID) -> int:
        """How many seats that were taken then were of organisations that the plan has ended."""
        return int(await self._pool.fetchval(_ENDED, at, plan))

    async def unsettled(self) -> dict[UUID, tuple[SeatEnd, ...]]:
        """The seats that what became of organisation or holder has ended, or lets stand again, by organisation."""
        found: dict[UUID, list[SeatEnd]] = {}
        for row in await self._pool.fetch(_GONE):
            end = SeatEnd(seat=row["seat"], on=row["on"], why=row["why"], told_at=row["told_at"])
            found.setdefault(row["organization"], []).append(end)
        return {organization: tuple(ends) for organization, ends in found.items()}
