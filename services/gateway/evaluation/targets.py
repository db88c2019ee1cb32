"""The view of targets, and of outside figures with the document each stands in."""

from collections.abc import Iterable
from uuid import UUID

from services.evaluation.contracts.register_facts import FigureRecorded, TargetSet
from services.gateway.evaluation import campaigns, decisions
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.reading.tables import Reach, Table
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table targets (
    target uuid primary key, organization uuid not null, year int not null, measure text not null,
    least numeric, most numeric, source text
);
create index on targets (organization, year);
create table targets_figures (
    target uuid primary key, organization uuid not null, year int not null, measure text not null,
    numerator int, denominator int not null, issued_by uuid, document_number text not null,
    document_date date not null, document_hash text
);
create index on targets_figures (organization, year);
"""
_FIGURE = ("numerator", "denominator", "issued_by", "document_number", "document_date", "document_hash")

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """The newest target, the newest figure."""
    fact = delivered.fact
    assert isinstance(fact, TargetSet | FigureRecorded)
    of = {"organization": fact.organization, "year": fact.year, "measure": fact.measure.value}
    if isinstance(fact, TargetSet):
        yield Put("targets", {"target": fact.target}, {**of, "least": fact.least, "most": fact.most})
        yield Patch("targets", {"target": fact.target}, {"source": fact.source})
        return
    columns = {name: getattr(fact, name) for name in _FIGURE}
    yield Put("targets_figures", {"target": fact.target}, {**of, **columns})


VIEW = View(name="targets", version=1, ddl=_DDL, on=(TargetSet, FigureRecorded), fold=fold)

# Query ─ figures of bodies; `target` stands where a person's id would

TABLE = Table(name="targets", reach=Reach.COUNTS, organization="organization", person="target")
FIGURES = Table(name="targets_figures", reach=Reach.COUNTS, organization="organization", person="target")


def of_year(organization: UUID, year: int) -> Query:
    """The targets of a body."""
    columns = ("target", "measure", "least", "most", "source")
    return Query(table=TABLE, columns=columns, where=(_of(organization, year),), order_by=("measure",))


def figures_of_year(organization: UUID, year: int) -> Query:
    """The outside figures of a body."""
    return Query(table=FIGURES, columns=("target", "measure", *_FIGURE), where=(_of(organization, year),))


def rated(year: int, place: Iterable[Where | Within]) -> Query:
    """What was decided in a year's campaigns at some places, by kind."""
    yearly = where("year = {} and period = 'YEAR'", year)
    of = Within("campaign", Query(table=campaigns.TABLE, columns=("campaign",), where=(yearly,)))
    sums = tuple(f"sum({name})::int as {name}" for name in ("excellent", "good", "completed", "not_completed"))
    columns = ("kind", *sums, "sum(cap_limit)::int as cap_limit", "min(base) as base")
    return Query(table=decisions.TABLE, columns=columns, where=(of, *place), group_by=("kind",))


def _of(organization: UUID, year: int) -> Where:
    return where("organization = {} and year = {}", organization, year)
