"""The tree that authority runs along: a view folded from an owner's facts, whatever their classes are called.

Only what something hangs under has a path, in a table of its own. A leaf (nearly all organisations are cells) says
whose path is its own (`place`): when its commune moves, nothing is written for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.readmodel.recordsets import recordset
from shared.readmodel.view import Either, Op, Open, Patch, Put, Row, Run, View
from shared.vocabulary.facts import Delivered, Fact

TABLE = "authority_tree"

PATHS = f"{TABLE}_paths"

_DDL = f"""
create table {TABLE} (
    organization uuid primary key,
    code text not null,
    parent uuid,
    ended_on date,
    successor uuid,
    hung boolean not null default false,  -- something hangs under it: then it has a path of its own
    above uuid generated always as (coalesce(successor, parent)) stored,
    place uuid generated always as (case when hung then organization else coalesce(successor, parent) end) stored
);
create index on {TABLE} (place);
create index on {TABLE} (code);
create table {PATHS} (
    organization uuid primary key,
    above uuid,
    ended boolean not null default false,  -- something has succeeded it
    path uuid[]  -- from the root to the organisation itself; of one that has ended: to what succeeds it
);
create index on {PATHS} using gin (path);
create index on {PATHS} (above);
create index on {PATHS} (organization) where path is null;
create table {TABLE}_hanging (organization uuid primary key);
create table {TABLE}_staged (
    plan uuid, organization uuid, kind text not null, code text not null, parent uuid, successor uuid,
    parent_before uuid, heir uuid, primary key (plan, organization)
);
"""
WITH_PATHS = f"""
select node.*, case when node.hung and node.successor is null then place.path
    else place.path || node.organization end as path
from {TABLE} node join {PATHS} place on place.organization = node.place
"""  # noqa: S608 - the table's name is a literal
"""The tree with the way from the root to each organisation: for a few of them."""
HEAD = """case when {node}.hung and {node}.successor is null then {place}.path[cardinality({place}.path) - 1]
     else {place}.path[cardinality({place}.path)] end"""
"""What an organisation stands under; of one that has ended: what it has become, where that stands."""
SUBTREE = f"""
select organization from {TABLE} where organization = any({{roots}}::uuid[])
union
select node.organization from {PATHS} reach join {TABLE} node on node.place = reach.organization
where reach.path && {{roots}}::uuid[]
"""  # noqa: S608
"""At or below some organisations, leaves among them or not."""

_HANG = f"""
with hanging as (
    delete from {TABLE}_hanging named using {TABLE} node where node.organization = named.organization
    returning node.organization, node.above, node.successor is not null as ended
),
fresh as (
    insert into {PATHS} (organization, above, ended) select organization, above, ended from hanging
    on conflict do nothing
)
update {TABLE} node set hung = true from hanging where node.organization = hanging.organization and not node.hung
"""  # noqa: S608 - the table's name is a literal
_PLACE = f"""
with recursive settled as (
    select waiting.organization, coalesce(above.path, '{{}}')
        || case when waiting.ended then '{{}}' else array[waiting.organization] end as path
    from {PATHS} waiting left join {PATHS} above on above.organization = waiting.above
    where waiting.path is null and (waiting.above is null or above.path is not null)
    union all
    select waiting.organization,
        settled.path || case when waiting.ended then '{{}}' else array[waiting.organization] end
    from settled join {PATHS} waiting on waiting.above = settled.organization and waiting.path is null
)
update {PATHS} node set path = settled.path from settled where settled.organization = node.organization
"""  # noqa: S608 - the table's name is a literal
SETTLE = f"{_HANG};{_PLACE}"

WITHOUT_LOOPS = """
select set_config('enable_nestloop', case when count(*) > 500 then 'off' else 'on' end, true)
from {table}_staged where plan = $1
"""  # of a large plan: nothing is known yet of the rows that were written a moment ago
WITH_LOOPS = "set local enable_nestloop = on"
_HANG_ELSEWHERE = f"""
update {PATHS} hung set above = $2, ended = node.successor is not null
from {TABLE} node where node.organization = $1 and hung.organization = $1
"""  # noqa: S608
_UNSETTLE = f"update {PATHS} set path = null where path @> array[$1::uuid]"  # noqa: S608

_STAGE = f"""
insert into {TABLE}_staged (plan, organization, kind, code, parent, successor, parent_before, heir)
select $1::uuid, organization, kind, code, parent, successors[1], (before->>'parent')::uuid, heir
from json_to_recordset($2::json) row(
    organization uuid, kind text, code text, parent uuid, successors uuid[], before json, heir uuid
) on conflict do nothing
"""  # noqa: S608 - the table's name is a literal
_FOUND_STAGED = f"""
insert into {TABLE} (organization, code, parent)
select organization, code, parent from {TABLE}_staged where plan = $1 and kind = 'FOUNDED' on conflict do nothing
"""  # noqa: S608
_COUNT_STAGED = f"""
update {TABLE} node set parent = staged.parent, successor = staged.successor,
    ended_on = case staged.kind when 'ENDED' then $2::date else node.ended_on end
