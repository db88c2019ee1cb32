"""Where streams stand as long as this process alone writes: what it wrote or looked up need not be looked up again.

A batch is written only if the log still ends where the batch was built to follow, and the seal at that end covers every
fact before it. So what one batch left or found is certain for the next that follows it, until the log turns out to end
elsewhere: another process has written; or until nobody knows whether one of them was written. Then a new, empty
`Versions` takes the place of this one (`Careful`); an answer that comes late is learned by the one its batch was built
with, which nobody asks any more.
"""

from uuid import UUID

from shared.eventlog.append import Append
from shared.eventlog.refusals import VersionIsStale

_MOST = 20_000


class Versions:
    """The versions that follow from one unbroken row of batches. Forgotten all at once when they are too many."""

    def __init__(self) -> None:
        self._certain: dict[int, int] = {}  # by the number of the id, which is hashed quicker

    def newest(self, stream: UUID) -> int:
        """The version a stream is at, 0 if that is not known or there is none."""
        return self._certain.get(stream.int, 0)

    def follows(self, stream: UUID, version: int) -> bool:
        """Whether a stream is at this version for certain."""
        return self._certain.get(stream.int) == version

    def found(self, stream: UUID, version: int) -> None:
        """A stream was at this version when it was looked up under the lock."""
        self._certain[stream.int] = version

    def wrote(self, append: Append) -> None:
        """What an append left that was committed."""
        certain = self._certain
        if len(certain) > _MOST:
            certain.clear()
        for write in append.writes:
            certain[write.stream.int] = write.expected_version + len(write.facts)

    def why_stale(self, append: Append) -> VersionIsStale | None:
        """What is wrong with an append whose streams have moved on; that will not change, whoever writes meanwhile."""
        for write in append.writes:
            if self._certain.get(write.stream.int, 0) > write.expected_version:
                return stale(write.stream, write.expected_version, self.newest(write.stream))
        for stream, expected in append.guards:
            if self._certain.get(stream.int, 0) > expected:
                return stale(stream, expected, self.newest(stream))
        return None


def stale(stream: UUID, expected: int, actual: int) -> VersionIsStale:
    """The refusal for one stream."""
    refusal = VersionIsStale(expected=expected, actual=actual)
    refusal.stream = stream
    return refusal
