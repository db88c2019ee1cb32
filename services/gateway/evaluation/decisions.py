"""The view of decisions: each scope's tally after its last decision, with the cap it was held against."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.evaluation.contracts.facts import RatingsDecided
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.reading.tables import Reach, Table
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table decisions (
    quota uuid primary key, campaign uuid not null, body uuid not null, scope uuid not null, kind text not null,
    decided_on date not null, excellent int not null, good int not null, completed int not null,
    not_completed int not null, not_rated int not null, cap_limit int, counted int not null, ratio numeric,
    base text, confirmed boolean not null, outstanding boolean not null,
    organization_sequence bigint not null, membership_sequence bigint not null
);
create index on decisions (campaign);
create index on decisions (scope);
"""
_NAMES = (
    "campaign", "body", "scope", "kind", "decided_on", "excellent", "good", "completed", "not_completed", "not_rated",
    "counted", "ratio", "base", "confirmed", "outstanding", "organization_sequence", "membership_sequence",
)  # fmt: skip

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """The last decision of a scope tells its whole tally."""
    fact = delivered.fact
    assert isinstance(fact, RatingsDecided)
    columns = {name: getattr(fact, name) for name in _NAMES}
    yield Put("decisions", {"quota": fact.quota}, {**columns, "cap_limit": fact.limit})


VIEW = View(name="decisions", version=1, ddl=_DDL, on=(RatingsDecided,), fold=fold)

# Query ─ figures of bodies: no person stands behind a row

TABLE = Table(name="decisions", reach=Reach.SUMS, organization="scope")
COLUMNS = ("quota", "cap_limit", *_NAMES)


def figures(campaign: UUID, kind: str, place: Sequence[Where | Within]) -> Query:
    """The tallies of whole scopes, summed: what a province comes to is read off a few thousand rows."""
    names = ("excellent", "good", "completed", "not_completed", "not_rated")
    columns = ("count(*)::int as scopes", *(f"coalesce(sum({name}), 0)::int as {name}" for name in names))
    return Query(table=TABLE, columns=columns, where=(where("campaign = {} and kind = {}", campaign, kind), *place))


def of_campaigns(campaigns: Sequence[UUID]) -> Query:
    """The decisions of each of several campaigns, as far as the viewer reads figures."""
    these = where("campaign = any({}::uuid[])", list(campaigns))
    return Query(table=TABLE, columns=COLUMNS, where=(these,), order_by=("decided_on", "quota"))
