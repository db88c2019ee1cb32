"""Where streams stood when this process last heard of them: enough to refuse a stale append without asking."""

from collections import OrderedDict
from itertools import chain
from uuid import UUID

from shared.eventlog.prepared import Prepared
from shared.eventlog.refusals import VersionIsStale

_REMEMBERED = 20_000


class Versions:
    """Versions only grow, so one that is remembered proves a lower expectation wrong; nothing else is concluded."""

    def __init__(self) -> None:
        self._newest: OrderedDict[int, int] = OrderedDict()  # by the number of the id, which is hashed quicker

    def newest(self, stream: UUID) -> int:
        """The newest version heard of, 0 if none."""
        return self._newest.get(stream.int, 0)

    def learn(self, stream: UUID, version: int) -> None:
        """A stream is at least at this version."""
        newest, number = self._newest, stream.int
        before = newest.get(number, 0)
        if version > before:
            newest[number] = version
            if before:
                newest.move_to_end(number)
            elif len(newest) > _REMEMBERED:
                newest.popitem(last=False)

    def why_stale(self, command: Prepared) -> VersionIsStale | None:
        """What is wrong with a command whose streams have moved on for certain."""
        for stream, expected in chain(command.checks, command.births):
            actual = self._newest.get(stream.int, 0)
            if actual > expected:
                return stale(stream, expected, actual)
        return None


def stale(stream: UUID, expected: int, actual: int) -> VersionIsStale:
    """The refusal for one stream."""
    refusal = VersionIsStale(expected=expected, actual=actual)
    refusal.stream = stream
    return refusal
