"""Folded states, kept between commands: bounded, and never trusted further than the version check of the commit."""

from collections import OrderedDict
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

import structlog

from shared.eventlog.loads import Loads
from shared.eventlog.log import EventLog
from shared.vocabulary.facts import Stream

_KEPT = 10_000
_log = structlog.get_logger()
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
    """Loads streams: only what is newer than what is kept is read and folded."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._kept: OrderedDict[int, _Kept] = OrderedDict()  # by the number of the id, which is hashed quicker
        self._loads = Loads(log)

    async def load(self, stream: Stream[S], id: UUID) -> Loaded[S]:
        """The newest state this process can know without asking, else what the log holds."""
        kept = self._kept.get(id.int)
        if kept is None or kept.stream is not stream:
            return await self._fold(stream, id, Loaded(stream.initial, 0))
        if kept.version >= self._log.newest_version(id):
            self._kept.move_to_end(id.int)
            return Loaded(kept.state, kept.version)
        return await self._fold(stream, id, Loaded(kept.state, kept.version))

    def keep(self, stream: Stream[Any], id: UUID, state: Any, version: int) -> None:
        """Remember a state; version 0 (absent) is never kept."""
        kept, number = self._kept, id.int
        before = kept.get(number)
        if version == 0 or (before is not None and before.version > version):
            return
        kept[number] = _Kept(stream, state, version)
        if before is not None:
            kept.move_to_end(number)
        elif len(kept) > _KEPT:
            kept.popitem(last=False)

    def forget(self, id: UUID) -> None:
        """Read the stream again next time."""
        self._kept.pop(id.int, None)

    async def _fold(self, stream: Stream[S], id: UUID, base: Loaded[S]) -> Loaded[S]:
        state, version = base
        facts = await self._loads.after(id, version)
        if facts and not isinstance(facts[0], stream.facts):  # the id is that of another kind of thing
            return Loaded(stream.initial, version + len(facts))
        for fact in facts:
            try:
                state = stream.evolve(state, fact)
            except Exception:
                _log.error("a fact does not fold", topic=fact.TOPIC, stream=str(id), version=version)
                raise
        self.keep(stream, id, state, version + len(facts))
        return Loaded(state, version + len(facts))
