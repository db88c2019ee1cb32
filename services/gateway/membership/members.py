"""The view of members: the stated cell only.

Personal columns are in the clear here and marked, so that an erasure blanks them.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from services.gateway.reading.pages import Order
from services.gateway.reading.query import Query, Where, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import (
    MemberCorrected,
    MemberRegistered,
    MemberRehomed,
    MemberStateDecided,
    PersonErased,
    TransferAdmitted,
    TransferIntroduced,
)
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered
from shared.vocabulary.text import fold as folded
from shared.vocabulary.text import nfc, person_sort_key

# Table ─ personal id and birth date are not shown by the API, so they are not kept here

PERSONAL = ("full_name", "folded", "sort_key", "file_number", "card_number", "external_ids")
_NUMBERS = ("file_number", "card_number")
_NAMELESS = {"full_name": None, "folded": None, "sort_key": ""}
_DATES = ("admitted_on", "full_member_on", "seniority_from")
_DDL = """
create table members (
    member uuid primary key, version int not null, cell uuid not null, state text not null,
    admitted_on date, full_member_on date, synthetic boolean not null,
    full_name text, folded text, sort_key text collate "C" not null default '',
    file_number text, card_number text, external_ids text,
    exempt boolean not null default false, seniority_from date, fees_paid_through text
);
create index on members (cell, sort_key, member);
create index on members (sort_key, member);
create index on members (file_number);
"""

# Fold


def fold(delivered: Delivered, open_: Open) -> Iterable[Op]:
    """The home is stated here; where it stands in the tree is told by the organisations."""
    match delivered.fact:
        case MemberRegistered() as fact:
            yield Put("members", {"member": fact.member}, _stated(fact, delivered) | _personal(fact, open_), new=True)
        case TransferAdmitted() | MemberRehomed() as fact:
            yield Patch("members", {"member": fact.member}, {"cell": fact.to_cell})
        case MemberStateDecided() as fact:
            full = {"full_member_on": fact.full_member_on} if fact.full_member_on else {}
            yield Patch("members", {"member": fact.member}, {"state": fact.state, "exempt": fact.exempt, **full})
        case MemberCorrected() as fact:
            yield Patch("members", {"member": fact.member}, _corrected(fact, open_))
        case TransferIntroduced() as fact:
            written_on = fact.standing.introduced_on or fact.act.acted_on
            yield Patch("members", {"member": fact.member}, {"fees_paid_through": f"{written_on:%Y-%m}"})
        case PersonErased() as fact:
            yield Patch("members", {"member": fact.member}, {**dict.fromkeys(PERSONAL), "sort_key": ""})


def _stated(fact: MemberRegistered, delivered: Delivered) -> dict[str, Any]:
    return {
        "version": delivered.version,
        "cell": fact.cell,
        "state": fact.state,
        "admitted_on": fact.admitted_on,
        "full_member_on": fact.full_member_on,
        "synthetic": fact.synthetic,
    }


def _personal(fact: MemberRegistered, open_: Open) -> dict[str, str | None]:
    name = open_(fact.member, "full_name", fact.full_name)
    others = {system: open_(fact.member, "external_id", sealed) for system, sealed in fact.external_ids.items()}
    return {
        **(_named(name) if name else _NAMELESS),
        "file_number": open_(fact.member, "file_number", fact.file_number),
        "card_number": open_(fact.member, "card_number", fact.card_number),
        "external_ids": msgspec.json.encode(others).decode() if others else "{}",
    }


def _corrected(fact: MemberCorrected, open_: Open) -> dict[str, Any]:
    """What is absent stays as it was."""
    stated = {name: value for name in _DATES if (value := getattr(fact, name)) is not None}
    numbers = {name: open_(fact.member, name, sealed) for name in _NUMBERS if (sealed := getattr(fact, name))}
    name = open_(fact.member, "full_name", fact.full_name) if fact.full_name else None
    return {**stated, **numbers, **(_named(name) if name else {})}


def _named(name: str) -> dict[str, str]:
    composed = nfc(name)
    return {"full_name": composed, "folded": folded(name), "sort_key": person_sort_key(composed)}


def _people(delivered: Delivered) -> tuple[UUID, ...]:
    fact = delivered.fact
    return (fact.member,) if isinstance(fact, MemberRegistered | MemberCorrected) else ()


VIEW = View(
    name="members",
    version=3,
    ddl=_DDL,
    on=(
        MemberRegistered,
        MemberRehomed,
        TransferAdmitted,
        TransferIntroduced,
        MemberStateDecided,
        MemberCorrected,
        PersonErased,
    ),
    fold=fold,
    people=_people,
    person="member",
    personal=PERSONAL,
)

# Query

TABLE = Table(name="members", reach=Reach.PERSONS, organization="cell", person="member")
ON_ROUTE = Table(name="members", reach=Reach.BY_TRANSFER, organization="cell", person="member")
COLUMNS = (
    "member", "version", "cell", "state", "admitted_on", "full_member_on",
    "full_name", "file_number", "card_number", "external_ids", "exempt", "seniority_from", "fees_paid_through",
)  # fmt: skip


def by_id(identities: Sequence[UUID], table: Table = TABLE) -> Query:
    """Members by id, as far as the viewer reaches them."""
    return Query(table=table, columns=COLUMNS, where=(where("member = any({}::uuid[])", list(identities)),))


def by_file_number(number: str) -> Query:
    """The member who bears a file number, as far as the viewer reaches."""
    return Query(table=TABLE, columns=COLUMNS, where=(where("file_number = {}", nfc(number)),), limit=1)


def by_name(rank: Where | None = None) -> Order:
    """Given name first, as Vietnamese lists of people are."""
    keys: tuple[tuple[str | Where, str], ...] = (("sort_key", "text"), ("member", "uuid"))
    return Order(keys=((rank, "int"), *keys) if rank else keys, indexed=rank is None)
