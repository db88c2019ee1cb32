"""The view of places: villages, quarters, buildings, work places, and the cells that are there (D12)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.gateway.reading.query import Each, Query, where
from services.gateway.reading.tables import Reach, Table
from services.organization.contracts.facts import PlaceRegistered
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

# Table ─ no person stands here: of the head it is said whether it is a member

_DDL = """
create table places (
    place uuid primary key, organization uuid not null, kind text not null, name text not null,
    valid_from date not null, valid_to date, head_is_member boolean, cells uuid[] not null, version int not null
);
create index on places (organization);
"""
_COPIED = ("organization", "kind", "name", "valid_from", "valid_to", "head_is_member")


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """Each fact tells the whole place."""
    fact = delivered.fact
    assert isinstance(fact, PlaceRegistered)
    told = {name: getattr(fact, name) for name in _COPIED}
    yield Put("places", {"place": fact.place}, {**told, "cells": list(fact.cells), "version": delivered.version})


VIEW = View(name="places", version=1, ddl=_DDL, on=(PlaceRegistered,), fold=fold)

# Query

TABLE = Table(name="places", reach=Reach.DIRECTORY)
COLUMNS = ("place", "organization", "kind", "name", "valid_from", "valid_to", "head_is_member", "cells", "version")


def of_organizations(organizations: Sequence[UUID]) -> Query:
    """The places of each of several communes, by name."""
    return Query(table=TABLE, columns=COLUMNS, order_by=("name", "place"), each=Each("organization", organizations))


def of_cells(cells: Sequence[UUID]) -> Query:
    """The places that one of several cells is at."""
    there = where("cells && {}::uuid[]", list(cells))
    return Query(table=TABLE, columns=COLUMNS, where=(there,), order_by=("name", "place"))


def by_id(identities: Sequence[UUID]) -> Query:
    """Places by id."""
    return Query(table=TABLE, columns=COLUMNS, where=(where("place = any({}::uuid[])", list(identities)),))
