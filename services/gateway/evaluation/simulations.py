"""The view of simulations: what a body was shown of its cap before it decided."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from services.evaluation.contracts.facts import CapSimulated
from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table simulations (simulation uuid primary key, body uuid not null, told text not null);
"""

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """Kept as it was shown."""
    fact = delivered.fact
    assert isinstance(fact, CapSimulated)
    told = msgspec.json.encode(fact).decode()
    yield Put("simulations", {"simulation": fact.simulation}, {"body": fact.body, "told": told})


VIEW = View(name="simulations", version=1, ddl=_DDL, on=(CapSimulated,), fold=fold)

# Query ─ it names evaluations, so it is read like persons' records; `simulation` stands where a person's id would

TABLE = Table(name="simulations", reach=Reach.PERSONS, organization="body", person="simulation")


def by_id(identities: Sequence[UUID]) -> Query:
    """Simulations by id, as far as the viewer reaches them."""
    these = where("simulation = any({}::uuid[])", list(identities))
    return Query(table=TABLE, columns=("simulation", "told"), where=(these,))
