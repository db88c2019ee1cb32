"""A follower's checkpoint: how far it has come, moved by compare-and-set in the transaction of what it writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.bus.arrival import Arrival

_CREATE = "INSERT INTO checkpoints (follower, epoch, sequence, digest) VALUES ($1, '', 0, '') ON CONFLICT DO NOTHING"
_READ = "SELECT epoch, sequence, digest, tables FROM checkpoints WHERE follower = $1"
_MOVE = """
UPDATE checkpoints SET epoch = $4, sequence = $5, digest = $6
WHERE follower = $1 AND epoch = $2 AND sequence = $3 AND tables = $8
RETURNING sequence, set_config('synchronous_commit', $7, true)
"""
_REPLACED = "UPDATE checkpoints SET tables = tables + 1 WHERE follower = $1 RETURNING tables"


class FollowerIsFenced(RuntimeError):  # noqa: N818 - named as a sentence
    """Another follower of the same name has moved the checkpoint, or replaced the tables: nothing was written."""


class HistoryDiffers(RuntimeError):  # noqa: N818 - named as a sentence
    """What arrives does not follow on what was applied: another history. The follower's views must be rebuilt."""

    def __init__(self, after: int, reason: str, epoch: str = "") -> None:
        super().__init__(f"behind sequence {after}: {reason}")
        self.epoch = epoch  # in which the owner lives now, where it is known


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The last applied entry."""

    epoch: str = ""
    sequence: int = 0
    digest: bytes = b""

    def through(self, arrivals: Sequence[Arrival]) -> "Checkpoint":
        """The checkpoint behind these arrivals, once each is known to follow on the one before."""
        sequence, digest = self.sequence, self.digest
        for arrival in arrivals:
            if arrival.sequence != sequence + 1:
                raise HistoryDiffers(sequence, f"sequence {arrival.sequence} came next", arrival.epoch)
            if digest and arrival.previous and arrival.previous != digest:
                raise HistoryDiffers(sequence, "the digest before it is another one", arrival.epoch)
            sequence, digest = arrival.sequence, arrival.digest
        return Checkpoint(arrivals[-1].epoch, sequence, digest) if arrivals else self


class Checkpoints:
    """The checkpoint row of one follower. `tables` says which tables of its views it has met: 0 the first."""

    def __init__(self, follower: str) -> None:
        self._follower = follower
        self.tables = 0

    async def read(self, connection: Any) -> Checkpoint:
        """Where the follower stands; a new one stands at the origin."""
        row = await connection.fetchrow(_READ, self._follower)
        if row is None:
            await connection.execute(_CREATE, self._follower)
            self.tables = 0
            return Checkpoint()
        self.tables = row["tables"]
        return Checkpoint(row["epoch"], row["sequence"], row["digest"])

    async def move(self, connection: Any, old: Checkpoint, new: Checkpoint, *, durably: bool) -> None:
        """First in the transaction: a second follower waits here, then finds the row moved.

        Unless `durably`, the commit does not wait for the disk: a power cut may take the last half second of views and
        checkpoints back together, and the same facts are folded again from the log, which never loses any.
        """
        sql, arguments = self.moving(old, new, durably=durably)
        if await connection.fetchval(sql, *arguments) is None:
            raise FollowerIsFenced(self._follower)

    async def replace_tables(self, connection: Any) -> int:
        """Fence whoever still writes to the tables before; `tables` from the moment that this is committed."""
        return int(await connection.fetchval(_REPLACED, self._follower))

    def moving(self, old: Checkpoint, new: Checkpoint, *, durably: bool) -> tuple[str, list[Any]]:
        """The statement of a move; it returns no row when another follower has moved the checkpoint."""
        flush = "on" if durably else "off"
        return _MOVE, [self._follower, old.epoch, old.sequence, new.epoch, new.sequence, new.digest, flush, self.tables]
