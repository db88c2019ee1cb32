"""The view of a member's file: an inventory of papers (type, number, date, holder, hash), never what stands in them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import (
    MemberCorrected,
    MemberStateDecided,
    PersonErased,
    TransferIntroduced,
    TransferPaperReissued,
    TransferRequested,
)
from shared.readmodel.view import Op, Open, Put, Run, View
from shared.vocabulary.facts import Delivered

_DDL = """
create table file_parts (
    member uuid, sequence bigint, kind text not null, number text, dated date not null, holder uuid, hash text,
    primary key (member, sequence)
);
"""
_ERASE = "update file_parts set number = null where member = $1"


def fold(delivered: Delivered, open_: Open) -> Iterable[Op]:
    """Each paper that a fact names."""
    fact = delivered.fact
    if isinstance(fact, PersonErased):
        yield Run(_ERASE, (fact.member,))
    elif paper := _paper(fact, open_):
        yield Put("file_parts", {"member": paper.pop("member"), "sequence": delivered.sequence}, paper)


def _paper(fact: Any, open_: Open) -> dict[str, Any] | None:
    match fact:
        case TransferRequested(decision_number=str()):
            dated = fact.decision_date or fact.act.acted_on
            return _part(fact.member, "MOVE_DECISION", fact.decision_number, dated, holder=fact.origin)
        case TransferIntroduced() | TransferPaperReissued():
            issuer, dated = fact.standing.letter_issuer, fact.act.acted_on
            number = fact.standing.letter_number
            return _part(fact.member, "INTRODUCTION_LETTER", number, dated, holder=issuer, hash=fact.act.evidence_hash)
        case MemberStateDecided():
            number = open_(fact.member, "decision_number", fact.decision_number)
            return _part(fact.member, fact.decision, number, fact.decided_on)
        case MemberCorrected():
            return _part(fact.member, "CORRECTION_EVIDENCE", None, fact.on, hash=fact.evidence_hash)
        case _:
            return None


def _part(member: UUID, kind: str, number: str | None, dated: Any, **more: Any) -> dict[str, Any]:
    return {"member": member, "kind": kind, "number": number, "dated": dated, "holder": None, "hash": None, **more}


def _people(delivered: Delivered) -> tuple[UUID, ...]:
    return (delivered.fact.member,) if isinstance(delivered.fact, MemberStateDecided) else ()


VIEW = View(
    name="file_parts",
    version=1,
    ddl=_DDL,
    on=(
        TransferRequested,
        TransferIntroduced,
        TransferPaperReissued,
        MemberStateDecided,
        MemberCorrected,
        PersonErased,
    ),
    fold=fold,
    people=_people,
    person="member",
    personal=("number",),
)
TABLE = Table(name="file_parts", reach=Reach.OF_MEMBER, person="member")


def of_members(members: Sequence[UUID]) -> Query:
    """The papers of each of several members, the oldest first."""
    chosen = where("member = any({}::uuid[])", list(members))
    columns = ("member", "kind", "number", "dated", "holder", "hash")
    return Query(table=TABLE, columns=columns, where=(chosen,), order_by=("dated", "sequence"))
