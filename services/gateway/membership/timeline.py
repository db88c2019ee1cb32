"""The view of a transfer's timeline: one row for each fact, as it was told."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from services.gateway.reading.query import Query, Within, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import (
    TRANSFER_FACTS,
    PersonErased,
    TransferFact,
    TransferIntroduced,
    TransferPaperReissued,
    TransferReminded,
)
from shared.readmodel.view import Op, Open, Put, Run, View
from shared.vocabulary.facts import Delivered

# Table ─ `bodies` repeats who may read the transfer after the fact

_DDL = """
create table timeline (
    transfer uuid, sequence bigint, member uuid not null, fact text not null, step text not null,
    accepted boolean not null, state text not null, organization uuid not null, entered_by uuid,
    acted_on date not null, recorded_at timestamptz not null, paper_number text, letter_number text,
    present_by date, remark text, signatory text, primary key (transfer, sequence)
);
create index on timeline (member);
create index on timeline (sequence);
"""
_ERASE = "update timeline set remark = null, signatory = null where member = $1"

# Fold


def fold(delivered: Delivered, open_: Open) -> Iterable[Op]:
    """Free text is opened for the views only, and blanked when the person is erased."""
    fact = delivered.fact
    if isinstance(fact, PersonErased):
        yield Run(_ERASE, (fact.member,))
    elif isinstance(fact, TransferFact):
        yield _entry(fact, delivered, open_)


def _entry(fact: TransferFact, delivered: Delivered, open_: Open) -> Put:
    act, standing = fact.act, fact.standing
    return Put(
        "timeline",
        {"transfer": fact.transfer, "sequence": delivered.sequence},
        {
            "member": fact.member,
            "fact": _name(fact),
            "step": act.step,
            "accepted": act.accept,
            "state": standing.state,
            "organization": act.organization,
            "entered_by": act.entered_by,
            "acted_on": act.acted_on,
            "recorded_at": delivered.recorded_at,
            "paper_number": act.paper_number or _letter_issued_by(fact),
            "letter_number": standing.letter_number,
            "present_by": standing.present_by,
            "remark": open_(fact.member, "remark", act.remark),
            "signatory": open_(fact.member, "signatory", act.signatory),
        },
        new=True,
    )


def _name(fact: TransferFact) -> str:
    """What happened; a reminder is told by what it is about."""
    name = type(fact).__name__
    return f"{name}/{fact.what}" if isinstance(fact, TransferReminded) else name


def _letter_issued_by(fact: TransferFact) -> str | None:
    """The number that the register gave, where nobody typed one."""
    return fact.standing.letter_number if isinstance(fact, TransferIntroduced | TransferPaperReissued) else None


def _people(delivered: Delivered) -> tuple[UUID, ...]:
    fact = delivered.fact
    if isinstance(fact, TransferFact) and (fact.act.remark or fact.act.signatory):
        return (fact.member,)
    return ()


VIEW = View(
    name="timeline",
    version=2,
    ddl=_DDL,
    on=(*TRANSFER_FACTS, PersonErased),
    fold=fold,
    people=_people,
    person="member",
    personal=("remark", "signatory"),
)

# Query ─ read only through a transfer that the viewer has been given

TABLE = Table(name="timeline", reach=Reach.OF_TRANSFER)
COLUMNS = (
    "transfer", "fact", "step", "accepted", "state", "organization", "entered_by", "acted_on", "recorded_at",
    "paper_number", "letter_number", "present_by", "remark", "signatory",
)  # fmt: skip


def of_transfers(transfers: Sequence[UUID]) -> Query:
    """What happened to each of several transfers, in order."""
    chosen = where("transfer = any({}::uuid[])", list(transfers))
    return Query(table=TABLE, columns=COLUMNS, where=(chosen,), order_by=("sequence",))


def told_between(after: int, until: int, *among: Within) -> Query:
    """What happened first in a stretch of the log, among transfers that the viewer reaches."""
    behind = where("sequence > {} and sequence <= {}", after, until)
    return Query(table=TABLE, columns=("sequence", *COLUMNS), where=(behind, *among), order_by=("sequence",), limit=1)
