"""Cây tổ chức theo ngày - where every organisation stood on a date: what routes are computed from."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from services.membership.domain.route import Body
from services.organization.contracts.facts import (
    OrganizationEnded,
    OrganizationFounded,
    OrganizationReparented,
    RestructuringReverted,
    RestructuringStaged,
    RestructuringTookEffect,
)
from services.organization.contracts.restructuring import LineageRow
from shared.readmodel.remembered import Reads
from shared.readmodel.view import Op, Open, Patch, Put, Run, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table bodies (
    organization uuid primary key,
    code text not null,
    type text not null,
    external boolean not null default false,
    founded_on date not null,
    ended_on date,
    successor uuid
);
create table bodies_staged (
    plan uuid, organization uuid, kind text not null, code text not null, type text not null, parent uuid,
    successor uuid, heir uuid, type_before text, parent_before uuid, primary key (plan, organization)
);
create table bodies_parents (
    organization uuid not null,
    since date not null,
    parent uuid,
    primary key (organization, since)
);
"""
_CHAIN = """
with recursive up as (
    select $1::uuid as organization, 0 as depth
    union all
    select link.parent, up.depth + 1
    from up join bodies here on here.organization = up.organization cross join lateral (
        select here.successor as parent where up.depth > 0 and here.ended_on <= $2 and here.successor is not null
        union all
        (select parent from bodies_parents
         where organization = up.organization and since <= $2
             and not (up.depth > 0 and here.ended_on <= $2 and here.successor is not null)
         order by since desc limit 1)
    ) link
    where link.parent is not null and up.depth < 32
)
select body.organization, body.code, body.type, body.external,
       body.founded_on <= $2 and (body.ended_on is null or body.ended_on > greatest($2, $3)) as stands
from up join bodies body using (organization)
where up.depth = 0 or body.ended_on is null or body.ended_on > $2 or body.successor is null order by up.depth
"""
_COUNT_FOUNDED = """
insert into bodies (organization, code, type, founded_on)
select organization, code, type, $2::date from bodies_staged where plan = $1 and kind = 'FOUNDED' on conflict do nothing
"""
_COUNT_PARENTS = """
insert into bodies_parents (organization, since, parent)
select organization, $2::date, parent from bodies_staged
where plan = $1 and kind <> 'ENDED' and parent is distinct from parent_before
on conflict (organization, since) do update set parent = excluded.parent
"""
_COUNT = """
update bodies body set type = staged.type, successor = staged.successor,
    ended_on = case staged.kind when 'ENDED' then $2::date else body.ended_on end
from bodies_staged staged where staged.plan = $1 and staged.organization = body.organization
"""
_TAKE_BACK = """
update bodies body set type = coalesce(staged.type_before, body.type), successor = staged.heir,
    ended_on = case staged.kind when 'FOUNDED' then $2::date else null end
from bodies_staged staged where staged.plan = $1 and staged.organization = body.organization
"""
_TAKE_PARENTS_BACK = """
delete from bodies_parents link using bodies_staged staged
where staged.plan = $1 and staged.organization = link.organization and link.since = $2 and staged.kind = 'CHANGED'
"""
_HEIRS = """
with recursive heirs as (
    select organization as ended, organization as heir, 0 as depth from unnest($1::uuid[]) organization
    union all
    select heirs.ended, body.successor, heirs.depth + 1
    from heirs join bodies body on body.organization = heirs.heir
    where body.ended_on <= $2 and body.successor is not null and heirs.depth < 32
)
select distinct on (ended) ended, heir, body.type
from heirs join bodies body on body.organization = heirs.heir order by ended, depth desc
"""


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    match delivered.fact:
        case OrganizationFounded() as fact:
            columns = {
                "code": fact.code,
                "type": fact.type,
                "external": fact.external,
                "founded_on": fact.effective_on,
            }
            yield Put("bodies", {"organization": fact.organization}, columns)
            yield _link(fact.organization, fact.effective_on, fact.parent)
        case OrganizationReparented() as fact:
            yield _link(fact.organization, fact.effective_on, fact.parent)
        case OrganizationEnded() as fact:
            yield Patch("bodies", {"organization": fact.organization}, {"ended_on": fact.effective_on})
        case RestructuringStaged() as fact:
            for row in fact.rows:
                yield Put("bodies_staged", {"plan": fact.plan, "organization": row.organization}, _staged(row))
        case RestructuringTookEffect() as fact:
            for statement in (_COUNT_FOUNDED, _COUNT_PARENTS, _COUNT):
                yield Run(statement, (fact.plan, fact.effective_on))
        case RestructuringReverted() as fact:
            yield Run(_TAKE_BACK, (fact.plan, fact.effective_on))
            yield Run(_TAKE_PARENTS_BACK, (fact.plan, fact.effective_on))
        case _:
            return


def _staged(row: LineageRow) -> dict[str, object]:
    return {
        **{name: getattr(row, name) for name in ("kind", "code", "type", "parent", "heir")},
        "successor": row.successors[0] if row.successors else None,
        "type_before": row.before and row.before.type,
        "parent_before": row.before and row.before.parent,
    }


def _link(organization: UUID, since: date, parent: UUID | None) -> Op:
    return Put("bodies_parents", {"organization": organization, "since": since}, {"parent": parent})


BODIES = View(
    name="bodies",
    version=2,
    ddl=_DDL,
    on=(
        OrganizationFounded,
        OrganizationReparented,
        OrganizationEnded,
        RestructuringStaged,
        RestructuringTookEffect,
        RestructuringReverted,
    ),
    fold=_fold,
)


class BodiesByDate:
    """The look-up over the view."""

    def __init__(self, pool: Reads) -> None:
        self._pool = pool

    async def chain(self, organization: UUID, on: date, today: date) -> tuple[Body, ...]:
        """The organisation and all above it as of a date; empty if it is unknown, cut short where it did not stand."""
        rows = await self._pool.fetch(_CHAIN, organization, on, today)
        return tuple(Body(id=row[0], code=row[1], type=row[2], external=row[3], stands=row[4]) for row in rows)

    async def heirs(self, organizations: Sequence[UUID], today: date) -> Mapping[UUID, tuple[UUID, str]]:
        """Each organisation, or what has succeeded it by today, with its type."""
        rows = await self._pool.fetch(_HEIRS, list(organizations), today)
        return {row["ended"]: (row["heir"], row["type"]) for row in rows}
