"""Đảng viên theo chi bộ - which member is stated in which cell, told by membership: for counts and for the proof.

No person's data: a member is an id here. A cell that has ended stands under what succeeds it (authority_tree).
How many are stated in each cell is kept as a sum, so that a nation is counted by its cells: what changes is noted with
the row and added once after each batch.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

import asyncpg

from services.membership.contracts.facts import (
    TRANSFER_FACTS,
    GuestAdmitted,
    GuestReturned,
    MemberRegistered,
    MemberRehomed,
    MemberStateDecided,
    TransferAdmitted,
    TransferCancelled,
    TransferConfirmed,
    TransferFact,
    TransferRefused,
    TransferRequested,
    TransferWithdrawn,
)
from services.organization.domain.restructuring.report import Figures
from services.organization.domain.restructuring.sizes import Placed, Size
from shared.authority.tree import HEAD, SUBTREE
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

TABLE = "cell_members"
_ENDS = (TransferConfirmed, TransferRefused, TransferWithdrawn, TransferCancelled)

_DDL = f"""
create table {TABLE} (
    member uuid primary key, cell uuid not null, card boolean not null, registered bigint not null,
    state text not null, state_since date, home_since date
);
create index on {TABLE} (cell);
create index on {TABLE} (registered);
create table {TABLE}_sums (cell uuid primary key, members bigint not null, cards bigint not null);
create table {TABLE}_changes (
    member uuid, sequence bigint, change int, cell uuid not null, card boolean,
    primary key (member, sequence, change)
);
create table {TABLE}_transfers (
    transfer uuid primary key, origin uuid not null, destination uuid not null, requested bigint not null, ended bigint
);
create index on {TABLE}_transfers (requested);
create index on {TABLE}_transfers (ended);
create table {TABLE}_guests (
    transfer uuid primary key, cell uuid not null, admitted bigint not null, returned bigint
);
create index on {TABLE}_guests (admitted);
create index on {TABLE}_guests (returned);
"""
_SETTLE = f"""
with noted as (delete from {TABLE}_changes returning *)
insert into {TABLE}_sums as sums (cell, members, cards)
select cell, sum(change), coalesce(sum(change) filter (where holds), 0) from (
    select noted.cell, change, coalesce(bool_or(noted.card) over (partition by member), there.card) as holds
    from noted left join {TABLE} there using (member)
) as known where holds is not null group by 1
on conflict (cell) do update set members = sums.members + excluded.members, cards = sums.cards + excluded.cards
"""  # noqa: S608 - the table's name is a literal
_COUNTED_AT = f"""
select greatest((select max(registered) from {TABLE}), (select max(requested) from {TABLE}_transfers),
    (select max(ended) from {TABLE}_transfers), (select max(admitted) from {TABLE}_guests),
    (select max(returned) from {TABLE}_guests), 0)
"""  # noqa: S608 - the table's name is a literal
_HEAD = HEAD.format(node="tree", place="place")
_FIGURES = f"""
with stands as materialized (
    select tree.organization,
        (case when tree.successor is null then tree.ended_on is null
              else above.ended_on is null end) as home
    from authority_tree tree left join authority_tree_paths place on place.organization = tree.place
        left join authority_tree above on above.organization = {_HEAD}
)
select known.members - later.members as members, known.cards - later.cards as cards,
    (select count(*) from {TABLE}_transfers moving join stands on stands.organization = moving.destination
     where requested <= $1 and (ended is null or ended > $1) and (home or ended is not null)) as transfers,
    (select count(*) from {TABLE}_guests guest join stands on stands.organization = guest.cell
     where admitted <= $1 and (returned is null or returned > $1) and home) as guests
from (
    select coalesce(sum(members), 0)::bigint as members, coalesce(sum(cards), 0)::bigint as cards
    from {TABLE}_sums sums join stands on stands.organization = sums.cell where home
) known, (
    select count(*) as members, count(*) filter (where card) as cards
    from {TABLE} there join stands on stands.organization = there.cell where home and registered > $1
) later
"""  # noqa: S608 - the table's name is a literal
_STANDS_AT = "case when tree.successor is null then tree.organization else place.path[cardinality(place.path)] end"
_THERE = f"""
{TABLE} join authority_tree tree on tree.organization = {TABLE}.cell
    join authority_tree_paths place on place.organization = tree.place
"""
_ACTIVE = "state in ('FULL', 'PROBATIONARY')"
_INSIDE = SUBTREE.format(roots="$1")
_SIZES = f"""
select {_STANDS_AT} as cell, count(*) as members, count(*) filter (where state = 'FULL') as full_members
from {_THERE} where {_ACTIVE} and {TABLE}.cell in ({_INSIDE}) group by 1
"""  # noqa: S608
_TOTALS = f"""
select step as organization, count(*) as members
from {_THERE} cross join unnest(place.path || case when place.organization = tree.organization then '{{}}'
    else array[tree.organization] end) step
