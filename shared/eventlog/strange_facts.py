"""Facts that nothing could be made of, as this process met them: told to the operator by place, never by content."""

import time
from typing import NamedTuple
from uuid import UUID

import structlog

from shared.eventlog.refusals import NEWER, FactIsUnreadable, StrangeFact
from shared.vocabulary.finding import Finding

_log = structlog.get_logger()
_MOST = 1_000  # things that are kept in mind, the newest
_AGAIN = 600.0  # seconds until one that is met again and again is told once more


class _Met(NamedTuple):
    strange: StrangeFact
    told_at: float


class StrangeFacts:
    """What one process has met, by the thing that nothing can be decided about."""

    def __init__(self) -> None:
        self._met: dict[UUID | None, _Met] = {}

    def met(self, strange: StrangeFact) -> None:
        """Somebody asked for the thing. That is a line in the log, but not one for every question."""
        before, now = self._met.pop(strange.stream, None), time.monotonic()
        if before is None or before.strange.position != strange.position or now >= before.told_at + _AGAIN:
            self._met[strange.stream] = _Met(strange, now)
            _tell(strange)
        else:
            self._met[strange.stream] = _Met(strange, before.told_at)
        if len(self._met) > _MOST:
            del self._met[next(iter(self._met))]

    def read(self, stream: UUID) -> None:
        """The thing could be read: if something in it was strange, it has been put right."""
        if self._met:
            self._met.pop(stream, None)

    def finding(self) -> Finding:
        """Nothing is unready for it: what rests on these things is refused, everything else goes on."""
        positions = sorted(one.strange.position for one in self._met.values())
        if not positions:
            return Finding(name="facts", ok=True)
        reason = f"things with a fact that cannot be read: {len(positions)}, the first at position {positions[0]}"
        if newer := sum(isinstance(one.strange, FactIsUnreadable) and one.strange.newer for one in self._met.values()):
            reason = f"{reason}; {NEWER}: {newer}"
        return Finding(name="facts", ok=True, reason=reason, kind="UNREADABLE")


def _tell(strange: StrangeFact) -> None:
    _log.error(
        "nothing can be made of a fact",
        code=strange.code,
        reason=getattr(strange, "why", ""),
        topic=strange.topic,
        stream=str(strange.stream),
        position=strange.position,
    )
