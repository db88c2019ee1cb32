"""Turns at a contested stream: commands that lost a race there try again one after the other, not all at once.

Whoever has a turn is let through: a slow decision would never win against a row of quick ones.
"""

import asyncio
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary


class Turns:
    """A lock per contested stream, for as long as somebody waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._locks)

    def at(self, stream: UUID | None) -> AbstractAsyncContextManager[Any]:
        """Wait for one's turn at this stream; at none, go at once."""
        if stream is None:
            return nullcontext()
        lock = self._locks.get(stream)
        if lock is None:
            lock = self._locks[stream] = asyncio.Lock()
        return lock

    def held(self, streams: Iterable[UUID]) -> UUID | None:
        """The first of these at which somebody has a turn, or waits for one."""
        return next((stream for stream in streams if stream in self._locks), None) if self._locks else None