where {_ACTIVE} and {TABLE}.cell in ({_INSIDE}) and step = any($1) group by 1
"""  # noqa: S608
_PLACED = f"""
select member, {_STANDS_AT} as cell, state = 'FULL' as is_full
from {_THERE} where member = any($1)
"""  # noqa: S608
_FULL_UNDER = f"""
select member from {_THERE}
where member = any($2) and state = 'FULL' and (place.path || tree.organization) @> array[$1::uuid]
"""  # noqa: S608
_MOVING = f"""
select count(*) from {TABLE}_transfers where ended is null and (origin = any($1) or destination = any($1))
"""  # noqa: S608


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    fact, at = delivered.fact, delivered.sequence
    match fact:
        case MemberRegistered():
            card = fact.card_number is not None
            stated = {"cell": fact.cell, "card": card, "registered": at, "state": fact.state}
            yield Put(TABLE, {"member": fact.member}, stated)
            yield _change(delivered, fact.member, 1, fact.cell, card=card)
        case MemberStateDecided():
            yield Patch(TABLE, {"member": fact.member}, {"state": fact.state, "state_since": fact.effective_on})
        case MemberRehomed():
            yield Patch(TABLE, {"member": fact.member}, {"cell": fact.to_cell, "home_since": fact.on})
            yield _change(delivered, fact.member, -1, fact.from_cell)
            yield _change(delivered, fact.member, 1, fact.to_cell)
        case TransferRequested():
            asked = {"origin": fact.origin, "destination": fact.destination, "requested": at}
            yield Put(f"{TABLE}_transfers", {"transfer": fact.transfer}, asked)
        case TransferAdmitted():
            yield Patch(TABLE, {"member": fact.member}, {"cell": fact.to_cell, "home_since": fact.admitted_on})
            yield _change(delivered, fact.member, -1, fact.from_cell)
            yield _change(delivered, fact.member, 1, fact.to_cell)
        case GuestAdmitted():
            yield Put(f"{TABLE}_guests", {"transfer": fact.transfer}, {"cell": fact.cell, "admitted": at})
        case GuestReturned():
            yield Patch(f"{TABLE}_guests", {"transfer": fact.transfer}, {"returned": at})
        case TransferFact() if isinstance(fact, _ENDS):
            yield Patch(f"{TABLE}_transfers", {"transfer": fact.transfer}, {"ended": at})
        case _:
            return


def _change(delivered: Delivered, member: UUID, change: int, cell: UUID, *, card: bool | None = None) -> Op:
    """Who is new brings along whether there is a card: the member's own row is not there yet when notes are taken."""
    noted = {"member": member, "sequence": delivered.sequence, "change": change}
    return Put(f"{TABLE}_changes", noted, {"cell": cell, "card": card})


CELL_MEMBERS = View(
    name=TABLE,
    version=5,
    ddl=_DDL,
    on=(MemberRegistered, MemberRehomed, MemberStateDecided, *TRANSFER_FACTS),
    fold=_fold,
    settle=_SETTLE,
    notes=f"{TABLE}_changes",
)


class CellMembers:
    """The queries beside the fold."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def figures(self, at: int | None = None) -> Figures:
        """Who has a standing home, of all that were registered up to a sequence of the membership log."""
        if at is None:
            at = int(await self._pool.fetchval(_COUNTED_AT))
        row = await self._pool.fetchrow(_FIGURES, at)
        assert row is not None
        return Figures(**row, counted_at=at)

    async def sizes(self, cells: Collection[UUID]) -> Mapping[UUID, Size]:
        """How many members each of these cells has; whoever is stated in a cell that it succeeded is counted there."""
        rows = await self._pool.fetch(_SIZES, list(cells)) if cells else []
        return {row["cell"]: Size(members=row["members"], full=row["full_members"]) for row in rows}

    async def totals(self, organizations: Collection[UUID]) -> Mapping[UUID, int]:
        """How many members stand at or below each of these organisations."""
        rows = await self._pool.fetch(_TOTALS, list(organizations)) if organizations else []
        return {row["organization"]: row["members"] for row in rows}

    async def full_members_under(self, organization: UUID, members: Collection[UUID]) -> Collection[UUID]:
        """Those of these members who are full members at home at or below an organisation."""
        rows = await self._pool.fetch(_FULL_UNDER, organization, list(members)) if members else []
        return {row["member"] for row in rows}

    async def placed(self, members: Collection[UUID]) -> Mapping[UUID, Placed]:
        """Where each of these members is counted; those unknown are left out."""
        rows = await self._pool.fetch(_PLACED, list(members)) if members else []
        return {row["member"]: Placed(cell=row["cell"], full=row["is_full"]) for row in rows}

    async def moving(self, organizations: Collection[UUID]) -> int:
        """How many open transfers come from or go to these organisations."""
        return await self._pool.fetchval(_MOVING, list(organizations))
