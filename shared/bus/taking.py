"""Taking: what a follower makes of arrivals, each with effect once: views folded, policies run, the checkpoint moved.

A fact that cannot be taken stops a follower that halts. Any other follower parks it with its key and takes the rest.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import asyncpg
import structlog

from shared.bus.arrival import Arrival
from shared.bus.checkpoint import Checkpoint, Checkpoints, HistoryDiffers
from shared.bus.parking import Parking, erases
from shared.bus.passed_over import PassedOver
from shared.bus.policy import PolicyRunner
from shared.bus.portion import Portion
from shared.bus.positions import Positions
from shared.readmodel.at_once import together
from shared.readmodel.engine import Engine, PoisonFact
from shared.readmodel.tables import ViewTables, tell_what_is_lost
from shared.runtime.failpoints import failpoint
from shared.runtime.service import Reaction

log = structlog.get_logger()

_LIST, _BACKLOG = 32, 128  # facts: in a portion of few, and how many are no longer few
_BAD_ROWS = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)


class Taking:
    """The hands of one follower. Whoever writes to its views holds `turn`: live facts, a retry, the end of a rebuild.

    `at` is how far it has come, `written` its checkpoint as the database has it. Past facts of which nothing is asked
    it goes on in memory, for a second at most: whoever starts again only reads them once more.

    A retry and a rebuild hold `mending` all along: neither sees the other half done.
    """

    def __init__(
        self,
        reaction: Reaction,
        *,
        pool: asyncpg.Pool,
        positions: Positions,
        engine: Engine,
        policies: PolicyRunner | None,
        tables: ViewTables,
    ) -> None:
        self.name = reaction.name
        self.at = Checkpoint()
        self.written = Checkpoint()
        self.outlived = False  # the views show a history that is no more, until they are told the new one
        self._wrote = 0.0
        self._passed_over = PassedOver(reaction.name)
        self.halts = reaction.halt
        self.turn = asyncio.Lock()
        self.mending = asyncio.Lock()
        self.parking = Parking(reaction.name, reaction.key)
        self.checkpoints = Checkpoints(reaction.name)
        self.engine = engine
        self._reaction = reaction
        self._pool = pool
        self._positions = positions
        self._policies = policies
        self._tables = tables

    async def stand(self, connection: asyncpg.pool.PoolConnectionProxy) -> None:
        """Read where the follower stands, what its views tell and what it has parked."""
        self.outlived = await tell_what_is_lost(connection, self.engine.views)
        self.reached(await self.checkpoints.read(connection))
        await self.parking.read(connection)

    def reached(self, checkpoint: Checkpoint) -> None:
        """The checkpoint as it was read or committed."""
        self.at = checkpoint
        self._noted(checkpoint)
        self.shown_anew()

    def shown_anew(self) -> None:
        """The views may say something else than a moment ago."""
        at = self.at
        self._positions.place(self.name, self._reaction.source, at.epoch, at.sequence, shown=not self.outlived)

    async def move(self, connection: Any, to: Checkpoint, *, durably: bool) -> None:
        """Move the checkpoint from where the database has it; `reached` once it is committed."""
        await self.checkpoints.move(connection, self.written, to, durably=durably)

    async def stay(self, connection: Any) -> None:
        """Inside a transaction: it stands or falls with nobody else having moved the checkpoint."""
        await self.checkpoints.move(connection, self.written, self.written, durably=True)

    async def settle(self, patience: float) -> None:
        """Write down how far it has come, unless that was done less than `patience` seconds ago."""
        async with self.turn:
            if self.at == self.written or time.monotonic() < self._wrote + patience:
                return
            async with self._pool.acquire() as connection, connection.transaction():
                await self.move(connection, self.at, durably=False)
            self._noted(self.at)

    async def take(self, arrivals: Sequence[Arrival]) -> None:
        """All of them, in order."""
        async with self.turn:
            self.at.through(arrivals)  # another history is noticed before anything is done
            await self._all(arrivals)

    async def enter(self, last: Arrival | None) -> None:
        """The owner lives in another epoch and has nothing new: is the last fact here the one that stands there?"""
        async with self.turn:
            at = self.at
            if last is None or last.sequence != at.sequence:
                return
            if at.digest and last.digest != at.digest:
                raise HistoryDiffers(at.sequence - 1, "another fact stands there", last.epoch)
            moved = Checkpoint(last.epoch, at.sequence, at.digest)
            async with self._pool.acquire() as connection, connection.transaction():
                await self.move(connection, moved, durably=True)
            self.reached(moved)

    async def anew(self, connection: Any, to: Checkpoint, views: Callable[[Any], Awaitable[None]]) -> None:
        """The history that was followed is no more: nothing is parked, the checkpoint stands in the new one.

        `views` makes of them what fits there, in the same transaction. With `mending` and `turn` in hand.
        """
        async with connection.transaction():
            await self.move(connection, to, durably=True)
            await views(connection)
            await self.parking.forget(connection)
        await self.stand(connection)
        await self.engine.learn(connection)

    async def portion(self, arrivals: Sequence[Arrival], *, again: bool = False) -> Portion:
        """What can be taken together, folded, its policies run. `again`: a parked fact is tried; nothing holds it."""
        portion = self._opened(arrivals, again=again)
        portion.folded = await self.engine.fold(portion.batch)
        if portion.folded.poison is not None:
            folded = portion.folded
            portion = portion.until(portion.folded.poison)
            portion.folded = folded
        if self._policies is None:
            return portion
        try:
            await self._policies.run(portion.batch)
        except PoisonFact as poison:
            portion = portion.until(poison)
            portion.folded = await self.engine.fold(portion.batch)
        return portion

    async def drop_kept(self, connection: Any) -> None:
        """What an earlier rebuild put aside does not know a fact that is applied out of its turn."""
        for view in self.engine.views:
            await self._tables.previous.drop(connection, view.name)

    async def _all(self, arrivals: Sequence[Arrival]) -> None:
        while arrivals:
            portion = await self.portion(arrivals[: self._together(len(arrivals))])
            if portion.arrivals:
                await self._write(portion)
            arrivals = arrivals[len(portion.arrivals) :]
            if portion.poison is not None:
                await self._set_aside(arrivals[0], portion.poison)
                arrivals = arrivals[1:]

    def _together(self, waiting: int) -> int:
        """The first of a list are shown before the others are folded, where somebody looks; a backlog goes faster."""
        in_one = waiting >= _BACKLOG or self._policies is not None or self._reaction.gathers
        return waiting if in_one else min(waiting, _LIST)

    def _opened(self, arrivals: Sequence[Arrival], *, again: bool) -> Portion:
        """The facts that this process asks for, up to the first that does not decode."""
        portion = Portion(arrivals)
        for arrival in arrivals:
            waits = None if again else self.parking.behind(arrival)
            if waits is not None:
                portion.behind.append(waits)
                if not erases(arrival):  # an erasure takes effect at once, and once more in its turn
                    continue
            try:
                delivered = arrival.open()
            except Exception as error:  # noqa: BLE001 - whatever decoding raises, it is this fact that raised it
                poison = PoisonFact(arrival.sequence, "the decoder", error)
                poison.__cause__ = error
                return portion.until(poison)
            if delivered is not None:
                portion.batch.append(delivered)
            else:
                self._passed_over.note(arrival)
        return portion

    async def _write(self, portion: Portion) -> None:
        try:
            await self._commit(portion)
        except _BAD_ROWS as error:
            first = portion.arrivals[0]
            if len(portion.arrivals) == 1:
                poison = PoisonFact(first.sequence, "a table", error)
                poison.__cause__ = error
                await self._set_aside(first, poison)
                return
            for arrival in portion.arrivals:  # find the one; the others are taken
                await self._all([arrival])

    async def _commit(self, portion: Portion) -> None:
        moved = self.at.through(portion.arrivals)
        if not portion.batch and not portion.behind and moved.epoch == self.written.epoch:
            self._passed(moved)
            return
        self._positions.showing(self.name, moved.sequence)
        async with self._pool.acquire() as connection:
            if not await self._at_once(connection, portion, moved):
                await self._step_by_step(connection, portion, moved)
            failpoint("follower.after_commit")
        self.parking.parked(portion.behind)
        self.reached(moved)

    def _passed(self, moved: Checkpoint) -> None:
        """Nothing was asked of these facts: the views say the same before and behind them."""
        self.at = moved
        self._positions.passed(self.name, moved.sequence)

    def _noted(self, checkpoint: Checkpoint) -> None:
        self.written, self._wrote = checkpoint, time.monotonic()

    async def _at_once(self, connection: Any, portion: Portion, moved: Checkpoint) -> bool:
        """A plain batch in one round trip; False, and nothing done, where it has to go step by step."""
        if portion.behind or portion.folded.erases:
            return False
        rows = self.engine.in_one(portion.folded)
        first = self.checkpoints.moving(self.written, moved, durably=False)
        one = None if rows is None else together(first, rows, len(portion.batch))
        if one is None:
            return False
        sql, arguments = one
        settling = self.engine.settling(portion.folded, noted=True)
        failpoint("follower.before_commit")
        try:
            if not settling:
                await connection.fetchval(sql, *arguments)
                return True
            async with connection.transaction():
                await connection.fetchval(sql, *arguments)
                for statement in settling:
                    await connection.execute(statement)
        except (*_BAD_ROWS, asyncpg.TransactionRollbackError):
            return False  # step by step it shows what was wrong
        return True

    async def _step_by_step(self, connection: Any, portion: Portion, moved: Checkpoint) -> None:
        async with connection.transaction():
            await self.move(connection, moved, durably=portion.folded.erases)
            await self.engine.write(connection, portion.folded)
            await self.parking.park(connection, portion.behind)
            await self._tables.forget_erased(connection, portion.batch)
            failpoint("follower.before_commit")

    async def _set_aside(self, arrival: Arrival, poison: PoisonFact) -> None:
        """Park one fact with its key, if that is this follower's way and the fact is not one that must not wait."""
        if self.halts or erases(arrival) or self.parking.key_of(arrival) is None:
            raise poison
        fact = self.parking.fact(arrival, str(poison))
        moved = self.at.through([arrival])
        async with self._pool.acquire() as connection, connection.transaction():
            await self.move(connection, moved, durably=True)
            await self.parking.park(connection, [fact])
        self.parking.parked([fact])
        self.reached(moved)
        log.error("a fact was parked", follower=self.name, sequence=fact.sequence, exc_info=poison.__cause__)
