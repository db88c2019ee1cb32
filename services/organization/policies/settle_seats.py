"""Chốt ghế cấp ủy: a seat ends with its organisation, and when its holder is at home elsewhere or a member no more."""

from collections.abc import Iterable
from uuid import UUID, uuid5

from services.organization.application.committee import SeatEnd, SettleSeats
from services.organization.application.look import Look
from shared.runtime.clock import Clock
from shared.runtime.service import Timer
from shared.vocabulary.requests import Request

_COMMANDS = UUID("6a4f4d5e-1c1b-5c0e-8a57-0d4b7ad0c2f1")


async def due(look: Look, _clock: Clock) -> Iterable[Request]:
    """One command for each committee and set of ends; what was undone may end on the same day once more."""
    return [
        SettleSeats(command_id=_named(organization, ends), organization_id=organization, ends=ends)
        for organization, ends in (await look.seats.unsettled()).items()
    ]


def _named(organization: UUID, ends: Iterable[SeatEnd]) -> UUID:
    said = sorted(f"{one.seat}{one.on}{one.told_at}" for one in ends)
    return uuid5(_COMMANDS, f"{organization}/{'/'.join(said)}")


TIMER = Timer(name="organization.settle_seats", every_seconds=1.0, due=due)
