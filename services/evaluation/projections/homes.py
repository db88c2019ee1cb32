"""Tình trạng và nơi sinh hoạt của đảng viên theo thời gian - at home where, guest where, in which state, since when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from services.evaluation.application.lookups import Person, Stay
from services.evaluation.domain.coverage import Standing
from services.membership.contracts.facts import (
    GuestAdmitted,
    GuestReturned,
    MemberCorrected,
    MemberRegistered,
    MemberRehomed,
    MemberStateDecided,
    TransferAdmitted,
)
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table homes (
    member uuid not null, since date not null, cell uuid not null, moved boolean not null default false,
    primary key (member, since)
);
create index on homes (member) where moved;
create table homes_guests (
    transfer uuid primary key, member uuid not null, since date not null, cell uuid not null, until date
);
create index on homes_guests (member);
create table homes_states (
    member uuid not null, since date not null, state text not null, exempt boolean not null,
    primary key (member, since)
);
create index on homes_states (since) where exempt or state not in ('FULL', 'PROBATIONARY');
create table homes_admissions (member uuid primary key, admitted_on date not null);
"""
_KNOWN = """
select member, 'HOME' as what, since, cell, null::text as state, false as exempt,
    lead(since) over (partition by member order by since) as until
from homes where member = any($1)
union all
select member, 'GUEST', since, cell, null, false, until from homes_guests where member = any($1)
union all
select member, 'STATE', since, null, state, exempt, null from homes_states where member = any($1)
union all
select member, 'ADMITTED', admitted_on, null, null, false, null from homes_admissions where member = any($1)
order by since
"""


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    match delivered.fact:
        case MemberRegistered() as fact:
            yield _home(fact.member, fact.home_since, fact.cell, moved=False)
            yield _state(fact.member, date.min, fact.state, exempt=False)
            if fact.admitted_on is not None:
                yield Put("homes_admissions", {"member": fact.member}, {"admitted_on": fact.admitted_on})
        case MemberCorrected(admitted_on=admitted_on) as fact if admitted_on is not None:
            yield Put("homes_admissions", {"member": fact.member}, {"admitted_on": admitted_on})
        case MemberStateDecided() as fact:
            yield _state(fact.member, fact.effective_on, fact.state, exempt=fact.exempt)
        case TransferAdmitted() as fact:
            yield _home(fact.member, fact.admitted_on, fact.to_cell)
        case MemberRehomed() as fact:
            yield _home(fact.member, fact.on, fact.to_cell)
        case GuestAdmitted() as fact:
            columns = {"member": fact.member, "since": fact.since, "cell": fact.cell, "until": None}
            yield Put("homes_guests", {"transfer": fact.transfer}, columns)
        case GuestReturned() as fact:
            yield Patch("homes_guests", {"transfer": fact.transfer}, {"until": fact.returned_on})
        case _:
            return


def _home(member: UUID, since: date, cell: UUID, *, moved: bool = True) -> Op:
    return Put("homes", {"member": member, "since": since}, {"cell": cell, "moved": moved})


def _state(member: UUID, since: date, state: str, *, exempt: bool) -> Op:
    return Put("homes_states", {"member": member, "since": since}, {"state": state, "exempt": exempt})


HOMES = View(
    name="homes",
    version=3,
    ddl=_DDL,
    on=(
        MemberRegistered,
        MemberCorrected,
        MemberStateDecided,
        MemberRehomed,
        TransferAdmitted,
        GuestAdmitted,
        GuestReturned,
    ),
    fold=_fold,
)


class PersonsByMember:
    """The look-up over the view."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def known(self, members: Sequence[UUID]) -> Mapping[UUID, Person]:
        """What is known of each of several members; until admission the origin keeps a home."""
        parts: dict[UUID, dict[str, list[Any]]] = {}
        for row in await self._pool.fetch(_KNOWN, list(members)):
            parts.setdefault(row["member"], {}).setdefault(row["what"], []).append(row)
        return {member: _person(found) for member, found in parts.items()}


def _person(found: Mapping[str, Sequence[Any]]) -> Person:
    admitted = found.get("ADMITTED")
    return Person(
        homes=tuple(_stay(row) for row in found.get("HOME", ())),
        guests=tuple(_stay(row) for row in found.get("GUEST", ())),
        standings=tuple(
            Standing(since=row["since"], state=row["state"], exempt=row["exempt"]) for row in found.get("STATE", ())
        ),
        admitted_on=admitted[0]["since"] if admitted else None,
    )


def _stay(row: Any) -> Stay:
    return Stay(cell=row["cell"], since=row["since"], until=row["until"] or date.max)
