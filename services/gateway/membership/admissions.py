"""The view of admissions: who was admitted in which cell on which day. Figures rest on it (D17), no person is shown."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.gateway.organization.instants import Instant
from services.gateway.organization.organizations import below
from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.enums import MemberDecision
from services.membership.contracts.facts import MemberCorrected, MemberRegistered, MemberStateDecided
from shared.readmodel.view import Op, Open, Patch, Put, Run, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table admissions (
    member uuid primary key, cell uuid not null, admitted_on date not null, cancelled boolean not null default false
);
create index on admissions (admitted_on);
"""
_CORRECT = "update admissions set admitted_on = $2 where member = $1"


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """Whoever was at home in the cell on that day was admitted there; an imported member's old cell is not known."""
    match delivered.fact:
        case MemberRegistered(admitted_on=date() as on) as fact if fact.home_since <= on:
            yield Put("admissions", {"member": fact.member}, {"cell": fact.cell, "admitted_on": on})
        case MemberCorrected(admitted_on=date() as on) as fact:
            yield Run(_CORRECT, (fact.member, on))
        case MemberStateDecided(decision=MemberDecision.ADMISSION_CANCELLED.value) as fact:
            yield Patch("admissions", {"member": fact.member}, {"cancelled": True})
        case _:
            return


VIEW = View(
    name="admissions",
    version=1,
    ddl=_DDL,
    on=(MemberRegistered, MemberCorrected, MemberStateDecided),
    fold=fold,
)

# Query ─ figures only

TABLE = Table(name="admissions", reach=Reach.COUNTS, organization="cell", person="member")


def figures(place: UUID, begin: date, end: date, today: date) -> Query:
    """How many were admitted below an organisation of today, from a day on and before another."""
    within = (below(place, Instant(today), "cell"), where("admitted_on >= {} and admitted_on < {}", begin, end))
    return Query(table=TABLE, columns=("count(*)",), where=(*within, where("not cancelled")))
