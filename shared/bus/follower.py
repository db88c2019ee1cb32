"""A follower: reads one log in order and lets its hands take what comes; it stops only where nothing else is safe."""

import asyncio
from collections.abc import Sequence
from functools import partial

import asyncpg
import structlog

from shared.bus.arrival import Arrival
from shared.bus.checkpoint import Checkpoint, FollowerIsFenced, HistoryDiffers
from shared.bus.connection import BrokerIsAway, heed_cancellation
from shared.bus.policy import PolicyRunner
from shared.bus.positions import Positions
from shared.bus.rebuild import Rebuild
from shared.bus.retrying import Retrying
from shared.bus.sources import Source, newest
from shared.bus.taking import Taking
from shared.http.outages import is_outage
from shared.readmodel.engine import PoisonFact
from shared.vocabulary.finding import Finding, Kind, way_out
from shared.vocabulary.mending import ParkedFact, Progress, Retried

log = structlog.get_logger()

_BATCH = 256
_LONGEST_PAUSE = 5.0
_LOOKS = 1.0  # seconds between two questions to an owner whose other history was followed
_BEHIND: frozenset[Kind] = frozenset({"REBUILDING", "HALTED", "FORK"})
_BAD_FACTS = (PoisonFact, asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)
_SETTLES = 1.0  # seconds after which it writes down how far it has come, if only past facts that nobody asks for


