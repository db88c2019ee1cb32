"""The view of evaluations: where each stands and why, as evaluation decided it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from services.evaluation.contracts.facts import (
    EVALUATION_FACTS,
    EvaluationClosed,
    EvaluationFact,
    EvaluationResumed,
    RatingDecided,
    RatingRevised,
    SelfReviewSubmitted,
)
from services.gateway.reading.pages import Order
from services.gateway.reading.query import Each, Query, Where, Within, where
from services.gateway.reading.tables import Reach, Table
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table evaluations (
    evaluation uuid primary key, ordinal bigint not null, version int not null, campaign uuid not null,
    kind text not null, subject uuid not null, place uuid not null, state text not null,
    points numeric, derived text, proposed text, rating text, not_rated text, body uuid, published_on date, told bigint,
    explanation text not null default '[]'
);
create index on evaluations (campaign, ordinal);
create index on evaluations (campaign, place);
create index on evaluations (subject);
create index on evaluations (place);
create index on evaluations (told);
"""

# Fold

_EXPLAINED = (SelfReviewSubmitted, RatingDecided, RatingRevised, EvaluationClosed, EvaluationResumed)


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """Every fact carries the whole standing; the reasons come with the review, the decision, a revision, a closing."""
    fact = delivered.fact
    assert isinstance(fact, EvaluationFact)
    key, columns = {"evaluation": fact.evaluation}, {**_standing(fact), "version": delivered.version}
    if isinstance(fact, _EXPLAINED):
        columns["explanation"] = msgspec.json.encode(fact.steps).decode()
    if fact.standing.published_on:
        columns["told"] = delivered.sequence
    if delivered.version > 1:
        yield Patch("evaluations", key, columns)
        return
    of = {"ordinal": delivered.sequence, "campaign": fact.campaign, "kind": fact.kind.value, "subject": fact.subject}
    yield Put("evaluations", key, {**columns, **of})


def _standing(fact: EvaluationFact) -> dict[str, Any]:
    standing = fact.standing
    names = ("points", "derived", "proposed", "rating", "not_rated", "body", "published_on")
    return {"place": fact.place, "state": standing.state, **{name: getattr(standing, name) for name in names}}


VIEW = View(name="evaluations", version=3, ddl=_DDL, on=EVALUATION_FACTS, fold=fold)

# Query ─ a collective's subject is its organisation: no member's id is ever equal to one

TABLE = Table(name="evaluations", reach=Reach.PERSONS, organization="place", person="subject")
FIGURES = Table(name="evaluations", reach=Reach.COUNTS, organization="place", person="subject")
COLUMNS = (
    "evaluation", "version", "campaign", "kind", "subject", "place", "state", "points", "derived", "proposed",
    "rating", "not_rated", "body", "published_on", "explanation",
)  # fmt: skip
OLDEST_FIRST = Order(keys=(("ordinal", "bigint"),))
NEWEST_FIRST = Order(keys=(("ordinal", "bigint"),), descending=True)
_TOLD = where("rating is not null and published_on is not null")
_LEVELS = ("EXCELLENT", "GOOD", "COMPLETED", "NOT_COMPLETED", "NOT_RATED")


def by_id(identities: Sequence[UUID]) -> Query:
    """Evaluations by id, as far as the viewer reaches them."""
    return Query(table=TABLE, columns=COLUMNS, where=(where("evaluation = any({}::uuid[])", list(identities)),))


def chosen(conditions: Iterable[Where | Within]) -> Query:
    """Evaluations that meet the conditions, as far as the viewer reaches them."""
    return Query(table=TABLE, columns=COLUMNS, where=tuple(conditions))


def of_members(members: Sequence[UUID]) -> Query:
    """The published ratings of each of several members, as far as the viewer reaches them."""
    return Query(table=TABLE, columns=COLUMNS, where=(_TOLD,), each=Each("subject", list(members)))


def told_of(subjects: Sequence[UUID]) -> Query:
    """Which rating each of several subjects was given in which campaign, as far as published."""
    these = where("subject = any({}::uuid[])", list(subjects))
    return Query(table=TABLE, columns=("subject", "campaign", "kind", "rating"), where=(these, _TOLD))


def figures(campaign: UUID, kind: str, place: Sequence[Where | Within]) -> Query:
    """How many have which rating: decided ones only."""
    counts = tuple(f"count(*) filter (where rating = '{level}') as {level.lower()}" for level in _LEVELS)
    of = where("campaign = {} and kind = {} and rating is not null", campaign, kind)
    return Query(table=FIGURES, columns=counts, where=(of, *place))
