"""Đổi nơi nhận hồ sơ theo tổ chức kế thừa: open transfers follow the bodies of their route; nothing else changes."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol
from uuid import UUID, uuid5

from services.membership.application.internal import ReaddressTransfer
from shared.runtime.clock import Clock
from shared.runtime.service import Timer
from shared.vocabulary.requests import Request

_COMMANDS = UUID("a3b0c7de-5f6c-5c1b-8b36-2f1a7f3f2d10")


class Routes(Protocol):
    """The routes of open transfers."""

    async def through_ended(self, today: date) -> list[tuple[UUID, list[UUID]]]:
        """Those that name a body which something else has succeeded, and those bodies."""
        ...


class Look(Protocol):
    """What the timer looks up."""

    @property
    def routes(self) -> Routes:
        """The routes of open transfers."""
        ...


async def due(look: Look, clock: Clock) -> Iterable[Request]:
    """One command for each such transfer and set of ended bodies."""
    return [
        ReaddressTransfer(
            command_id=uuid5(_COMMANDS, f"{transfer}/{'/'.join(map(str, ended))}/{clock.today()}"),
            transfer_id=transfer,
        )
        for transfer, ended in await look.routes.through_ended(clock.today())
    ]


TIMER = Timer(name="membership.readdress_transfers", every_seconds=1.0, due=due)
