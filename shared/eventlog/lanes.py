"""The queue before the writer: bounded, two lanes, and batches in which no two commands meet.

Two commands meet when one writes a stream that the other writes or guards, or when they touch the same claim, follower
or commandId. Two that only guard the same stream do not meet: neither changes what the other relies on.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from math import inf
from time import monotonic

from shared.eventlog.prepared import Prepared
from shared.eventlog.refusals import LogIsBusy

LARGEST_BATCH = 256
BULK_SHARE = LARGEST_BATCH // 4
MOST_BYTES = 4 * 1024 * 1024
MOST_WAITING = 2048
NEVER = 1 << 30
REMEMBERED = 10.0  # seconds for which it is told that a full lane has turned a command away


class Lanes:
    """Commands wait in the express lane, imports in the bulk lane, which gets a quarter of a batch when both wait."""

    def __init__(self, limit: int = MOST_WAITING) -> None:
        self._most = self._limit = limit
        self._express: deque[Prepared] = deque()
        self._bulk: deque[Prepared] = deque()
        self._news = asyncio.Event()
        self._enough = 1
        self._closed = False
        self._full_at = -inf

    def __len__(self) -> int:
        return len(self._express) + len(self._bulk)

    def put(self, command: Prepared, *, bulk: bool = False) -> None:
        """Queue a command; a full lane is a refusal, never a wait."""
        lane = self._bulk if bulk else self._express
        if self._closed or len(lane) >= self._limit:
            if self._limit and not self._closed:
                self._full_at = monotonic()
            raise LogIsBusy
        lane.append(command)
        if len(self._express) + len(self._bulk) >= self._enough:
            self._news.set()

    def close(self) -> None:
        """Take nothing more; what waits is still served."""
        self._closed = True
        self._news.set()

    def turn_away(self) -> None:
        """Take nothing until further notice; what waits may be drained."""
        self._limit = 0

    def admit(self) -> None:
        """Take commands again."""
        self._limit = self._most

    @property
    def overflows(self) -> bool:
        """Whether a command was turned away lately because its lane was full."""
        return monotonic() < self._full_at + REMEMBERED

    @property
    def is_done(self) -> bool:
        """Closed, and nothing waits."""
        return self._closed and not self

    def nudge(self) -> None:
        """Wake the writer: not for a command, but something else has changed."""
        self._news.set()

    async def news(self, enough: int) -> None:
        """Wait until one more command comes and so many wait, or for a nudge or the end."""
        self._enough = enough
        self._news.clear()
        await self._news.wait()

    def drain(self) -> list[Prepared]:
        """Everything that waits, taken out at once."""
        waiting = [*self._express, *self._bulk]
        self._express.clear()
        self._bulk.clear()
        return waiting

    def pick(self, most: int = LARGEST_BATCH, beside: Iterable[Prepared] = ()) -> list[Prepared]:
        """The next commands to commit together, at most so many of the express lane; none that meets one of `beside`.

        Those are under way: who meets them waits for how they end.
        """
        batch = _Picking(beside)
        batch.take_from(self._express, most)
        batch.take_from(self._bulk, BULK_SHARE if batch.commands else LARGEST_BATCH)
        return batch.commands


class _Picking:
    """A batch being picked."""

    def __init__(self, beside: Iterable[Prepared]) -> None:
        self.commands: list[Prepared] = []
        self._exclusive: set[object] = set()
        self._guarded: set[object] = set()
        for command in beside:
            self._exclusive.update(command.exclusive)
            self._guarded.update(command.guarded)
        self._bytes = 0

    def take_from(self, lane: deque[Prepared], most: int) -> None:
        room = min(most, LARGEST_BATCH - len(self.commands))
        held: list[Prepared] = []
        while lane and room and self._bytes < MOST_BYTES and len(held) < LARGEST_BATCH:
            command = lane.popleft()
            if self._meets(command):
                held.append(command)
                continue
            self._take(command)
            room -= 1
        lane.extendleft(reversed(held))

    def _meets(self, command: Prepared) -> bool:
        mine, guarded = self._exclusive, self._guarded
        if not mine.isdisjoint(command.exclusive) or (command.guarded and not mine.isdisjoint(command.guarded)):
            return True
        return bool(guarded) and not guarded.isdisjoint(command.exclusive)

    def _take(self, command: Prepared) -> None:
        self.commands.append(command)
        self._exclusive.update(command.exclusive)
        self._guarded.update(command.guarded)
        self._bytes += command.size
