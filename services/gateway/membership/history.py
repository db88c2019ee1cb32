"""The view of a member's history: what the facts tell of a life in the Party, without any free text."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from services.gateway.reading.pages import Order
from services.gateway.reading.query import Each, Query
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import (
    GuestAdmitted,
    GuestReturned,
    GuestStayProlonged,
    MemberCorrected,
    MemberRegistered,
    MemberRehomed,
    MemberStateDecided,
    PersonErased,
    TransferAdmitted,
    TransferCancelled,
    TransferIntroduced,
    TransferRefused,
    TransferRequested,
    TransferWithdrawn,
)
from shared.readmodel.view import Op, Open, Put, View
from shared.vocabulary.days import VIET_NAM
from shared.vocabulary.facts import Delivered

# Table ─ holds are left out: only deciding officers read them

_DDL = """
create table member_history (
    member uuid, ordinal bigint, fact text not null, happened_on date not null, recorded_at timestamptz not null,
    organization uuid, came_from uuid, primary key (member, ordinal)
);
create index on member_history (ordinal, member);
"""
_OF_TRANSFER = (
    TransferRequested,
    TransferIntroduced,
    TransferAdmitted,
    TransferRefused,
    TransferCancelled,
    TransferWithdrawn,
    GuestAdmitted,
    GuestStayProlonged,
    GuestReturned,
)

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """One row for each fact that a member would tell of himself."""
    fact: Any = delivered.fact
    told = _told(fact) if not isinstance(fact, PersonErased) else _erased(delivered)
    key = {"member": fact.member, "ordinal": delivered.sequence}
    yield Put("member_history", key, {"recorded_at": delivered.recorded_at, **told}, new=True)


def _told(fact: Any) -> dict[str, Any]:
    name = type(fact).__name__
    match fact:
        case MemberStateDecided():
            return _row(f"{name}/{fact.decision}", fact.effective_on)
        case MemberRegistered():
            return _row(name, fact.home_since, fact.cell)
        case MemberRehomed():
            return _row(name, fact.on, fact.to_cell, fact.from_cell)
        case MemberCorrected():
            return _row(name, fact.on)
        case _:
            return _row(name, *_of_transfer(fact))


def _erased(delivered: Delivered) -> dict[str, Any]:
    return _row(PersonErased.__name__, delivered.recorded_at.astimezone(VIET_NAM).date())


def _of_transfer(fact: Any) -> tuple[Any, UUID, UUID | None]:
    """On which day, where to (or who acted), and where from."""
    match fact:
        case TransferAdmitted():
            return fact.admitted_on, fact.to_cell, fact.from_cell
        case GuestAdmitted():
            return fact.since, fact.cell, fact.home
        case TransferRequested():
            return fact.act.acted_on, fact.destination, fact.origin
        case _:
            return fact.act.acted_on, fact.act.organization, None


def _row(fact: str, on: Any, organization: UUID | None = None, came_from: UUID | None = None) -> dict[str, Any]:
    return {"fact": fact, "happened_on": on, "organization": organization, "came_from": came_from}


VIEW = View(
    name="member_history",
    version=2,
    ddl=_DDL,
    on=(MemberRegistered, MemberRehomed, MemberStateDecided, MemberCorrected, PersonErased, *_OF_TRANSFER),
    fold=fold,
)

# Query

TABLE = Table(name="member_history", reach=Reach.OF_MEMBER, person="member")
COLUMNS = ("ordinal", "fact", "happened_on", "recorded_at", "organization", "came_from")
NEWEST_FIRST = Order(keys=(("ordinal", "bigint"),), descending=True)


def of_members(members: Sequence[UUID]) -> Query:
    """The history of each of several members whom the viewer reaches."""
    return Query(table=TABLE, columns=COLUMNS, each=Each("member", members))
