"""Loads: the facts of streams as commands ask for them, of many streams in one round trip.

The first read goes at once; whoever asks meanwhile shares the next one, which goes when as many streams are asked for
as are being read. So a busy service reads rarely and much, and an idle one without waiting, not even for a long stream.
"""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from shared.eventlog.refusals import StrangeFact
from shared.vocabulary.facts import Fact

_UNDER_WAY = 2


class ReadsTails(Protocol):
    """What a log gives: the facts of each stream after a version, in order."""

    async def read_tails(self, wanted: Sequence[tuple[UUID, int]]) -> Sequence[list[Fact] | StrangeFact]:
        """One list for each stream that is asked for; for one that cannot be read, why."""
        ...


class _Asked(NamedTuple):
    """After which version, at the earliest, a stream's facts are asked for, and who waits for them."""

    after: int
    found: "asyncio.Future[tuple[int, list[Fact]]]"


class Loads:
    """Reads that are shared. Versions of a stream are dense, so the n-th fact after a version is the n-th newer one."""

    def __init__(self, log: ReadsTails) -> None:
        self._log = log
        self._asked: dict[UUID, _Asked] = {}
        self._reading: dict[asyncio.Task[None], int] = {}

    async def after(self, stream: UUID, version: int) -> list[Fact]:
        """The facts of a stream after a version."""
        asked = self._asked.get(stream)
        if asked is None:
            loop = asyncio.get_running_loop()
            asked = self._asked[stream] = _Asked(version, loop.create_future())
            if len(self._asked) == self._enough():
                loop.call_soon(self._read)  # whoever asks in the same turn comes along
        elif version < asked.after:
            asked = self._asked[stream] = _Asked(version, asked.found)
        earliest, facts = await asyncio.shield(asked.found)
        return facts[version - earliest :]

    def _enough(self) -> int:
        """How many streams must be asked for before they are read: each read costs what some ten streams cost."""
        return max(1, sum(self._reading.values()))

    def _read(self) -> None:
        if len(self._asked) < self._enough() or len(self._reading) >= _UNDER_WAY:
            return
        asked, self._asked = self._asked, {}
        task = asyncio.create_task(self._read_all(asked))
        self._reading[task] = len(asked)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        del self._reading[task]
        self._read()

    async def _read_all(self, asked: dict[UUID, _Asked]) -> None:
        try:
            tails = await self._log.read_tails([(stream, one.after) for stream, one in asked.items()])
        except Exception as error:  # noqa: BLE001 - handed to whoever asked
            for one in asked.values():
                one.found.set_exception(error)
            return
        for one, told in zip(asked.values(), tails, strict=True):
            if isinstance(told, list):
                one.found.set_result((one.after, told))
            else:  # one stream holds what nobody can read: who asks for the others is not told about it
                one.found.set_exception(told)
