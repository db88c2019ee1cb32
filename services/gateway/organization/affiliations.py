"""The view of what stands beside the tree: second affiliations with their days, and numbers in other systems (D13)."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from services.gateway.reading.query import Each, Query, where
from services.gateway.reading.tables import Reach, Table
from services.organization.contracts.facts import AffiliationRecorded, ExternalIdRecorded
from shared.readmodel.view import Op, Open, Put, Remove, View
from shared.vocabulary.facts import Delivered

# Table ─ a directory, like the tree; no path, scope or figure asks for it

_DDL = """
create table affiliations (
    organization uuid, kind text, valid_from date, valid_to date, superior uuid, superior_name text,
    primary key (organization, kind, valid_from)
);
create table affiliations_numbers (
    organization uuid, system text, value text not null, primary key (organization, system)
);
"""

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """One row from each day on which something new holds; one number for each other system."""
    match delivered.fact:
        case AffiliationRecorded() as fact:
            key = {"organization": fact.organization, "kind": fact.kind.value, "valid_from": fact.valid_from}
            told = {"valid_to": fact.valid_to, "superior": fact.superior, "superior_name": fact.superior_name}
            yield Put("affiliations", key, told)
        case ExternalIdRecorded() as fact:
            key = {"organization": fact.organization, "system": fact.system}
            if fact.value is None:
                yield Remove("affiliations_numbers", key)
            else:
                yield Put("affiliations_numbers", key, {"value": fact.value})


VIEW = View(name="affiliations", version=1, ddl=_DDL, on=(AffiliationRecorded, ExternalIdRecorded), fold=fold)

# Query

TABLE = Table(name="affiliations", reach=Reach.DIRECTORY)
NUMBERS = Table(name="affiliations_numbers", reach=Reach.DIRECTORY)


def begun(organizations: Sequence[UUID], on: date) -> Query:
    """What was said of each of several organisations up to a day, of one kind the last first."""
    return Query(
        table=TABLE,
        columns=("kind", "superior", "superior_name", "valid_from", "valid_to"),
        where=(where("valid_from <= {}", on),),
        order_by=("kind", "valid_from desc"),
        each=Each("organization", organizations),
    )


def numbers(organizations: Sequence[UUID]) -> Query:
    """What other systems call each of several organisations."""
    columns, each = ("system", "value"), Each("organization", organizations)
    return Query(table=NUMBERS, columns=columns, order_by=("system",), each=each)