class Follower:
    """One reaction at work. It stops for good at a fact that it may not park, and waits out everything else."""

    def __init__(
        self,
        taking: Taking,
        *,
        pool: asyncpg.Pool,
        positions: Positions,
        source: Source,
        rebuild: Rebuild,
        policies: PolicyRunner | None,
        gathers: float = 0.0,
    ) -> None:
        self.name = taking.name
        self.source = source.name
        self._pool = pool
        self._positions = positions
        self._reader = source
        self._taking = taking
        self._rebuild = rebuild
        self._policies = policies
        self._gathers = gathers
        self._ahead: Sequence[Arrival] = ()
        self._trouble = "starting"
        self._kind: Kind = ""
        self._until = 0  # what has to be heard again, of another history, before it is ready
        self._sitting: asyncio.Task[None] | None = None

    @property
    def written(self) -> Checkpoint:
        """The checkpoint that it has written last, as far as it remembers."""
        return self._taking.written

    def stand_again(self, at: Checkpoint) -> None:
        """The database stands behind what this follower remembers: no more is promised, and it begins from there."""
        self._taking.reached(at)
        if self._sitting is not None:
            self._sitting.cancel()

    def finding(self) -> Finding:
        """Ready while it follows, however far behind; not ready while it rebuilds, is told anew, is halted or fails."""
        waiting, left = self._taking.parking.count, self._still_to_tell()
        if left is not None:
            name, reason = f"follower:{self.name}", "views are told anew"
            return Finding(name=name, ok=False, reason=reason, lag=left, kind="REBUILDING", parked=waiting)
        return Finding(
            name=f"follower:{self.name}",
            ok=not self._trouble,
            reason=self._trouble or (f"parked facts: {waiting}" if waiting else ""),
            lag=self._reader.lag(self._taking.at.sequence),
            kind=self._kind if self._trouble else "PARKED" if waiting else "",
            parked=waiting,
        )

    @property
    def halted(self) -> str:
        """Why it follows no more; nothing while it does."""
        return self._trouble if self._trouble.startswith("halted") else ""

    @property
    def behind(self) -> Kind:
        """Why its views may lack what everybody else has seen for long; nothing while they keep up."""
        if not self._trouble and self._until <= self._taking.at.sequence:
            return ""
        kind = self.finding().kind
        return kind if kind in _BEHIND else ""

    @property
    def held_up(self) -> dict[str, str]:
        """The keys that are parked, each with the kind of thing it names."""
        return self._taking.parking.kinds

    @property
    def views(self) -> tuple[str, ...]:
        """The names of the views that this follower tells."""
        return tuple(view.name for view in self._rebuild.views)

    def rebuilding(self) -> list[Progress]:
        """How far the rebuilds of this process are."""
        return list(self._rebuild.progress.values())

    async def parked(self, after: int = 0, limit: int = 1_000) -> list[ParkedFact]:
        """What is set aside, in order."""
        async with self._pool.acquire() as connection:
            return await self._taking.parking.rows(connection, after, limit)

    async def retry(self, after: int = 0, limit: int = 100) -> Retried:
        """Try what is parked again, a page at a time."""
        return await Retrying(self._pool, self._taking, self._reader).page(after, limit)

    async def rebuild(self, view: str, *, back: bool) -> None:
        """Tell a view everything anew while this follower goes on; `back`: take back what was there before."""
        await self._rebuild.again(view, self._taking, back=back)

    async def keeps(self, view: str) -> bool:
        """Whether tables of this very version were put aside by an earlier rebuild."""
        return await self._rebuild.keeps(view)

    async def prepare(self) -> None:
        """Read the checkpoint and make the tables that queries need."""
        async with self._pool.acquire() as connection:
            await self._taking.stand(connection)
            await self._rebuild.ensure(connection, at_origin=self._taking.at.sequence == 0)
            await self._taking.engine.learn(connection)

    async def run(self) -> None:
        """Follow until cancelled."""
        pause = 0.0
        try:
            while True:
                before = self._taking.at
                try:
                    await self._sit()
                except HistoryDiffers as other:
                    pause = await self._other_history(other)
                except PoisonFact as stop:
                    await self._halt(stop)
                except FollowerIsFenced:
                    self._complain("another process follows", None)
                    pause = 1.0
                except Exception as error:  # noqa: BLE001 - nothing was written; the same batch is tried again
                    self._complain(type(error).__name__, error)
                    pause = 0.05 if self._taking.at != before else min(_LONGEST_PAUSE, max(0.05, pause * 2))
                heed_cancellation()
                await asyncio.sleep(pause)
        finally:
            await self._reader.close()

    async def _sit(self) -> None:
        """A session in a task of its own, so that it can be ended without ending this follower."""
        self._sitting = asyncio.create_task(self._session(), name=f"{self.name} at work")
        try:
            await self._sitting
        except asyncio.CancelledError:
            heed_cancellation()
            self._trouble = "standing again where the database does"
        finally:
            self._sitting = None

    async def _session(self) -> None:
        self._ahead = ()
        async with self._pool.acquire() as connection:
            await self._taking.stand(connection)
        await self._tell_outdated()
        await self._install_policies()
        async with self._pool.acquire() as connection:
            await self._taking.engine.learn(connection)
        self._taking.outlived = False
        self._taking.shown_anew()  # the tables may be others now
        self._trouble = ""
        while True:
            heed_cancellation()
            await self._round()

    async def _round(self) -> None:
        arrivals = self._ahead or await self._read()
        ready = self._within_basis(arrivals)
        self._ahead = arrivals[len(ready) :]
        if ready:
            await self._taking.take(ready)
        elif self._ahead:  # no fact before the facts it rests on
            await self._positions.wait_for(self._ahead[0].basis, timeout=1.0)
        elif self._taking.at.sequence and self._reader.epoch not in ("", self._taking.at.epoch):
            await self._taking.enter(await self._reader.one(self._taking.at.sequence))
        await self._taking.settle(_SETTLES)

    async def _read(self) -> Sequence[Arrival]:
        at = self._taking.at.sequence
        pause = partial(self._positions.wanted, self.source, at, self._gathers) if self._gathers else None
        return await self._reader.read(at, _BATCH, pause)

    def _within_basis(self, arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
        for n, arrival in enumerate(arrivals):
            if not self._positions.covers(arrival.basis):
                return arrivals[:n]
        return arrivals

    async def _install_policies(self) -> None:
        if self._policies is None:
            return
        late = [policy for policy in self._policies.policies if policy.since == "now"]
        if late and not all(policy.name in self._policies.installed for policy in late):
            await self._policies.install(self._pool, await self._reader.head())

    async def _tell_outdated(self) -> None:
        """Views of another version, or of a history that is no more; of that, what cannot be told is to be parked."""
        try:
            await self._rebuild.outdated(self._taking)
        except _BAD_FACTS as bad:
            if self._taking.halts or not self._taking.outlived:
                raise
            log.error("told anew fact by fact", follower=self.name, reason=type(bad).__name__)
            self._until = self._taking.at.sequence
            await self._rebuild.anew(self._taking, Checkpoint())

    def _still_to_tell(self) -> int | None:
        """Facts of which its views know nothing yet, or what a lost history said; None where they only follow."""
        at = self._taking.at.sequence
        if self._trouble and (left := self._rebuild.facts_left) is not None:
            return left
        if self._trouble and self._kind not in ("", "REBUILDING"):
            return None
        if self._taking.outlived:
            return at
        if self._trouble and self._kind == "REBUILDING":
            return self._reader.lag(0)
        return self._until - at if self._until > at else None

    async def _other_history(self, other: HistoryDiffers) -> float:
        """The owner was restored: its new epoch is followed from the origin. Without a new epoch nobody may guess.

        Answers for how many seconds to rest before the next session.
        """
        at = self._taking.at
        if not at.epoch or not other.epoch:
            await self._halt(other)
        if other.epoch == at.epoch:
            await self._await_another_epoch(other, at.epoch)
            return 0.0
        log.error("the owner has another history: told anew", follower=self.name, epoch=other.epoch, reason=str(other))
        self._trouble, self._kind = "told anew after a restore of the owner", "REBUILDING"
        while True:
            try:
                to = await newest(self._reader)
                if to.epoch == at.epoch:
                    return _LOOKS  # it was not the owner who told of another history
                await self._rebuild.anew(self._taking, Checkpoint() if self._policies else to)
            except FollowerIsFenced:
                self._complain("another process follows", None)
                return _LOOKS
            except Exception as error:  # noqa: BLE001 - as in a session: nothing was written, it is tried again
                log.warning("not told anew yet", follower=self.name, reason=type(error).__name__)
            else:
                self._until = to.sequence if self._policies else 0
                return 0.0
            await asyncio.sleep(_LOOKS)
            heed_cancellation()

    async def _await_another_epoch(self, other: HistoryDiffers, epoch: str) -> None:
        """Two histories of one epoch: halted until the owner opens another, on an operator's word."""
        self._trouble, self._kind = f"halted: {other}; {way_out(self.source)}", "FORK"
        log.critical("follower halted", follower=self.name, reason=str(other))
        while self._reader.epoch in ("", epoch):
            await asyncio.sleep(_LOOKS)
            heed_cancellation()
            await self._reader.look()
        self._trouble, self._kind = "the owner has opened another epoch", ""

    async def _halt(self, stop: Exception) -> None:
        self._trouble, self._kind = f"halted: {stop}", "HALTED"
        log.critical("follower halted", follower=self.name, reason=str(stop), exc_info=stop.__cause__)
        await asyncio.Event().wait()  # until the process is started again, with code that can take the fact

    def _complain(self, trouble: str, error: Exception | None) -> None:
        self._kind = ""
        if is_outage(error) and not isinstance(error, BrokerIsAway):
            trouble, self._kind = "the database is away", "DATABASE_AWAY"
        if trouble != self._trouble:
            log.warning("follower interrupted", follower=self.name, reason=trouble, exc_info=error)
        self._trouble = trouble
