"""Nhắc hạn: before the letter's limit and the end of a stay; what stays overdue undecided goes to the superior."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Protocol
from uuid import UUID, uuid5

from services.membership.application.internal import RemindOfTransfer
from services.membership.domain.clocks import Clocks
from services.membership.domain.transfer.reminders import ESCALATION, RETURN
from shared.runtime.clock import Clock
from shared.runtime.due import Unasked, of_each
from shared.runtime.service import Timer
from shared.vocabulary.requests import Request

_COMMANDS = UUID("6d0d2c1e-0b5a-5c36-9d0e-2f1b9f7a4c21")


class Limit(Protocol):
    """A limit of which nobody was reminded."""

    transfer: UUID
    what: str
    due: date
    about: UUID
    since: date


class Limits(Protocol):
    """Those that are near or over."""

    async def near(self, today: date) -> list[Limit]:
        """The nearest first."""
        ...


class Look(Protocol):
    """What the timer looks up."""

    @property
    def reminders(self) -> Limits:
        """The limits ahead."""
        ...

    async def clocks(self, organization: UUID, on: date, today: date) -> Clocks:
        """The limits in force."""
        ...


async def due(look: Look, clock: Clock) -> Iterable[Request | Unasked]:
    """One command for each limit whose time has come; its id keeps it from being asked twice on one day.

    The handler decides by rows of its own day, and what was asked too early must not be the last that was asked.
    """
    today = clock.today()
    known = dict[tuple[UUID, date], Clocks]()

    async def remind(limit: Limit) -> Request | None:
        where = (limit.about, limit.since)
        if where not in known:
            known[where] = await look.clocks(*where, today)
        if not _has_come(limit, known[where], today):
            return None
        name = f"{limit.transfer}/{limit.what}/{limit.due}/{today}"
        return RemindOfTransfer(command_id=uuid5(_COMMANDS, name), transfer_id=limit.transfer)

    return await of_each(await look.reminders.near(today), attrgetter("transfer"), remind)


def _has_come(limit: Limit, clocks: Clocks, today: date) -> bool:
    match limit.what:
        case what if what == RETURN:
            return clocks.reminds_of_return(limit.due, today)
        case what if what == ESCALATION:
            return clocks.escalates(limit.due, today)
        case _:
            return clocks.reminds_of(limit.due, today)


TIMER = Timer(name="membership.remind_of_deadlines", every_seconds=60.0, due=due)
