"""Folded states, kept between commands: bounded, and never trusted further than the version check of the commit."""

import asyncio
from collections import OrderedDict
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from shared.eventlog.log import EventLog
from shared.vocabulary.facts import Recorded, Stream

_KEPT = 10_000
S = TypeVar("S")


class Loaded(NamedTuple, Generic[S]):
    """A stream folded up to a version; 0 = there is no such thing."""

    state: S
    version: int


class _Kept(NamedTuple):
    """What is remembered of a thing, and as which kind of thing."""

    stream: Stream[Any]
    state: Any
    version: int


class States:
    """Loads streams. Loads that start together are read in one round trip; only what is newer is read and folded."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._kept: OrderedDict[UUID, _Kept] = OrderedDict()
        self._asked: dict[UUID, asyncio.Future[list[Recorded]]] = {}
        self._reading: set[asyncio.Task[None]] = set()

    async def load(self, stream: Stream[S], id: UUID) -> Loaded[S]:
        """The newest state this process can know without asking, else what the log holds."""
        kept = self._kept.get(id)
        if kept is None or kept.stream is not stream:
            return await self._fold(stream, id, Loaded(stream.initial, 0))
        if kept.version >= self._log.newest_version(id):
            self._kept.move_to_end(id)
            return Loaded(kept.state, kept.version)
        return await self._fold(stream, id, Loaded(kept.state, kept.version))

    def keep(self, stream: Stream[Any], id: UUID, state: Any, version: int) -> None:
        """Remember a state; version 0 (absent) is never kept."""
        before = self._kept.get(id)
        if version == 0 or (before is not None and before.version > version):
            return
        self._kept[id] = _Kept(stream, state, version)
        self._kept.move_to_end(id)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def forget(self, id: UUID) -> None:
        """Read the stream again next time."""
        self._kept.pop(id, None)

    async def _fold(self, stream: Stream[S], id: UUID, base: Loaded[S]) -> Loaded[S]:
        state, version = base
        facts = await self._read(id, version)
        if facts and not isinstance(facts[0].fact, stream.facts):  # the id is that of another kind of thing
            return Loaded(stream.initial, facts[-1].version)
        for recorded in facts:
            state, version = stream.evolve(state, recorded.fact), recorded.version
        self.keep(stream, id, state, version)
        return Loaded(state, version)

    async def _read(self, id: UUID, after: int) -> list[Recorded]:
        if id not in self._asked:
            self._asked[id] = asyncio.get_running_loop().create_future()
            if len(self._asked) == 1:
                asyncio.get_running_loop().call_soon(self._start)
        recorded = await asyncio.shield(self._asked[id])
        return [fact for fact in recorded if fact.version > after]

    def _start(self) -> None:
        asked, self._asked = self._asked, {}
        task = asyncio.create_task(self._read_all(asked))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _read_all(self, asked: "dict[UUID, asyncio.Future[list[Recorded]]]") -> None:
        after = [(id, self._kept[id].version if id in self._kept else 0) for id in asked]
        found: dict[UUID, list[Recorded]] = {id: [] for id in asked}
        try:
            for recorded in await self._log.read_streams(after):
                found[recorded.stream].append(recorded)
        except Exception as error:  # noqa: BLE001 - handed to whoever asked
            for future in asked.values():
                future.set_exception(error)
            return
        for id, future in asked.items():
            future.set_result(found[id])
