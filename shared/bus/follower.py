"""A follower: reads one log in order and writes what its views and policies make of it, each entry with effect once."""

import asyncio
from collections.abc import Sequence

import asyncpg
import structlog

from shared.bus.arrival import Arrival
from shared.bus.checkpoint import Checkpoint, Checkpoints, FollowerIsFenced, HistoryDiffers
from shared.bus.connection import heed_cancellation
from shared.bus.policy import PolicyRunner
from shared.bus.positions import Positions
from shared.bus.rebuild import Rebuild
from shared.bus.sources import Source
from shared.readmodel.engine import Engine, Folded, PoisonFact
from shared.runtime.failpoints import failpoint
from shared.runtime.service import Reaction
from shared.vocabulary.facts import Delivered
from shared.vocabulary.finding import Finding

log = structlog.get_logger()

_BATCH = 256
_LONGEST_PAUSE = 5.0
_BAD_ROWS = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)


class Follower:
    """One reaction at work. It stops for good at a fact that cannot be taken, and waits out everything else."""

    def __init__(
        self,
        reaction: Reaction,
        *,
        pool: asyncpg.Pool,
        positions: Positions,
        source: Source,
        engine: Engine,
        rebuild: Rebuild,
        policies: PolicyRunner | None,
    ) -> None:
        self.name = reaction.name
        self.source = reaction.source
        self._pool = pool
        self._positions = positions
        self._reader = source
        self._engine = engine
        self._rebuild = rebuild
        self._policies = policies
        self._checkpoints = Checkpoints(reaction.name)
        self._at = Checkpoint()
        self._ahead: Sequence[Arrival] = ()
        self._trouble = "starting"

    def finding(self) -> Finding:
        """Ready while it follows, however far behind; not ready while it rebuilds, is halted or fails."""
        return Finding(
            name=f"follower:{self.name}",
            ok=not self._trouble,
            reason=self._trouble,
            lag=self._reader.lag(self._at.sequence),
        )

    async def prepare(self) -> None:
        """Read the checkpoint and make the tables that queries need."""
        async with self._pool.acquire() as connection:
            await self._stand(await self._checkpoints.read(connection))
            await self._rebuild.ensure(connection, at_origin=self._at.sequence == 0)
            await self._engine.learn(connection)

    async def run(self) -> None:
        """Follow until cancelled."""
        pause = 0.0
        try:
            while True:
                before = self._at
                try:
                    await self._session()
                except (PoisonFact, HistoryDiffers) as stop:
                    await self._halt(stop)
                except FollowerIsFenced:
                    self._complain("another process follows", None)
                    pause = 1.0
                except Exception as error:  # noqa: BLE001 - nothing was written; the same batch is tried again
                    self._complain(type(error).__name__, error)
                    pause = 0.05 if self._at != before else min(_LONGEST_PAUSE, max(0.05, pause * 2))
                heed_cancellation()
                await asyncio.sleep(pause)
        finally:
            await self._reader.close()

    async def _session(self) -> None:
        self._ahead = ()
        async with self._pool.acquire() as connection:
            await self._stand(await self._checkpoints.read(connection))
        await self._rebuild.run(self._at.sequence)
        await self._install_policies()
        async with self._pool.acquire() as connection:
            await self._engine.learn(connection)
        await self._stand(self._at)  # the tables may be others now
        self._trouble = ""
        while True:
            heed_cancellation()
            await self._round()

    async def _round(self) -> None:
        arrivals = self._ahead or await self._reader.read(self._at.sequence, _BATCH)
        ready = self._within_basis(arrivals)
        self._ahead = arrivals[len(ready) :]
        if ready:
            await self._take(ready)
        elif self._ahead:  # no fact before the facts it rests on
            await self._positions.wait_for(self._ahead[0].basis, timeout=1.0)

    def _within_basis(self, arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
        for n, arrival in enumerate(arrivals):
            if not self._positions.covers(arrival.basis):
                return arrivals[:n]
        return arrivals

    async def _take(self, arrivals: Sequence[Arrival]) -> None:
        self._at.through(arrivals)  # another history is noticed before anything is done
        batch, poison = _opened(arrivals)
        folded = await self._engine.fold(batch)
        poison = folded.poison or poison
        good = [arrival for arrival in arrivals if poison is None or arrival.sequence < poison.sequence]
        if self._policies is not None:
            await self._policies.run([one for one in batch if poison is None or one.sequence < poison.sequence])
        if good:
            await self._write(good, folded)
        if poison is not None:
            raise poison

    async def _write(self, arrivals: Sequence[Arrival], folded: Folded) -> None:
        try:
            await self._commit(arrivals, folded)
        except _BAD_ROWS as error:
            if len(arrivals) == 1:
                raise PoisonFact(arrivals[0].sequence, "a table", error) from error
            for arrival in arrivals:  # find the one; those before it are taken
                await self._write([arrival], await self._engine.fold(_opened([arrival])[0]))

    async def _commit(self, arrivals: Sequence[Arrival], folded: Folded) -> None:
        moved = self._at.through(arrivals)
        self._positions.showing(self.name, moved.sequence)
        async with self._pool.acquire() as connection:
            async with connection.transaction():
                await self._checkpoints.move(connection, self._at, moved, durably=folded.erases)
                await self._engine.write(connection, folded)
                failpoint("follower.before_commit")
            failpoint("follower.after_commit")
            await self._stand(moved)

    async def _stand(self, checkpoint: Checkpoint) -> None:
        self._at = checkpoint
        self._positions.place(self.name, self.source, checkpoint.epoch, checkpoint.sequence)

    async def _install_policies(self) -> None:
        if self._policies is None:
            return
        late = [policy for policy in self._policies.policies if policy.since == "now"]
        if late and not all(policy.name in self._policies.installed for policy in late):
            await self._policies.install(self._pool, await self._reader.head())

    async def _halt(self, stop: Exception) -> None:
        self._trouble = f"halted: {stop}"
        log.critical("follower halted", follower=self.name, reason=str(stop), exc_info=stop.__cause__)
        await asyncio.Event().wait()  # until the process is started again, with code that can take the fact

    def _complain(self, trouble: str, error: Exception | None) -> None:
        if trouble != self._trouble:
            log.warning("follower interrupted", follower=self.name, error=trouble, exc_info=error)
        self._trouble = trouble


def _opened(arrivals: Sequence[Arrival]) -> tuple[list[Delivered], PoisonFact | None]:
    """The facts that this process asks for, up to the first that does not decode."""
    batch: list[Delivered] = []
    for arrival in arrivals:
        try:
            delivered = arrival.open()
        except Exception as error:  # noqa: BLE001 - whatever decoding raises, it is this fact that raised it
            return batch, PoisonFact(arrival.sequence, "the decoder", error)
        if delivered is not None:
            batch.append(delivered)
    return batch, None
