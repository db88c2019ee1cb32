"""Những hạn sẽ phải nhắc - limits of which nobody has been reminded yet, the nearest first."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import msgspec

from services.membership.domain.transfer import facts as told
from services.membership.domain.transfer.reminders import ESCALATION, PRESENT, RETURN
from shared.readmodel.view import Op, Open, Put, Remove, View
from shared.vocabulary.facts import Delivered

_AHEAD = timedelta(days=60)
"""No row reminds earlier; what lies further ahead is not looked at."""
_DDL = """
create table reminders (
    transfer uuid, what text, due date not null, about uuid not null, since date not null, primary key (transfer, what)
);
create index on reminders (due);
"""
_OVER = (told.TransferRefused, told.TransferWithdrawn, told.TransferCancelled, told.TransferPresented)


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    transfer = delivered.aggregate
    match delivered.fact:
        case told.TransferIntroduced() as fact:
            yield _wanted(transfer, PRESENT, fact.present_by, fact.act.organization, fact.introduced_on)
        case told.TransferBecameOverdue() as fact:
            yield _no_more(transfer, PRESENT)
            yield _wanted(transfer, ESCALATION, fact.present_by, fact.act.organization, fact.present_by)
        case told.OverdueTransferDecided() as fact:
            yield _no_more(transfer, ESCALATION)
            if fact.present_by is not None:
                yield _wanted(transfer, PRESENT, fact.present_by, fact.act.organization, fact.act.acted_on)
        case told.GuestAdmitted() as fact:
            yield from (_no_more(transfer, what) for what in (PRESENT, ESCALATION))
            yield _wanted(transfer, RETURN, fact.return_by, fact.home, fact.act.acted_on)
        case told.GuestStayProlonged() as fact:
            yield _wanted(transfer, RETURN, fact.return_by, fact.act.organization, fact.act.acted_on)
        case told.GuestReturned():
            yield _no_more(transfer, RETURN)
        case told.TransferClockPaused() | told.TransferClockResumed() as fact:
            yield from _while_carried(transfer, fact)
        case told.TransferReminded() as fact:
            yield _no_more(transfer, fact.what)
        case told.TransferAdmitted() | told.TransferReturned(voided_number=str()):
            yield from (_no_more(transfer, what) for what in (PRESENT, ESCALATION))
        case fact if isinstance(fact, _OVER):
            yield from (_no_more(transfer, what) for what in (PRESENT, ESCALATION))
        case _:
            return


def _while_carried(transfer: UUID, fact: told.TransferClockPaused | told.TransferClockResumed) -> Iterable[Op]:
    """Nobody is reminded while the office has the file; after that the new limit is one to be reminded of."""
    if isinstance(fact, told.TransferClockPaused):
        yield _no_more(transfer, PRESENT)
        if fact.since <= fact.present_by:
            yield _no_more(transfer, ESCALATION)
    elif not fact.late:
        yield _wanted(transfer, PRESENT, fact.present_by, fact.issuer, fact.until)


def _wanted(transfer: UUID, what: str, due: date, about: UUID, since: date) -> Put:
    return Put("reminders", {"transfer": transfer, "what": what}, {"due": due, "about": about, "since": since})


def _no_more(transfer: UUID, what: str) -> Remove:
    return Remove("reminders", {"transfer": transfer, "what": what})


REMINDERS = View(
    name="reminders",
    version=2,
    ddl=_DDL,
    on=(
        *_OVER,
        told.TransferIntroduced,
        told.TransferBecameOverdue,
        told.OverdueTransferDecided,
        told.TransferAdmitted,
        told.TransferReturned,
        told.TransferReminded,
        told.GuestAdmitted,
        told.GuestStayProlonged,
        told.GuestReturned,
        told.TransferClockPaused,
        told.TransferClockResumed,
    ),
    fold=_fold,
)


class Wanted(msgspec.Struct, frozen=True):
    """One limit of which nobody was reminded."""

    transfer: UUID
    what: str
    due: date
    about: UUID
    since: date


class RemindersAhead:
    """The look-up over the view."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def near(self, today: date) -> list[Wanted]:
        """The limits that are near or over."""
        rows = await self._pool.fetch(
            "select transfer, what, due, about, since from reminders where due <= $1 order by due limit 1000",
            today + _AHEAD,
        )
        return [Wanted(*row) for row in rows]
