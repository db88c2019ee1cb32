"""Imports: many commands on the lane that yields to single ones, a chunk at a time and a few in one go."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from shared.eventlog.append import Append, Committed
from shared.eventlog.lanes import LARGEST_BATCH

_CHUNK = 4 * LARGEST_BATCH
_SLICE = 16


class Imports:
    """The imports of one log; `append` commits one command on the bulk lane."""

    def __init__(self, append: Callable[[Append], Coroutine[Any, Any, Committed]]) -> None:
        self._append = append
        self._turn = asyncio.Lock()

    async def append(self, appends: Sequence[Append]) -> list[Committed]:
        """Raises the first refusal."""
        done: list[Committed] = []
        for start in range(0, len(appends), _CHUNK):
            async with self._turn:  # one chunk at a time: an import never fills its own lane
                chunk = appends[start : start + _CHUNK]
                answers = await asyncio.gather(*await self._queued(chunk), return_exceptions=True)
            for answer in answers:
                if isinstance(answer, BaseException):
                    raise answer
                done.append(answer)
        return done

    async def _queued(self, appends: Sequence[Append]) -> "list[asyncio.Task[Committed]]":
        """A few at a time: encoding a whole import in one go would keep every single command waiting."""
        queued: list[asyncio.Task[Committed]] = []
        for start in range(0, len(appends), _SLICE):
            queued += [asyncio.create_task(self._append(one)) for one in appends[start : start + _SLICE]]
            await asyncio.sleep(0)
        return queued
