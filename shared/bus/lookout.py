"""Trông chừng - notices when the database knows less than this process has seen it commit.

Views commit without waiting for the disk, so a crash of PostgreSQL may take back the last half second of them, with
their checkpoints. The log loses nothing; but a process that outlived the crash would go on believing its memory: it
would promise positions that its views no longer show until the next fact came. Every connection that a crash ended is
replaced before anything is read again, so each new one first compares the checkpoints with what is remembered.
"""

from collections.abc import Sequence
from typing import Any

import structlog

from shared.bus.checkpoint import Checkpoint
from shared.bus.follower import Follower

log = structlog.get_logger()


class Lookout:
    """Hand `met` to every pool of the process as `init`; give it the followers once they are there."""

    def __init__(self) -> None:
        self.followers: Sequence[Follower] = ()

    async def met(self, connection: Any) -> None:
        """A new connection: whoever stands behind his own memory stands again where the database does."""
        remembered = {follower.name: follower.written for follower in self.followers}
        if not any(at.sequence for at in remembered.values()):
            return
        rows = await connection.fetch("SELECT follower, epoch, sequence, digest FROM checkpoints")
        stored = {row["follower"]: Checkpoint(row["epoch"], row["sequence"], row["digest"]) for row in rows}
        for follower in self.followers:
            before, now = remembered[follower.name], stored.get(follower.name, Checkpoint())
            if now.epoch == before.epoch and now.sequence < before.sequence:
                log.warning("the database forgot", follower=follower.name, sequence=now.sequence)
                follower.stand_again(now)
