"""The view of policy rows: every number of the rules, with its dates and its source. A directory."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from services.gateway.reading.query import Query, Where, where
from services.gateway.reading.tables import Reach, Table
from services.organization.contracts.facts import PolicySet
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table policies (
    key text, organization uuid, valid_from date, organization_code text not null,
    valid_to date, value text not null, source text not null, confirmed boolean not null,
    primary key (key, organization, valid_from)
);
"""

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """A later row of the same key, place and start replaces the earlier one."""
    fact = delivered.fact
    assert isinstance(fact, PolicySet)
    key = {"key": fact.key, "organization": fact.organization, "valid_from": fact.valid_from}
    yield Put(
        "policies",
        key,
        {
            "organization_code": fact.organization_code,
            "valid_to": fact.valid_to,
            "value": msgspec.json.encode(fact.value).decode(),
            "source": fact.source,
            "confirmed": fact.confirmed,
        },
    )


VIEW = View(name="policies", version=1, ddl=_DDL, on=(PolicySet,), fold=fold)

# Query

TABLE = Table(name="policies", reach=Reach.DIRECTORY)
COLUMNS = ("key", "organization", "organization_code", "valid_from", "valid_to", "value", "source", "confirmed")


def rows(key: str | None, places: Sequence[UUID] | None, on: date | None) -> Query:
    """Rows of a key, set at any of some places, in force on a date; None asks for all."""
    conditions: list[Where] = []
    if key is not None:
        conditions.append(where("key = {}", key))
    if places is not None:
        conditions.append(where("organization = any({}::uuid[])", list(places)))
    if on is not None:
        conditions.append(where("valid_from <= {} and (valid_to is null or valid_to > {})", on, on))
    order = ("key", "organization_code", "valid_from")
    return Query(table=TABLE, columns=COLUMNS, where=tuple(conditions), order_by=order)