from {TABLE}_staged staged where staged.plan = $1 and staged.organization = node.organization
"""  # noqa: S608
_TAKE_BACK = f"""
update {TABLE} node set parent = coalesce(staged.parent_before, staged.parent), successor = staged.heir,
    ended_on = case staged.kind when 'FOUNDED' then $2::date else null end
from {TABLE}_staged staged where staged.plan = $1 and staged.organization = node.organization
"""  # noqa: S608
_HANG_STAGED = f"""
insert into {TABLE}_hanging select distinct node.above from {TABLE}_staged staged join {TABLE} node using (organization)
where staged.plan = $1 and node.above is not null on conflict do nothing
"""  # noqa: S608
_UNSETTLE_STAGED = f"""
with recursive moved as (
    select organization from {TABLE}_staged where plan = $1
    union
    select hung.organization from moved join {PATHS} hung on hung.above = moved.organization
)
update {PATHS} hung set path = null, above = node.above, ended = node.successor is not null
from moved join {TABLE} node using (organization) where node.organization = hung.organization
"""  # noqa: S608

_FOUNDED = (
    Row(TABLE, key={"organization": "organization"}, columns={"code": "code", "parent": "parent"}),
    Row(f"{TABLE}_hanging", key={"organization": Either("parent", "organization")}, columns={}),
)


@dataclass(frozen=True, kw_only=True)
class Plans:
    """An owner's facts about plans that change many organisations at once: rows laid down, counted, taken back."""

    staged: type[Fact]  # plan, rows: kind (FOUNDED, CHANGED, ENDED) organization code parent successors before heir
    effected: type[Fact]  # plan, effective_on
    reverted: type[Fact]


def tree_view(founded: type[Fact], reparented: type[Fact], ended: type[Fact], plans: Plans | None = None) -> View:
    """The view over an owner's facts. A new parent moves the whole subtree; nobody sees it half moved.

    The path of an organisation that has ended leads through its successor: a role over that is a role over this.
    """
    folds: dict[type[Fact], Callable[[Any], Iterable[Op]]] = {reparented: _move, ended: _end}
    if plans is not None:
        folds |= {plans.staged: _stage, plans.effected: _count, plans.reverted: _take_back}

    def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
        return folds[type(delivered.fact)](delivered.fact)

    on = (founded, *folds)
    return View(name=TABLE, version=5, ddl=_DDL, on=on, fold=fold, rows={founded: _FOUNDED}, settle=SETTLE)


def _stage(fact: Any) -> Iterable[Op]:
    yield Run(_STAGE, (fact.plan, recordset(fact.rows)))


def _count(fact: Any) -> Iterable[Op]:
    yield Run(SETTLE)
    yield Run(_FOUND_STAGED, (fact.plan,))
    yield Run(_COUNT_STAGED, (fact.plan, fact.effective_on))
    yield from _settle_staged(fact)


def _take_back(fact: Any) -> Iterable[Op]:
    yield Run(SETTLE)
    yield Run(_TAKE_BACK, (fact.plan, fact.effective_on))
    yield from _settle_staged(fact)


def _settle_staged(fact: Any) -> Iterable[Op]:
    """Paths are written for what the plan changes and what hangs under that and has something under it: no leaf."""
    yield Run(WITHOUT_LOOPS.format(table=TABLE), (fact.plan,))
    yield Run(_HANG_STAGED, (fact.plan,))
    yield Run(_UNSETTLE_STAGED, (fact.plan,))
    yield Run(WITH_LOOPS)
    yield Run(_HANG)  # by key: the whole tree need not be read
    yield Run(WITHOUT_LOOPS.format(table=TABLE), (fact.plan,))
    yield Run(_PLACE)
    yield Run(WITH_LOOPS)


def _move(fact: Any) -> Iterable[Op]:
    yield Patch(TABLE, {"organization": fact.organization}, {"parent": fact.parent})
    yield from _hang(fact.organization, fact.parent)


def _end(fact: Any) -> Iterable[Op]:
    yield Patch(
        TABLE, {"organization": fact.organization}, {"ended_on": fact.effective_on, "successor": fact.successor}
    )
    if fact.successor is not None:
        yield from _hang(fact.organization, fact.successor)


def _hang(organization: UUID, above: UUID) -> Iterable[Op]:
    """From now on an organisation, with all below it, has its path through another one."""
    yield Put(f"{TABLE}_hanging", {"organization": above}, {})
    yield Run(_HANG_ELSEWHERE, (organization, above))
    yield Run(_UNSETTLE, (organization,))
