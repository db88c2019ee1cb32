"""The view of letters: every number that was ever issued, and whether it still counts. No personal data."""

from collections.abc import Iterable
from uuid import UUID

from services.gateway.reading.pages import Order
from services.gateway.reading.query import Query, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.facts import (
    OverdueTransferDecided,
    TransferCancelled,
    TransferClockResumed,
    TransferFact,
    TransferIntroduced,
    TransferPaperReissued,
    TransferPresented,
    TransferRefused,
    TransferReturned,
)
from shared.readmodel.view import Op, Open, Patch, Put, View
from shared.vocabulary.facts import Delivered

# Table

_DDL = """
create table letters (
    transfer uuid, number text, issuer uuid, issued_on date, present_by date, presented_on date,
    voided boolean not null default false, primary key (transfer, number)
);
create index on letters (issuer, issued_on);
"""

# Fold


def fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    """A number that was voided stays so: the same transfer never bears it again."""
    fact = delivered.fact
    assert isinstance(fact, TransferFact)
    number = fact.standing.letter_number
    match fact:
        case TransferIntroduced() | TransferPaperReissued():
            yield _issued(fact)
            if isinstance(fact, TransferPaperReissued):
                yield Patch("letters", _key(fact, fact.voided_number), {"voided": True})
        case TransferReturned(voided_number=str() as voided):
            yield Patch("letters", _key(fact, voided), {"voided": True})
        case TransferRefused() | TransferCancelled() if number:
            yield Patch("letters", _key(fact, number), {"voided": True})
        case TransferPresented() | OverdueTransferDecided() | TransferClockResumed() if number:
            limits = {"presented_on": fact.standing.presented_on, "present_by": fact.standing.present_by}
            yield Patch("letters", _key(fact, number), limits)
        case _:
            return


def _key(fact: TransferFact, number: str | None) -> dict[str, object]:
    return {"transfer": fact.transfer, "number": number}


def _issued(fact: TransferIntroduced | TransferPaperReissued) -> Put:
    standing = fact.standing
    columns = {
        "issuer": standing.letter_issuer,
        "issued_on": standing.introduced_on,
        "present_by": standing.present_by,
        "presented_on": standing.presented_on,
    }
    return Put("letters", _key(fact, standing.letter_number), columns)


VIEW = View(
    name="letters",
    version=2,
    ddl=_DDL,
    on=(
        TransferIntroduced,
        TransferPaperReissued,
        TransferReturned,
        TransferRefused,
        TransferCancelled,
        TransferPresented,
        OverdueTransferDecided,
        TransferClockResumed,
    ),
    fold=fold,
)

# Query ─ by a code that this deployment signed; or as the register of a body, by its own people and those over it

TABLE = Table(name="letters", reach=Reach.DIRECTORY)
REGISTER = Table(name="letters", reach=Reach.PERSONS, organization="issuer", person="transfer")
"""As a register: of bodies for which the viewer reads persons; no person's id is a transfer's."""
_PADDED = "lpad(coalesce(substring(number from '^[0-9]+'), ''), 12, '0')"
BY_NUMBER = Order(keys=((_PADDED, "text"), ("number", "text"), ("transfer", "uuid")))
COLUMNS = ("number", "issuer", "issued_on", "present_by", "presented_on", "voided")


def by_number(transfer: UUID, number: str) -> Query:
    """The letter that a code names."""
    return Query(table=TABLE, columns=COLUMNS, where=(where("transfer = {} and number = {}", transfer, number),))


def of_year(issuer: UUID, year: int) -> Query:
    """The letters that a body issued in a year."""
    begin, end = f"{year}-01-01", f"{year + 1}-01-01"
    chosen = where("issuer = {} and issued_on >= {}::text::date and issued_on < {}::text::date", issuer, begin, end)
    return Query(table=REGISTER, columns=("transfer", *COLUMNS), where=(chosen,))
