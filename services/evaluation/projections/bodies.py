"""Cây tổ chức theo ngày - where every organisation stood on a date, and who took over from one that had ended."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.evaluation.domain.bodies import Body
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
    setting text not null default '',
    founded_on date not null,
    ended_on date,
    successor uuid
);
create index on bodies (ended_on) where successor is not null;
create table bodies_staged (
    plan uuid, organization uuid, kind text not null, code text not null, type text not null,
    setting text not null default '', parent uuid, successor uuid, heir uuid, type_before text, parent_before uuid,
    primary key (plan, organization)
);
create table bodies_parents (
    organization uuid not null,
    since date not null,
    parent uuid,
    primary key (organization, since)
);
"""
_CHAIN = """
with recursive heir as (
    select $1::uuid as organization, 0 as depth
    union all
    select body.successor, heir.depth + 1
    from heir join bodies body using (organization)
    where body.ended_on <= $2 and body.successor is not null and heir.depth < 32
),
up as (
    (select organization, 0 as depth from heir order by heir.depth desc limit 1)
    union all
    select link.parent, up.depth + 1
    from up join bodies here on here.organization = up.organization cross join lateral (
        select here.successor as parent where here.ended_on <= $2 and here.successor is not null
        union all
        (select parent from bodies_parents
         where organization = up.organization and since <= $2
             and not (here.ended_on is not null and here.ended_on <= $2 and here.successor is not null)
         order by since desc limit 1)
    ) link
    where link.parent is not null and up.depth < 32
)
select body.organization, body.code, body.type, body.setting,
       body.founded_on <= $2 and (body.ended_on is null or body.ended_on > $2) as stands
from up join bodies body using (organization)
where up.depth = 0 or body.ended_on is null or body.ended_on > $2 or body.successor is null order by up.depth
"""
_COUNT_FOUNDED = """
insert into bodies (organization, code, type, setting, founded_on)
select organization, code, type, setting, $2::date from bodies_staged
where plan = $1 and kind = 'FOUNDED' on conflict do nothing
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


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    match delivered.fact:
        case OrganizationFounded() as fact:
            columns = {
                "code": fact.code,
                "type": fact.type,
                "setting": fact.setting or "",
                "founded_on": fact.effective_on,
            }
            yield Put("bodies", {"organization": fact.organization}, columns)
            yield _link(fact.organization, fact.effective_on, fact.parent)
        case OrganizationReparented() as fact:
            yield _link(fact.organization, fact.effective_on, fact.parent)
        case OrganizationEnded() as fact:
            ended = {"ended_on": fact.effective_on, "successor": fact.successor}
            yield Patch("bodies", {"organization": fact.organization}, ended)
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
        "setting": row.setting or "",
        "successor": row.successors[0] if row.successors else None,
        "type_before": row.before and row.before.type,
        "parent_before": row.before and row.before.parent,
    }


def _link(organization: UUID, since: date, parent: UUID | None) -> Op:
    return Put("bodies_parents", {"organization": organization, "since": since}, {"parent": parent})


BODIES = View(
    name="bodies",
    version=1,
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

    async def chain(self, organization: UUID, on: date) -> tuple[Body, ...]:
        """The organisation (or who took over from it) and all above it as of a date; empty if it is unknown."""
        rows = await self._pool.fetch(_CHAIN, organization, on)
        return tuple(Body(id=row[0], code=row[1], type=row[2], setting=row[3], stands=row[4]) for row in rows)
