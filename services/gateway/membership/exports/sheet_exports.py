"""The view of exported sheets: who asked for which, who approved it, until when it is there, how often fetched."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.gateway.reading.pages import Order
from services.gateway.reading.query import Query, Where, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.sheet_facts import (
    SHEET_EXPORT_FACTS,
    SheetExportApproved,
    SheetExportFact,
    SheetExportFetched,
    SheetExportRefused,
    SheetExportRequested,
)
from shared.readmodel.view import Op, Open, Patch, Put, Run, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table sheet_exports (
    export uuid primary key, ordinal bigint not null, version int not null, organization uuid not null,
    sheet text not null, form text not null, purpose text not null, document_number text, state text not null,
    requested_by text not null, requested_at timestamptz not null, decided_by text, decided_at timestamptz,
    available_until timestamptz, fetched int not null default 0, nobody uuid
);
create index on sheet_exports (organization, ordinal);
"""
_FETCHED = "update sheet_exports set fetched = fetched + 1, version = $2 where export = $1"


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """What was asked, what was decided, how often it was fetched."""
    fact = delivered.fact
    assert isinstance(fact, SheetExportFact)
    key, version = {"export": fact.export}, {"version": delivered.version}
    decided = {**version, "decided_by": fact.account, "decided_at": fact.at}
    match fact:
        case SheetExportRequested():
            asked = {
                name: getattr(fact, name) for name in ("organization", "sheet", "form", "purpose", "document_number")
            }
            who = {"requested_by": fact.account, "requested_at": fact.at, "state": "REQUESTED"}
            yield Put("sheet_exports", key, {**version, **asked, **who, "ordinal": delivered.sequence})
        case SheetExportApproved():
            yield Patch("sheet_exports", key, {**decided, "state": "APPROVED", "available_until": fact.until})
        case SheetExportRefused():
            yield Patch("sheet_exports", key, {**decided, "state": "REFUSED"})
        case SheetExportFetched():
            yield Run(_FETCHED, (fact.export, delivered.version))


VIEW = View(name="sheet_exports", version=1, ddl=_DDL, on=SHEET_EXPORT_FACTS, fold=fold)

# Query ─ read by the people of the organisation and of those over it; it is nobody's own record

TABLE = Table(name="sheet_exports", reach=Reach.PERSONS, organization="organization", person="nobody")
COLUMNS = (
    "export", "version", "organization", "sheet", "form", "purpose", "document_number", "state", "requested_by",
    "requested_at", "decided_by", "decided_at", "available_until", "fetched",
)  # fmt: skip
NEWEST_FIRST = Order(keys=(("ordinal", "bigint"),), descending=True)


def by_id(exports: Sequence[UUID]) -> Query:
    """Exports by id."""
    return of_viewer(where("export = any({}::uuid[])", list(exports)))


def of_viewer(*more: Where) -> Query:
    """All that the viewer reaches."""
    return Query(table=TABLE, columns=COLUMNS, where=more)
