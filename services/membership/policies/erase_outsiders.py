"""Hết hạn giữ tên người ngoài Đảng: services that ended so long ago lose the key of their witnesses and proxies."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID, uuid5

from services.membership.application.lookups import Rules
from services.membership.application.outsiders import EraseOutsiders
from services.membership.domain.home_service.catalogue import rules_of
from shared.runtime.clock import Clock
from shared.runtime.service import Timer
from shared.vocabulary.codes import ROOT
from shared.vocabulary.requests import Request

_COMMANDS = UUID("7f0d6c0a-52f4-5a3e-8c11-0b6a5d1e2f43")


class Ended(Protocol):
    """Services that still keep names."""

    async def ended_until(self, day: date) -> list[UUID]:
        """Those that ended on or before a day."""
        ...


class Look(Protocol):
    """What the timer looks up."""

    @property
    def rules(self) -> Rules:
        """The policy rows."""
        ...

    @property
    def outsiders(self) -> Ended:
        """Services that still keep names."""
        ...


async def due(look: Look, clock: Clock) -> Iterable[Request]:
    """One command for each service; its id keeps it from being asked twice."""
    today = clock.today()
    days = rules_of(await look.rules.rows(), [ROOT], today).outsiders_days
    ended = await look.outsiders.ended_until(today - timedelta(days=days))
    return [EraseOutsiders(command_id=uuid5(_COMMANDS, str(service)), home_service_id=service) for service in ended]


TIMER = Timer(name="membership.erase_outsiders", every_seconds=3600.0, due=due)
