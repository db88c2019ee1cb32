"""Sinh hoạt chi bộ, họp cấp ủy - date, mode, counts and quality; never who said what, nor who was there.

Quality in four levels by points (row `meeting.bands`), "Tốt" only with full marks for attendance, length, taking
part and minutes (12-HD/BTCTW 6-7-2018).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID, uuid5

import msgspec

from services.evaluation.domain.refusals_meetings import (
    MeetingCountsDoNotAgree,
    MeetingIsInTheFuture,
    MeetingMustBeInPerson,
    MeetingPointsAreOutOfRange,
)
from services.evaluation.domain.rule_set import NAMESPACE
from shared.vocabulary.facts import Fact, Stream

BANDS, EVERY, ONLINE = "meeting.bands", "meeting.every_months", "meeting.online"
MeetingOf = Literal["CELL", "COMMITTEE"]
Mode = Literal["IN_PERSON", "ONLINE"]
Quality = Literal["GOOD", "FAIR", "AVERAGE", "POOR"]
_LEVELS: tuple[Quality, ...] = ("GOOD", "FAIR", "AVERAGE", "POOR")
_BANDS = (90, 70, 50)
_CENT = Decimal("0.01")

# Facts


class MeetingRecorded(Fact, frozen=True, kw_only=True):
    """Đã họp - from the minutes; said again about the same day, the newest counts."""

    TOPIC = "evaluation.MeetingRecorded"
    organization: UUID
    of: MeetingOf
    held_on: date
    mode: Mode
    thematic: bool
    visited: bool  # a member of the superior committee, assigned to it, was there: no name
    invited: int
    present: int
    excused: int
    points: Decimal | None
    full_marks: bool
    quality: Quality | None
    every_months: int
    minutes_hash: str | None = None


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """The newest word on one meeting."""

    told: MeetingRecorded | None = None


def evolve(_state: Meeting, fact: MeetingRecorded) -> Meeting:
    """Fact → state."""
    return Meeting(told=fact)


MEETINGS: Stream[Meeting] = Stream("meeting", Meeting(), evolve, (MeetingRecorded,))


def meeting_id(organization: UUID, of: MeetingOf, held_on: date) -> UUID:
    """One meeting of a body a day."""
    return uuid5(NAMESPACE, f"meeting|{organization}|{of}|{held_on}")


# Decide


def record(state: Meeting, asked: MeetingRecorded, today: date, rows: Mapping[str, Any]) -> tuple[MeetingRecorded, ...]:
    """Counts that can be true, on a day that has been, online only where a row allows it."""
    if asked.held_on > today:
        raise MeetingIsInTheFuture("held_on")
    counts = (asked.invited, asked.present, asked.excused)
    if min(counts) < 0 or asked.present + asked.excused > asked.invited:
        raise MeetingCountsDoNotAgree("present")
    if asked.mode == "ONLINE" and asked.of == "CELL" and not rows.get(ONLINE, False):
        raise MeetingMustBeInPerson("mode")
    told = msgspec.structs.replace(
        asked,
        quality=None if asked.points is None else quality_of(asked.points, full_marks=asked.full_marks, rows=rows),
        every_months=rows.get(EVERY, {}).get(asked.of, 1),
    )
    return () if state.told == told else (told,)


def quality_of(points: Decimal, *, full_marks: bool, rows: Mapping[str, Any]) -> Quality:
    """The level of so many points; without full marks where they are needed at best the second."""
    if not points.is_finite() or not 0 <= points <= 100 or points != points.quantize(_CENT):
        raise MeetingPointsAreOutOfRange("points")
    floors = rows.get(BANDS, _BANDS)
    below = sum(points < floor for floor in floors)
    level = _LEVELS[min(below, len(_LEVELS) - 1)]
    return "FAIR" if level == "GOOD" and not full_marks else level
