"""Telling: a view hears a source's history stretch by stretch; the next one is read while one is folded and written."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

import msgspec

from shared.bus.arrival import Arrival
from shared.bus.checkpoint import Checkpoint, HistoryDiffers
from shared.bus.sources import Source
from shared.bus.taking import Taking
from shared.eventlog.stretches import Part, Stretch, StretchIsUnfit
from shared.readmodel.engine import PoisonFact
from shared.readmodel.loading import Loading
from shared.runtime.collecting import uncollected
from shared.vocabulary.facts import Delivered
from shared.vocabulary.mending import Progress

_ONE_BY_ONE = 1_000  # facts read at once where they cannot be decoded in one go


class RebuildIsShort(RuntimeError):  # noqa: N818 - named as a sentence
    """The source did not give the history up to the checkpoint; the rebuild begins anew."""


class Telling:
    """One view and the source it hears, up to where its follower stands."""

    def __init__(self, source: Source, loading: Loading, taking: Taking, progress: Progress) -> None:
        self._source = source
        self._loading = loading
        self._taking = taking
        self._progress = progress

    async def catch_up(self, connection: Any) -> None:
        """Tell it all that its follower has applied by now."""
        progress = self._progress
        try:
            while progress.sequence < (at := self._taking.at).sequence:
                progress.until = at.sequence
                with uncollected():
                    await self._tell(connection, at)
                    await self._loading.flush(connection)
        finally:
            await self._loading.stop()

    async def _tell(self, connection: Any, at: Checkpoint) -> None:
        async with aclosing(self._stretches(at.sequence)) as stretches:
            async for stretch in stretches:
                if stretch.last == at.sequence and _differ(stretch.digest, at.digest):
                    raise HistoryDiffers(at.sequence - 1, "another fact stands there", stretch.epoch)
                await self._take(connection, stretch)
                if not self._loading.holds_rows:
                    gc.collect(0)  # a moment to look for what others left: little, and none of it rows

    async def _stretches(self, until: int) -> AsyncGenerator[Stretch, None]:
        after = self._progress.sequence
        ahead = self._reading(after, until)
        try:
            while True:
                stretch = await ahead
                if stretch.last <= after:
                    await self._still_there(until)
                after = stretch.last
                if after < until:
                    ahead = self._reading(after, until)
                yield stretch
                if after >= until:
                    return
        finally:
            ahead.cancel()

    def _reading(self, after: int, until: int) -> "asyncio.Task[Stretch]":
        return asyncio.create_task(self._source.stretch(after, until), name=f"reading {self._source.name} ahead")

    async def _take(self, connection: Any, stretch: Stretch) -> None:
        after = self._progress.sequence
        if self._taking.parking.count:
            await self._loading.written()
        waiting = await self._taking.parking.sequences(connection, after, stretch.last)
        parts = None if waiting else _opened(stretch)
        if parts is None:
            await self._one_by_one(connection, after, stretch, waiting)
        else:
            await self._loading.take(connection, parts)
        self._progress.sequence = stretch.last

    async def _one_by_one(self, connection: Any, after: int, stretch: Stretch, waiting: set[int]) -> None:
        """Where something is parked, or does not decode: what is parked is left out, as the live view did."""
        last = stretch.last
        while after < last:
            read = await self._source.read(after, _ONE_BY_ONE)
            if not read:
                await self._still_there(last)
                continue
            if read[0].sequence != after + 1:
                raise RebuildIsShort(f"{read[0].sequence} came behind {after}")
            page = [one for one in read if one.sequence <= last]
            if page[-1].sequence == last and _differ(page[-1].digest, stretch.digest):
                raise HistoryDiffers(last - 1, "it was read again as another fact", page[-1].epoch)
            facts = [fact for one in page if one.sequence not in waiting and (fact := _opened_alone(one)) is not None]
            await self._loading.take(connection, [facts])
            after = page[-1].sequence

    async def _still_there(self, until: int) -> None:
        head = await self._source.head(until)
        if head < until:
            raise HistoryDiffers(until, f"the owner's log ends at {head}", self._source.epoch)


def _differ(digest: bytes, other: bytes) -> bool:
    return bool(digest and other) and digest != other


def _opened_alone(one: Arrival) -> Delivered | None:
    try:
        return one.open()
    except Exception as error:  # whatever decoding raises, it is this fact that raised it
        raise PoisonFact(one.sequence, "the decoder", error) from error


def _opened(stretch: Stretch) -> Sequence[Part] | None:
    """Its facts; None if some of them cannot be read in one go."""
    try:
        return stretch.opened()
    except (StretchIsUnfit, msgspec.MsgspecError):
        return None
