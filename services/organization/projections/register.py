"""Sổ tổ chức - every organisation with its name, type and dates: what a plan is computed from."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from services.organization.domain.organization import OrganizationEnded, OrganizationFounded, OrganizationReparented
from services.organization.domain.restructuring.restructuring import (
    RestructuringExecutionStarted,
    RestructuringProved,
    RestructuringReverted,
    RestructuringRevoked,
    RestructuringStaged,
    RestructuringTookEffect,
)
from services.organization.domain.restructuring.tree import KnownTree, Node
from shared.authority.tree import HEAD
from shared.readmodel.recordsets import recordset
from shared.readmodel.view import Op, Open, Patch, Put, Remove, Row, Run, View
from shared.vocabulary.facts import Delivered

TABLE = "register"
_HEAD = HEAD.format(node="tree", place="place")

_DDL = f"""
create table {TABLE} (
    organization uuid primary key, code text not null, name text not null, type text not null, setting text,
    parent uuid, founded_on date not null, ended_on date, external boolean not null default false,
    touched_by uuid  -- the last plan that changed it
);
create index on {TABLE} (code);
create index on {TABLE} (parent);
create table {TABLE}_staged (
    plan uuid, organization uuid, kind text not null, code text not null, name text not null, type text not null,
    setting text, parent uuid, name_before text, type_before text, parent_before uuid, touched_before uuid,
    primary key (plan, organization)
);
create table {TABLE}_waiting (plan uuid primary key, effective_on date not null);
create table {TABLE}_effects (plan uuid primary key, ordinal bigint not null);
create table {TABLE}_unproved (plan uuid primary key, before text not null);
"""
_STAGE = f"""
insert into {TABLE}_staged
    (plan, organization, kind, code, name, type, setting, parent, name_before, type_before, parent_before)
select $1::uuid, organization, kind, code, name, type, setting, parent,
    before->>'name', before->>'type', (before->>'parent')::uuid
from json_to_recordset($2::json) row(
    organization uuid, kind text, code text, name text, type text, setting text, parent uuid, before json
) on conflict do nothing
"""  # noqa: S608 - the table's name is a literal
_COUNT_FOUNDED = f"""
insert into {TABLE} (organization, code, name, type, setting, parent, founded_on, touched_by)
select organization, code, name, type, setting, parent, $2::date, plan
from {TABLE}_staged where plan = $1 and kind = 'FOUNDED' on conflict do nothing
"""  # noqa: S608 - the table's name is a literal
_REMEMBER = f"""
update {TABLE}_staged staged set touched_before = node.touched_by
from {TABLE} node where staged.plan = $1 and staged.organization = node.organization
"""  # noqa: S608
_COUNT = f"""
update {TABLE} node set name = staged.name, type = staged.type, parent = staged.parent, touched_by = staged.plan,
    ended_on = case staged.kind when 'ENDED' then $2::date else node.ended_on end
from {TABLE}_staged staged
where staged.plan = $1 and staged.organization = node.organization and staged.kind <> 'FOUNDED'
"""  # noqa: S608
_TAKE_BACK = f"""
update {TABLE} node set name = coalesce(staged.name_before, node.name), type = coalesce(staged.type_before, node.type),
    parent = case staged.kind when 'FOUNDED' then node.parent else staged.parent_before end,
    ended_on = case staged.kind when 'FOUNDED' then $2::date else null end, touched_by = staged.touched_before
from {TABLE}_staged staged where staged.plan = $1 and staged.organization = node.organization
"""  # noqa: S608
_NODES = f"""
select node.organization, node.code, node.name, node.type, node.setting, node.founded_on, node.ended_on, node.external,
    case when tree.successor is null and node.ended_on is null then {_HEAD} else node.parent end as parent
from {TABLE} node join authority_tree tree using (organization)
    left join authority_tree_paths place on place.organization = tree.place
where node.organization in (
    select unnest(reach.path || named.organization)
    from authority_tree named join authority_tree_paths reach on reach.organization = named.place
    where named.organization = any($1)
) or (node.ended_on is null and node.code = any($2))
"""  # noqa: S608
_BELOW = f"""
with below as materialized (
    select tree.organization, {_HEAD} as above
    from authority_tree tree join authority_tree_paths place on place.organization = tree.place
)
select below.above, node.type, count(*) as counted
from below join unnest($1::uuid[]) leaving(above) using (above) join {TABLE} node using (organization)
where node.ended_on is null and not exists (select from unnest($2::uuid[]) gone(id) where gone.id = node.organization)
group by 1, 2
"""  # noqa: S608
_LATER = f"""
with mine as materialized (select organization, kind from {TABLE}_staged where plan = $1)
select node.code from {TABLE} node join mine using (organization) where node.touched_by is distinct from $1
union
select child.code from authority_tree child join mine on mine.organization = child.parent and mine.kind = 'FOUNDED'
where child.organization not in (select organization from mine)
union
select node.code from {TABLE} node join {TABLE}_effects later on later.plan = node.touched_by
join authority_tree below on below.organization = node.organization
join authority_tree_paths reach on reach.organization = below.place
where exists (select from unnest(reach.path || below.organization) step join mine on mine.organization = step)
    and later.ordinal > (select ordinal from {TABLE}_effects where plan = $1)
