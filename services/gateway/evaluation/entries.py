"""The view of entered lists: how many rows were taken, which were not and why."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from services.evaluation.contracts.facts import RowsEntered
from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = "create table entries (entry uuid primary key, organization uuid not null, told text not null);"

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """Kept as it was told."""
    fact = delivered.fact
    assert isinstance(fact, RowsEntered)
    told = msgspec.json.encode(fact).decode()
    yield Put("entries", {"entry": fact.entry}, {"organization": fact.organization, "told": told})


VIEW = View(name="entries", version=1, ddl=_DDL, on=(RowsEntered,), fold=fold)

# Query ─ read by who reads persons there; `entry` stands where a person's id would

TABLE = Table(name="entries", reach=Reach.PERSONS, organization="organization", person="entry")


def by_id(identities: Sequence[UUID]) -> Query:
    """Entries by id, as far as the viewer reaches them."""
    these = where("entry = any({}::uuid[])", list(identities))
    return Query(table=TABLE, columns=("entry", "told"), where=(these,))
