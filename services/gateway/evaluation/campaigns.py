"""The view of campaigns: a directory, like the organisations that open them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.evaluation.contracts.facts import CampaignOpened
from services.gateway.reading.pages import Order
from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table campaigns (
    campaign uuid primary key, ordinal bigint not null, version int not null, organization uuid not null,
    year int not null, period text not null, rule_set text not null, opens_on date not null, closes_on date not null
);
create index on campaigns (ordinal);
create index on campaigns (organization);
"""

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """One fact, one row."""
    fact = delivered.fact
    assert isinstance(fact, CampaignOpened)
    columns = {
        "ordinal": delivered.sequence,
        "version": delivered.version,
        "organization": fact.organization,
        "year": fact.year,
        "period": fact.period.value,
        "rule_set": fact.code,
        "opens_on": fact.opens_on,
        "closes_on": fact.closes_on,
    }
    yield Put("campaigns", {"campaign": fact.campaign}, columns)


VIEW = View(name="campaigns", version=1, ddl=_DDL, on=(CampaignOpened,), fold=fold)

# Query

TABLE = Table(name="campaigns", reach=Reach.DIRECTORY)
COLUMNS = ("campaign", "version", "organization", "year", "period", "rule_set", "opens_on", "closes_on")
NEWEST_FIRST = Order(keys=(("ordinal", "bigint"),), descending=True)


def by_id(identities: Sequence[UUID]) -> Query:
    """Campaigns by id."""
    return Query(table=TABLE, columns=COLUMNS, where=(where("campaign = any({}::uuid[])", list(identities)),))