union
select staged.code from authority_tree_staged staged join cell_members there on there.cell = staged.organization
where staged.plan = $1 and staged.kind = 'FOUNDED' and staged.heir is null
order by 1 limit 20
"""  # noqa: S608
_WAITING = f"select plan from {TABLE}_waiting where effective_on <= $1"  # noqa: S608
_UNPROVED = f"select plan, before from {TABLE}_unproved"  # noqa: S608
_OUTSIDE = """
select node.organization, node.code
from authority_tree node join authority_tree_paths reach on reach.organization = node.place
where node.organization = any($1) and not (reach.path || node.organization) && $2::uuid[] limit 200
"""


_FOUNDED = Row(
    TABLE,
    key={"organization": "organization"},
    columns={
        **{name: name for name in ("code", "name", "type", "setting", "parent", "external")},
        "founded_on": "effective_on",
    },
)


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    match delivered.fact:
        case OrganizationReparented() as fact:
            yield Patch(TABLE, {"organization": fact.organization}, {"parent": fact.parent})
        case OrganizationEnded() as fact:
            yield Patch(TABLE, {"organization": fact.organization}, {"ended_on": fact.effective_on})
        case RestructuringStaged() as fact:
            yield Run(_STAGE, (fact.plan, recordset(fact.rows)))
        case RestructuringTookEffect() as fact:
            yield Run(_REMEMBER, (fact.plan,))
            yield Run(_COUNT_FOUNDED, (fact.plan, fact.effective_on))
            yield Run(_COUNT, (fact.plan, fact.effective_on))
            yield Remove(f"{TABLE}_waiting", {"plan": fact.plan})
            yield Put(f"{TABLE}_effects", {"plan": fact.plan}, {"ordinal": delivered.sequence})
            before = msgspec.json.encode(fact.before).decode()
            yield Put(f"{TABLE}_unproved", {"plan": fact.plan}, {"before": before})
        case RestructuringExecutionStarted() as fact:
            yield Put(f"{TABLE}_waiting", {"plan": fact.plan}, {"effective_on": fact.effective_on})
        case RestructuringRevoked() as fact:
            yield Remove(f"{TABLE}_waiting", {"plan": fact.plan})
        case RestructuringProved() as fact:
            yield Remove(f"{TABLE}_unproved", {"plan": fact.plan})
        case RestructuringReverted() as fact:
            yield Run(_TAKE_BACK, (fact.plan, fact.effective_on))
        case _:
            return


REGISTER = View(
    name=TABLE,
    version=1,
    ddl=_DDL,
    on=(
        OrganizationFounded,
        OrganizationReparented,
        OrganizationEnded,
        RestructuringStaged,
        RestructuringTookEffect,
        RestructuringReverted,
        RestructuringExecutionStarted,
        RestructuringRevoked,
        RestructuringProved,
    ),
    fold=_fold,
    rows={OrganizationFounded: (_FOUNDED,)},
)


class Register:
    """The queries beside the fold."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def tree(self, named: Collection[UUID], codes: Collection[str], leaving: Collection[UUID]) -> KnownTree:
        """The organisations named, everything above them, who bears these codes, and what stays right below."""
        rows = await self._pool.fetch(_NODES, list(named), list(codes))
        nodes = {row["organization"]: Node(**row) for row in rows}
        below: dict[UUID, dict[str, int]] = {}
        for row in await self._pool.fetch(_BELOW, list(leaving), list(leaving)):
            below.setdefault(row["above"], {})[row["type"]] = row["counted"]
        return KnownTree(nodes, below)

    async def outside(self, organizations: Sequence[UUID], roots: Sequence[UUID]) -> dict[UUID, str]:
        """Those that stand under none of these roots, with their codes; at most 200."""
        rows = await self._pool.fetch(_OUTSIDE, list(organizations), list(roots))
        return {row["organization"]: row["code"] for row in rows}

    async def touched_later(self, plan: UUID) -> list[str]:
        """The codes of the organisations that were changed, or came, after a plan and rest on it; the first twenty."""
        return [row[0] for row in await self._pool.fetch(_LATER, plan)]

    async def waiting(self, today: date) -> list[UUID]:
        """Plans that are being laid down, or are down, and whose day has come."""
        return [row[0] for row in await self._pool.fetch(_WAITING, today)]

    async def unproved(self) -> list[tuple[UUID, str]]:
        """Plans whose effect the views show and whose proof is outstanding, with what was counted before, as kept."""
        return [(row[0], row[1]) for row in await self._pool.fetch(_UNPROVED)]
