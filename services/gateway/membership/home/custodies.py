"""The view of custodies: who has each sealed file, and every hand-over so far. Witnesses are not in it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.custody_facts import (
    CUSTODY_FACTS,
    CustodyFact,
    CustodyIncidentClosed,
    CustodyIncidentOpened,
    FileHandedOver,
)
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table custodies (
    custody uuid primary key, version int not null, member uuid not null, home_service uuid not null,
    custodian_kind text not null, custodian_organization uuid, custodian_officer text,
    seal_number text, inventory_hash text, papers int not null, incident text
);
create index on custodies (member);
create table custodies_steps (
    custody uuid, sequence bigint, member uuid not null, fact text not null, home_service uuid not null,
    giver_kind text, giver_organization uuid, giver_officer text,
    receiver_kind text, receiver_organization uuid, receiver_officer text,
    seal_number text, intact boolean, witnessed boolean, number text, incident text,
    happened_at timestamptz not null, recorded_at timestamptz not null, skew_seconds int not null,
    primary key (custody, sequence)
);
"""


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """The standing after the fact, and the fact as a step."""
    fact = delivered.fact
    assert isinstance(fact, CustodyFact)
    yield Put("custodies", {"custody": fact.custody}, _standing(fact, delivered.version))
    yield Put(
        "custodies_steps",
        {"custody": fact.custody, "sequence": delivered.sequence},
        {
            "member": fact.member,
            "fact": type(fact).__name__,
            "home_service": fact.home_service,
            "happened_at": fact.moment.happened_at,
            "recorded_at": delivered.recorded_at,
            "skew_seconds": fact.moment.skew_seconds,
            **_told(fact),
        },
    )


def _standing(fact: CustodyFact, version: int) -> dict[str, Any]:
    standing = fact.standing
    return {
        "version": version,
        "member": fact.member,
        "home_service": fact.home_service,
        "custodian_kind": standing.custodian.kind,
        "custodian_organization": standing.custodian.organization,
        "custodian_officer": standing.custodian.officer,
        "seal_number": standing.seal_number,
        "inventory_hash": standing.inventory_hash,
        "papers": standing.papers,
        "incident": standing.incident,
    }


def _told(fact: CustodyFact) -> dict[str, Any]:
    match fact:
        case FileHandedOver():
            return {
                "giver_kind": fact.giver.kind,
                "giver_organization": fact.giver.organization,
                "giver_officer": fact.giver.officer,
                "receiver_kind": fact.receiver.kind,
                "receiver_organization": fact.receiver.organization,
                "receiver_officer": fact.receiver.officer,
                "seal_number": fact.seal_number,
                "intact": fact.intact,
                "witnessed": fact.witnessed,
                "number": fact.paper_number,
            }
        case CustodyIncidentOpened():
            return {"incident": fact.kind}
        case CustodyIncidentClosed():
            return {"number": fact.paper_number, "seal_number": fact.standing.seal_number, "witnessed": True}
        case _:
            return {"seal_number": fact.standing.seal_number}


VIEW = View(name="custodies", version=1, ddl=_DDL, on=CUSTODY_FACTS, fold=fold)

# Query ─ read through a home service that the viewer reaches

TABLE = Table(name="custodies", reach=Reach.BY_HOME_SERVICE, person="member")
STEPS = Table(name="custodies_steps", reach=Reach.BY_HOME_SERVICE, person="member")
COLUMNS = (
    "custody", "version", "member", "home_service", "custodian_kind", "custodian_organization", "custodian_officer",
    "seal_number", "inventory_hash", "papers", "incident",
)  # fmt: skip
STEP_COLUMNS = (
    "custody", "fact", "home_service", "giver_kind", "giver_organization", "giver_officer", "receiver_kind",
    "receiver_organization", "receiver_officer", "seal_number", "intact", "witnessed", "number", "incident",
    "happened_at", "recorded_at", "skew_seconds",
)  # fmt: skip


def by_id(custodies: Sequence[UUID]) -> Query:
    """Custodies by id."""
    return Query(table=TABLE, columns=COLUMNS, where=(where("custody = any({}::uuid[])", list(custodies)),))


def steps_of(custodies: Sequence[UUID]) -> Query:
    """What happened in each of several custodies, in order."""
    chosen = where("custody = any({}::uuid[])", list(custodies))
    return Query(table=STEPS, columns=STEP_COLUMNS, where=(chosen,), order_by=("sequence",))
