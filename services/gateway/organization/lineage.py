"""The view of lineage: which organisation became which, from which day, by which plan (R9)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.gateway.reading.query import Each, Query, where
from services.gateway.reading.tables import Reach, Table
from services.organization.contracts.facts import RestructuringReverted, RestructuringStaged, RestructuringTookEffect
from shared.readmodel.recordsets import recordset
from shared.readmodel.view import Op, Open, Run, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table lineage (
    predecessor uuid, successor uuid, plan uuid, main boolean not null, effective_on date,
    primary key (predecessor, successor, plan)
);
create index on lineage (successor);
create index on lineage (plan);
"""
_LAY_DOWN = """
insert into lineage (predecessor, successor, plan, main)
select organization, heir, $1::uuid, min(place) = 1
from json_to_recordset($2::json) ended(organization uuid, kind text, successors uuid[])
    cross join unnest(ended.successors) with ordinality heirs(heir, place)
where kind = 'ENDED' group by organization, heir on conflict do nothing
"""  # what ended became each of its successors, the first in the main
_COUNT = "update lineage set effective_on = $2 where plan = $1"
_TAKE_BACK = "update lineage set effective_on = null where plan = $1"

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """An edge is there from its plan's first day; before it has no date and is not read."""
    match delivered.fact:
        case RestructuringStaged() as fact:
            yield Run(_LAY_DOWN, (fact.plan, recordset(fact.rows)))
        case RestructuringTookEffect() as fact:
            yield Run(_COUNT, (fact.plan, fact.effective_on))
        case RestructuringReverted() as fact:
            yield Run(_TAKE_BACK, (fact.plan,))


VIEW = View(
    name="lineage",
    version=1,
    ddl=_DDL,
    on=(RestructuringStaged, RestructuringTookEffect, RestructuringReverted),
    fold=fold,
)

# Query

TABLE = Table(name="lineage", reach=Reach.DIRECTORY)
COLUMNS = ("predecessor", "successor", "plan", "main", "effective_on")


def edges(column: str, organizations: Sequence[UUID]) -> Query:
    """The edges of each of several organisations: `column` says on which side they stand."""
    taken = where("effective_on is not null")
    order = ("effective_on", "main desc", "predecessor", "successor")
    return Query(table=TABLE, columns=COLUMNS, where=(taken,), order_by=order, each=Each(column, organizations))
