"""The tree that authority runs along: a view folded from an owner's facts, whatever their classes are called."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from shared.readmodel.view import Op, Open, Patch, Put, Run, View
from shared.vocabulary.facts import Delivered, Fact

TABLE = "authority_tree"

_DDL = f"""
create table {TABLE} (
    organization uuid primary key,
    code text not null,
    parent uuid,
    path uuid[],  -- from the root to the organisation itself; of one that has ended: through what succeeds it
    ended_on date,
    successor uuid
);
create index on {TABLE} using gin (path);
create index on {TABLE} ((coalesce(successor, parent)));
create index on {TABLE} (code);
create index on {TABLE} (organization) where path is null;
create table {TABLE}_staged (
    plan uuid, organization uuid, kind text not null, code text not null, parent uuid, successor uuid,
    parent_before uuid, heir uuid, primary key (plan, organization)
);
"""

_ABOVE = "coalesce(node.successor, node.parent)"
_FOR_CHILDREN = "case when above.successor is null then above.path else above.path[:cardinality(above.path) - 1] end"
_SETTLE = f"""
with recursive settled as (
    select node.organization, coalesce({_FOR_CHILDREN}, '{{}}') || node.organization as path,
        case when node.successor is null then coalesce({_FOR_CHILDREN}, '{{}}') || node.organization
             else {_FOR_CHILDREN} end as for_children
    from {TABLE} node left join {TABLE} above on above.organization = {_ABOVE}
    where node.path is null and (node.parent is null or above.path is not null)
    union all
    select node.organization, settled.for_children || node.organization,
        case when node.successor is null then settled.for_children || node.organization else settled.for_children end
    from settled join {TABLE} node on {_ABOVE} = settled.organization and node.path is null
)
update {TABLE} node set path = settled.path from settled where settled.organization = node.organization
"""  # noqa: S608 - the table's name is a literal

_UNSETTLE = f"update {TABLE} set path = null where path @> array[$1::uuid]"  # noqa: S608

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
_RESETTLE = f"""
with recursive moved as (
    select organization from {TABLE}_staged where plan = $1
    union
    select node.organization from moved join {TABLE} node on {_ABOVE} = moved.organization
),
affected as materialized (
    select node.organization, {_ABOVE} as above, node.successor is not null as ended
    from moved join {TABLE} node using (organization)
),
placed as (
    select node.organization, coalesce({_FOR_CHILDREN}, '{{}}') || node.organization as path,
        case when node.ended then coalesce({_FOR_CHILDREN}, '{{}}')
             else coalesce({_FOR_CHILDREN}, '{{}}') || node.organization end as for_children
    from affected node left join {TABLE} above on above.organization = node.above
    where not exists (select from affected over_it where over_it.organization = node.above)
    union all
    select node.organization, placed.for_children || node.organization,
        case when node.ended then placed.for_children else placed.for_children || node.organization end
    from placed join affected node on node.above = placed.organization
)
update {TABLE} node set path = placed.path from placed
where placed.organization = node.organization and node.path is distinct from placed.path
"""  # noqa: S608


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
    folds: dict[type[Fact], Callable[[Any], Iterable[Op]]] = {founded: _stand, reparented: _move, ended: _end}
    if plans is not None:
        folds |= {plans.staged: _stage, plans.effected: _count, plans.reverted: _take_back}

    def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
        return folds[type(delivered.fact)](delivered.fact)

    return View(name=TABLE, version=2, ddl=_DDL, on=tuple(folds), fold=fold, settle=_SETTLE)


def _stage(fact: Any) -> Iterable[Op]:
    for row in fact.rows:
        columns = {
            "kind": row.kind,
            "code": row.code,
            "parent": row.parent,
            "successor": row.successors[0] if row.successors else None,
            "parent_before": row.before.parent if row.before else None,
            "heir": row.heir,
        }
        yield Put(f"{TABLE}_staged", {"plan": fact.plan, "organization": row.organization}, columns)


def _count(fact: Any) -> Iterable[Op]:
    yield Run(_SETTLE)
    yield Run(_FOUND_STAGED, (fact.plan,))
    yield Run(_COUNT_STAGED, (fact.plan, fact.effective_on))
    yield Run(_RESETTLE, (fact.plan,))


def _take_back(fact: Any) -> Iterable[Op]:
    yield Run(_SETTLE)
    yield Run(_TAKE_BACK, (fact.plan, fact.effective_on))
    yield Run(_RESETTLE, (fact.plan,))


def _stand(fact: Any) -> Iterable[Op]:
    yield Put(TABLE, {"organization": fact.organization}, {"code": fact.code, "parent": fact.parent})


def _move(fact: Any) -> Iterable[Op]:
    yield Patch(TABLE, {"organization": fact.organization}, {"parent": fact.parent})
    yield Run(_UNSETTLE, (fact.organization,))


def _end(fact: Any) -> Iterable[Op]:
    yield Patch(TABLE, {"organization": fact.organization}, {"ended_on": fact.effective_on})
