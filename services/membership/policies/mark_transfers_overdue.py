"""Báo quá hạn nộp giấy: looks at the running clocks by today's calendar and asks for each that has run out."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Protocol
from uuid import UUID, uuid5

from services.membership.application.internal import MarkTransferOverdue
from services.membership.domain.clocks import Clocks
from shared.runtime.clock import Clock
from shared.runtime.due import Unasked, of_each
from shared.runtime.service import Timer
from shared.vocabulary.requests import Request

_COMMANDS = UUID("3c1b7a52-7b1f-5e0e-9d0b-1f3a1f0c9e55")


class RunningClock(Protocol):
    """A transfer whose letter has not been presented."""

    transfer: UUID
    issuer: UUID
    introduced_on: date
    present_by: date
    given: bool
    pauses: list[date]  # since, until, since, until …


class Deadlines(Protocol):
    """The running clocks."""

    async def near(self, today: date) -> list[RunningClock]:
        """Those that have run out by today, or may have by a corrected calendar."""
        ...


class Look(Protocol):
    """What the timer looks up."""

    @property
    def deadlines(self) -> Deadlines:
        """The running clocks."""
        ...

    async def clocks(self, organization: UUID, on: date, today: date) -> Clocks:
        """The limits in force."""
        ...


async def due(look: Look, clock: Clock) -> Iterable[Request | Unasked]:
    """One command for each transfer that is late today; its id keeps it from being asked twice on one day.

    The next day asks again: the handler may have found it not late, by a row or a pause that is taken back later.
    """
    today = clock.today()

    async def mark(running: RunningClock) -> Request | None:
        present_by = await _limit(running, look, today)
        return _mark(running.transfer, present_by, today) if today > present_by else None

    return await of_each(await look.deadlines.near(today), attrgetter("transfer"), mark)


async def _limit(running: RunningClock, look: Look, today: date) -> date:
    if running.given:
        return running.present_by
    clocks = await look.clocks(running.issuer, running.introduced_on, today)
    pauses = zip(running.pauses[::2], running.pauses[1::2], strict=True)
    return clocks.extended(clocks.present_by(running.introduced_on), pauses)


def _mark(transfer: UUID, present_by: date, today: date) -> Request:
    return MarkTransferOverdue(command_id=uuid5(_COMMANDS, f"{transfer}/{present_by}/{today}"), transfer_id=transfer)


TIMER = Timer(name="membership.mark_transfers_overdue", every_seconds=5.0, due=due)
