"""The view of confidence votes: the sums that may be told, and what has to be considered."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.evaluation.contracts.register_facts import ConfidenceVoteRecorded
from services.gateway.reading.pages import Order
from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table confidence_votes (
    vote uuid primary key, organization uuid not null, member uuid not null, held_on date not null,
    consequence text not null, summoned int, present int, sums int[]
);
create index on confidence_votes (organization, held_on);
create index on confidence_votes (member);
"""

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """One row a vote."""
    fact = delivered.fact
    assert isinstance(fact, ConfidenceVoteRecorded)
    columns = {
        "organization": fact.organization,
        "member": fact.person,
        "held_on": fact.held_on,
        "consequence": fact.consequence.value,
        "summoned": fact.summoned,
        "present": fact.present,
        "sums": list(fact.sums) if fact.sums else None,
    }
    yield Put("confidence_votes", {"vote": fact.vote}, columns)


VIEW = View(name="confidence_votes", version=1, ddl=_DDL, on=(ConfidenceVoteRecorded,), fold=fold)

# Query

TABLE = Table(name="confidence_votes", reach=Reach.PERSONS, organization="organization", person="member")
COLUMNS = ("vote", "organization", "member", "held_on", "consequence", "summoned", "present", "sums")
NEWEST_FIRST = Order(keys=(("held_on", "date"), ("vote", "uuid")), descending=True)


def of_body(organization: UUID, year: int) -> Query:
    """The votes that a body held in a year, as far as the viewer reaches them."""
    span = where("held_on between {} and {}", date(year, 1, 1), date(year, 12, 31))
    return Query(table=TABLE, columns=COLUMNS, where=(where("organization = {}", organization), span))


def by_id(identity: UUID) -> Query:
    """One vote by id."""
    return Query(table=TABLE, columns=COLUMNS, where=(where("vote = {}", identity),))
