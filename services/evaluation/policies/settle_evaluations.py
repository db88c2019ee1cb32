"""Khép, mở lại hồ sơ: asks for each whose subject is rated no more, or again, to be settled."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol
from uuid import UUID, uuid5

from services.evaluation.application.closing import SettleEvaluation
from shared.runtime.clock import Clock
from shared.runtime.service import Timer
from shared.vocabulary.requests import Request

_COMMANDS = UUID("5c2d0d5e-1b53-5f0e-8d1c-6a3e0b7c4f21")


class Unsettled(Protocol):
    """The evaluations of a season."""

    async def unsettled(self, today: date) -> list[tuple[UUID, int]]:
        """Those to be closed or resumed, with how many times that has been done."""
        ...

    async def handed_over(self, today: date) -> list[tuple[UUID, int]]:
        """Those to be closed because their place was handed over, likewise."""
        ...


class Look(Protocol):
    """What the timer looks up."""

    @property
    def proposals(self) -> Unsettled:
        """The evaluations of a season."""
        ...


async def due(look: Look, clock: Clock) -> Iterable[Request]:
    """One command for each; it settles nothing if the records say otherwise by then."""
    today = clock.today()
    return _asked(await look.proposals.unsettled(today), today)


async def due_where_handed_over(look: Look, clock: Clock) -> Iterable[Request]:
    """The same, of those whose place stands below another superior."""
    today = clock.today()
    return _asked(await look.proposals.handed_over(today), today)


def _asked(found: Iterable[tuple[UUID, int]], today: date) -> list[Request]:
    return [
        SettleEvaluation(command_id=uuid5(_COMMANDS, f"{evaluation}/{turn}/{today}"), evaluation_id=evaluation)
        for evaluation, turn in found
    ]


HANDED_OVER = Timer(name="evaluation.settle_handed_over", every_seconds=60.0, due=due_where_handed_over)
TIMER = Timer(name="evaluation.settle_evaluations", every_seconds=5.0, due=due)
