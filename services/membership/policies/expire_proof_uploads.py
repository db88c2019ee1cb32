"""Hết hạn tải dở: uploads that were begun a week ago and never became a proof go, pieces and all."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from shared.runtime.clock import Clock
from shared.runtime.service import Timer
from shared.vocabulary.requests import Request

KEPT_FOR = timedelta(days=7)


class Uploads(Protocol):
    """Pictures on their way in."""

    async def expire(self, before: datetime) -> None:
        """Those that were begun before an instant go."""
        ...


class Look(Protocol):
    """What the timer looks up."""

    @property
    def proofs(self) -> Uploads:
        """Pictures on their way in."""
        ...


async def due(look: Look, clock: Clock) -> Iterable[Request]:
    """Nothing is on record of an unfinished upload, so nothing has to be recorded of its end."""
    await look.proofs.expire(clock.now() - KEPT_FOR)
    return ()


TIMER = Timer(name="membership.expire_proof_uploads", every_seconds=3600.0, due=due)
