"""A clock that runs backwards: no fact is recorded before the one it follows, and that time is held is told."""

from datetime import datetime

import structlog

from shared.runtime.clock import Clock
from shared.vocabulary.finding import Finding

_log = structlog.get_logger()
_MOMENT = 1.0  # seconds: what time synchronisation takes back now and then is not worth a word
_NEXT = "recordedAt stands still until the clock has caught up: set the machine's clock, see timedatectl status"


class HeldClock:
    """The clock of one log, beside the newest recorded instant. It complains once for each time that it is held."""

    def __init__(self, clock: Clock, service: str) -> None:
        self._clock = clock
        self._service = service
        self._held = False

    def now(self, newest: datetime) -> datetime:
        """The instant now, as the clock has it; `newest`: when the newest fact was recorded."""
        now = self._clock.now()
        self._notice((newest - now).total_seconds())
        return now

    def finding(self, newest: datetime) -> Finding:
        """Ready all the same: commands are committed, with the instant of the newest fact."""
        behind = (newest - self.now(newest)).total_seconds()
        if behind <= _MOMENT:
            return Finding(name="clock", ok=True)
        reason = f"{int(behind)} s behind the newest fact; {_NEXT}"
        return Finding(name="clock", ok=True, reason=reason, kind="CLOCK_BEHIND")

    def _notice(self, behind: float) -> None:
        if behind > _MOMENT and not self._held:
            self._held = True
            _log.error("the clock is behind", service=self._service, seconds=int(behind), reason=_NEXT)
        elif behind <= 0 and self._held:
            self._held = False
            _log.info("the clock has caught up", service=self._service)
