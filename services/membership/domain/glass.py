"""Mở hồ sơ khẩn cấp - for three hours, one record, with a reason; never one's own, never outside the own subtree."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from services.membership.domain.refusals_data import GlassNeedsAReason
from shared.vocabulary.facts import Fact, Sealed, Stream
from shared.vocabulary.policy import PolicyRow, resolve

HOURS = "access.glass_hours"
_SHIPPED_HOURS = 3
_SHORTEST = 10


class EmergencyOpened(Fact, frozen=True, kw_only=True):
    """Đã mở hồ sơ khẩn cấp."""

    TOPIC = "membership.EmergencyOpened"
    member: UUID
    subject: str
    role: str
    reason: Sealed
    opened_at: datetime
    until: datetime


class Glass(msgspec.Struct, frozen=True, kw_only=True):
    """One opening; it ends by itself."""

    member: UUID | None = None


def evolve(_: Glass, fact: EmergencyOpened) -> Glass:
    """Fact → state."""
    return Glass(member=fact.member)


GLASSES: Stream[Glass] = Stream(name="glass", initial=Glass(), evolve=evolve, facts=(EmergencyOpened,))


def hours_from(rows: Iterable[PolicyRow], lineage: Sequence[str], on: date) -> int:
    """How long a record stays open, by the rule in force."""
    row = resolve(tuple(rows), HOURS, lineage, on)
    return int(row.value) if row else _SHIPPED_HOURS


def checked_reason(reason: str) -> str:
    """A reason that says something."""
    if len(reason) < _SHORTEST:
        raise GlassNeedsAReason("reason", shortest=_SHORTEST)
    return reason
