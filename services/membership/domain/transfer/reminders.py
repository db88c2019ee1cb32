"""Nhắc hạn - before a limit its people are reminded, once; a case that nobody decides is told to the superior."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from services.membership.domain.clocks import Clocks
from services.membership.domain.transfer.facts import Act, TransferReminded
from services.membership.domain.transfer.lateness import limit
from services.membership.domain.transfer.state import Transfer

PRESENT, RETURN, ESCALATION = "PRESENT", "RETURN", "ESCALATION"


def due(transfer: Transfer, superior: UUID, clocks: Clocks, today: date) -> tuple[TransferReminded, ...]:
    """What people are to be reminded of today, each limit once."""
    return tuple(fact for fact in _all(transfer, superior, clocks, today) if _is_new(fact, transfer))


def _all(transfer: Transfer, superior: UUID, clocks: Clocks, today: date) -> Iterator[TransferReminded]:
    present_by = limit(transfer, clocks) if transfer.clock_runs else None
    if present_by and not transfer.late and clocks.reminds_of(present_by, today):
        yield _told(PRESENT, present_by, transfer.holder.organization, today)
    if present_by and transfer.overdue and clocks.escalates(present_by, today):
        yield _told(ESCALATION, present_by, superior, today)
    if transfer.stay_is_open and transfer.return_by and clocks.reminds_of_return(transfer.return_by, today):
        yield _told(RETURN, transfer.return_by, transfer.hops[0].organization, today)


def _told(what: str, limit: date, whom: UUID, today: date) -> TransferReminded:
    return TransferReminded(act=Act(organization=whom, acted_on=today), what=what, due=limit)


def _is_new(fact: TransferReminded, transfer: Transfer) -> bool:
    return (fact.what, fact.due) not in transfer.reminded
