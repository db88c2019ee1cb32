"""What followers say of the facts they have set aside and of the views they tell anew."""

from datetime import datetime

import msgspec


class ParkedFact(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that waits. `reason` names the error of the fact that could not be taken, or the fact it waits for."""

    sequence: int
    key: str
    kind: str
    topic: str
    reason: str
    parked_at: datetime


class Progress(msgspec.Struct, kw_only=True):
    """How far the rebuild of a view is: `sequence` of `until` facts. `state`: waiting, running, done or failed.

    It waits while another view of the service is rebuilt, or while parked facts of its follower are tried again.
    """

    view: str
    version: int
    sequence: int
    until: int
    state: str = "running"
    reason: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed")


class Retried(msgspec.Struct, frozen=True, kw_only=True):
    """What one page of a retry came to: `after` is where the next page begins, None when there is none."""

    applied: int
    waiting: int
    after: int | None
