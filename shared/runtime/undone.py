"""What a timer could not do: named in the log and in health, until it is done or no longer due."""

import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

import structlog

from shared.runtime.due import Unasked, heals
from shared.vocabulary.finding import Finding
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request

log = structlog.get_logger()

_AGAIN = 3_600.0  # seconds until what fails round after round is told once more
_NAMED = 100  # so many things are named in the log; health counts all

Due = Request | Unasked


class _Left(NamedTuple):
    """A thing, what was asked for it, why that was not done, and when the log told it (0: never)."""

    asked: str
    thing: str
    why: str
    told_at: float


class Undone:
    """The memory of one timer. A round begins with what has not failed: nothing waits behind what always fails."""

    def __init__(self, timer: str) -> None:
        self.timer = timer
        self._left: dict[UUID, _Left] = {}  # what was tried longest ago first
        self._refused: dict[UUID, str] = {}
        self._ended_by = ("", 0.0)
        self._needs_mending = False

    def in_order(self, due: Iterable[Due]) -> list[Due]:
        """What a round does, in the order in which it was found, but what failed before at its end."""
        failed = {key: place for place, key in enumerate(self._left, start=1)}
        return sorted(due, key=lambda one: failed.get(_key(one), 0))

    def done(self, one: Due) -> None:
        """It was done."""
        self._left.pop(_key(one), None)

    def refused(self, one: Request, refusal: Refusal) -> None:
        """It was answered; told once for as long as it goes on being due."""
        self.done(one)
        if self._refused.get(one.command_id) != refusal.code:
            asked, thing = type(one).__name__, _thing(one)
            log.info("timer was refused", timer=self.timer, request=asked, name=thing, code=refusal.code)
        self._refused[one.command_id] = refusal.code

    def failed(self, one: Due, error: Exception) -> None:
        """It was not done: its error is told by type, place and ids, never by what it says."""
        now, why = time.monotonic(), _why(error)
        before = self._left.pop(_key(one), None)
        asked = "" if isinstance(one, Unasked) else type(one).__name__
        told_at = before.told_at if before is not None and before.why == why else 0.0
        if (not told_at or now >= told_at + _AGAIN) and len(self._left) < _NAMED:
            told_at = now
            log.error(
                "a timer left something undone",
                timer=self.timer, request=asked, name=_thing(one), code=why, exc_info=error
            )  # fmt: skip
        self._left[_key(one)] = _Left(asked, _thing(one), why, told_at)

    def round_done(self, due: Sequence[Due]) -> None:
        """A round came to its end: what is no longer due is not undone."""
        keys = {_key(one) for one in due}
        self._left = {key: left for key, left in self._left.items() if key in keys}
        self._refused = {key: code for key, code in self._refused.items() if key in keys}
        self._ended_by, self._needs_mending = ("", 0.0), False

    def round_ended(self, error: Exception) -> None:
        """A round could not go on; an outage heals, and its own part of health tells it."""
        now, why = time.monotonic(), _why(error)
        before, told_at = self._ended_by
        if before != why or now >= told_at + _AGAIN:
            log.error("timer failed", timer=self.timer, exc_info=error)
            told_at = now
        self._ended_by, self._needs_mending = (why, told_at), not heals(error)

    def said(self) -> str:
        """What is undone, in words; "" for nothing."""
        if self._needs_mending:
            return f"{self.timer} cannot tell what is due: {self._ended_by[0]}"
        if not self._left:
            return ""
        first = next(iter(self._left.values()))
        what = " ".join(word for word in (first.asked, first.thing) if word)
        return f"{self.timer} leaves {len(self._left)} undone, as {what}: {first.why}"


def undone_finding(timers: Sequence[Undone]) -> Finding:
    """What all timers of a service say; nothing is unready for it, for everything else goes on."""
    reason = "; ".join(said for said in (one.said() for one in timers) if said)
    return Finding(name="timers", ok=True, reason=reason, kind="UNDONE" if reason else "")


def _key(one: Due) -> UUID:
    return one.thing if isinstance(one, Unasked) else one.command_id


def _thing(one: Due) -> str:
    """The first id in a request is that of the thing that it is about."""
    if isinstance(one, Unasked):
        return str(one.thing)
    values = (getattr(one, name) for name in one.__struct_fields__ if name != "command_id")
    return str(next((value for value in values if isinstance(value, UUID)), one.command_id))


def _why(error: Exception) -> str:
    return error.code if isinstance(error, Refusal) else type(error).__name__
