"""Hạn nộp giấy - the transfers whose clock is running: date on the letter, issuer, and the limit as last stated."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from services.membership.domain.transfer import facts as told
from shared.readmodel.view import Op, Open, Patch, Put, Remove, Run, View
from shared.vocabulary.facts import Delivered

_SHIFT = timedelta(days=14)
"""How far a later swap day or holiday row can move a limit that was stated before; only candidates are looked up."""
_DDL = """
create table deadlines (
    transfer uuid primary key,
    issuer uuid not null,
    introduced_on date not null,
    present_by date not null,
    given boolean not null default false,  -- by decision: no calendar moves it
    late boolean not null default false,
    paused boolean not null default false,  -- the office itself carries the file
    pauses date[] not null default '{}'  -- since, until, since, until …
);
create index on deadlines (present_by) where not late and not paused;
"""
_PAUSE = "update deadlines set paused = true, late = late and $2::date > $3::date where transfer = $1"
_RESUME = """
update deadlines set paused = false, present_by = $2, pauses = pauses || array[$3::date, $4::date] where transfer = $1
"""
_DECIDED = {"given": True, "late": False, "pauses": []}
_OVER = (
    told.TransferPresented,
    told.TransferAdmitted,
    told.GuestAdmitted,
    told.TransferRefused,
    told.TransferWithdrawn,
    told.TransferCancelled,
)


def _fold(delivered: Delivered, _open: Open) -> Iterable[Op]:
    key = {"transfer": delivered.aggregate}
    match delivered.fact:
        case told.TransferIntroduced() as fact:
            yield Put("deadlines", key, _columns(fact))
        case told.TransferBecameOverdue():
            yield Patch("deadlines", key, {"late": True})
        case told.OverdueTransferDecided(present_by=date() as limit):
            yield Patch("deadlines", key, {"present_by": limit, **_DECIDED})
        case told.TransferClockPaused() as fact:
            yield Run(_PAUSE, (delivered.aggregate, fact.since, fact.present_by))
        case told.TransferClockResumed() as fact:
            yield Run(_RESUME, (delivered.aggregate, fact.present_by, fact.since, fact.until))
        case told.TransferReturned(voided_number=str()):
            yield Remove("deadlines", key)
        case fact if isinstance(fact, _OVER):
            yield Remove("deadlines", key)
        case _:
            return


def _columns(fact: told.TransferIntroduced) -> dict[str, Any]:
    return {
        "issuer": fact.act.organization,
        "introduced_on": fact.introduced_on,
        "present_by": fact.present_by,
    }


DEADLINES = View(
    name="deadlines",
    version=2,
    ddl=_DDL,
    on=(
        *_OVER,
        told.TransferIntroduced,
        told.TransferBecameOverdue,
        told.OverdueTransferDecided,
        told.TransferReturned,
        told.TransferClockPaused,
        told.TransferClockResumed,
    ),
    fold=_fold,
)


class Running(msgspec.Struct, frozen=True):
    """One running clock."""

    transfer: UUID
    issuer: UUID
    introduced_on: date
    present_by: date
    given: bool
    pauses: list[date]


class DeadlinesAhead:
    """The look-up over the view."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def near(self, today: date) -> list[Running]:
        """The clocks that have run out by today, or would by a calendar that was corrected since."""
        rows = await self._pool.fetch(
            "select transfer, issuer, introduced_on, present_by, given, pauses from deadlines "
            "where not late and not paused and present_by < $1 order by present_by limit 1000",
            today + _SHIFT,
        )
        return [Running(*row) for row in rows]
