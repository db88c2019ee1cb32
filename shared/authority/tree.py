"""The tree that authority runs along: a view folded from an owner's facts, whatever their classes are called."""

from collections.abc import Iterable
from typing import Any

from shared.readmodel.view import Op, Open, Patch, Put, Run, View
from shared.vocabulary.facts import Delivered, Fact

TABLE = "authority_tree"

_DDL = f"""
create table {TABLE} (
    organization uuid primary key,
    code text not null,
    parent uuid,
    path uuid[],  -- from the root to the organisation itself
    ended_on date
);
create index on {TABLE} using gin (path);
create index on {TABLE} (parent);
create index on {TABLE} (code);
create index on {TABLE} (organization) where path is null;
"""

_SETTLE = f"""
with recursive settled as (
    select node.organization, coalesce(above.path, '{{}}'::uuid[]) || node.organization as path
    from {TABLE} node left join {TABLE} above on above.organization = node.parent
    where node.path is null and (node.parent is null or above.path is not null)
    union all
    select node.organization, settled.path || node.organization
    from settled join {TABLE} node on node.parent = settled.organization and node.path is null
)
update {TABLE} node set path = settled.path from settled where settled.organization = node.organization
"""  # noqa: S608 - the table's name is a literal

_UNSETTLE = f"update {TABLE} set path = null where path @> array[$1::uuid]"  # noqa: S608


def tree_view(founded: type[Fact], reparented: type[Fact], ended: type[Fact]) -> View:
    """The view over an owner's three facts. A new parent moves the whole subtree; nobody sees it half moved."""
    folds = {founded: _stand, reparented: _move, ended: _end}

    def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
        return folds[type(delivered.fact)](delivered.fact)

    return View(name=TABLE, version=1, ddl=_DDL, on=tuple(folds), fold=fold, settle=_SETTLE)


def _stand(fact: Any) -> Iterable[Op]:
    yield Put(TABLE, {"organization": fact.organization}, {"code": fact.code, "parent": fact.parent})


def _move(fact: Any) -> Iterable[Op]:
    yield Patch(TABLE, {"organization": fact.organization}, {"parent": fact.parent})
    yield Run(_UNSETTLE, (fact.organization,))


def _end(fact: Any) -> Iterable[Op]:
    yield Patch(TABLE, {"organization": fact.organization}, {"ended_on": fact.effective_on})
