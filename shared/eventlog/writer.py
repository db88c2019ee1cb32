"""The writer: commits what waits, a batch in one round trip, with the next batch on its way before the answer is here.

Two connections take turns. The second batch is built on the head that the first will leave and waits in PostgreSQL for
the log's lock, so the database never waits for this process. If anything but "written" comes back, nothing more is sent
until both are home; what was left over is then committed in order, one batch after the other (`careful`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence

from shared.eventlog.batch import Batch
from shared.eventlog.careful import Careful, LogHasFallenBack
from shared.eventlog.held import Holder, LogIsHeld
from shared.eventlog.held_clock import HeldClock
from shared.eventlog.lanes import NEVER, Lanes
from shared.eventlog.lifeline import Lifeline
from shared.eventlog.patience import Patience, tell
from shared.eventlog.prepared import Prepared
from shared.eventlog.refusals import LogIsBusy
from shared.eventlog.rows import Head
from shared.eventlog.versions import Versions
from shared.runtime.failpoints import failpoint
from shared.vocabulary.position import Positions

_SMALLEST = 8  # what a batch costs by itself is what some eight commands cost: fewer are not worth a share of two


class Writer:
    """Owns the lifelines and the head that the next batch must follow. `committed` hears of each head and our batch."""

    def __init__(
        self,
        lifelines: Sequence[Lifeline],
        lanes: Lanes,
        clock: HeldClock,
        *,
        service: str,
        epoch: str,
        head: Head,
        committed: Callable[[Head, Batch | None], None],
        holder: Callable[[], Awaitable[Holder | None]],
    ) -> None:
        self.patience = Patience(service, lanes, self._in_hand, holder)
        self._free = list(reversed(lifelines))
        self._lanes = lanes
        positions = Positions(service, epoch)
        self._careful = Careful(lifelines[0], self.patience, clock, positions=positions, head=head, committed=committed)
        self._ahead = head
        self._under_way: dict[asyncio.Task[None], Batch] = {}
        self._left: list[Sequence[Prepared]] = []
        self._mending: Sequence[Prepared] = ()

    @property
    def versions(self) -> Versions:
        """What is known for certain of where streams stand."""
        return self._careful.versions

    @property
    def alarms(self) -> int:
        """How many batches failed for a reason that no check foresaw."""
        return self._careful.alarms

    async def run(self) -> None:
        """Commit batches until the lanes are closed and empty."""
        watching = asyncio.create_task(self.patience.watch(), name="patience of the writer")
        try:
            await self._commit_all()
        finally:
            watching.cancel()
            self.patience.end()

    async def _commit_all(self) -> None:
        while not self._lanes.is_done or self._under_way or self._left:
            if self._careful.has_fallen_back:
                self._give_up()
            while self._may_send() and self._send():
                pass
            if self._left and not self._under_way:
                await self._mend()
            elif not (self._lanes.is_done and not self._under_way):
                await self._lanes.news(self._enough())

    def _give_up(self) -> None:
        """Only a new start finds out which epoch this is, and who has followed what is lost."""
        self._lanes.close()
        tell((command for commands in (*self._left, self._lanes.drain()) for command in commands), LogIsBusy())
        raise LogHasFallenBack

    def _in_hand(self) -> Iterator[Sequence[Prepared]]:
        """What was taken from the lanes and is not settled."""
        for batch in self._under_way.values():
            yield batch.commands
        yield from self._left
        yield self._mending

    def _enough(self) -> int:
        """How many must wait before a batch goes: one when none is under way, else as many as are."""
        return max(1, self._sent()) if self._free else NEVER

    def _may_send(self) -> bool:
        return bool(self._free) and not self._left and len(self._lanes) >= self._enough()

    def _sent(self) -> int:
        return sum(len(batch.commands) for batch in self._under_way.values())

    def _send(self) -> bool:
        """Send half of what there is: while the database works on it, the callers of the other half prepare theirs."""
        beside = [command for batch in self._under_way.values() for command in batch.commands]
        share = max(_SMALLEST, -(-(len(self._lanes) + len(beside)) // 2))
        picked = self._lanes.pick(share, beside)
        commands = [command for command in picked if not self._is_doomed(command)]
        if not commands:
            return bool(picked)
        if not self._under_way:
            self._ahead = self._careful.head
        try:
            batch = self._careful.batch(commands, self._ahead)
        except Exception:  # noqa: BLE001 - found again, and told to whom it concerns, when the batch is halved
            self._left.append(commands)
            return False
        self._ahead = batch.after
        task = asyncio.create_task(self._carry(self._free.pop(), batch, tuple(self._under_way)))
        self._under_way[task] = batch
        task.add_done_callback(self._landed)
        return True

    async def _carry(self, line: Lifeline, batch: Batch, before: "tuple[asyncio.Task[None], ...]") -> None:
        try:
            failpoint("log.before_commit")
            answer = await line.send(batch)
            if before and answer.outcome == "moved":  # perhaps it was given the lock first: once more, behind them
                await asyncio.wait(before)
                answer = await line.send(batch)
            failpoint("log.after_commit")
            left = self._careful.take(batch, answer)
        except LogIsHeld:
            self.patience.give_up(held=True)
            left = batch.commands
        except Exception:  # noqa: BLE001 - whatever it was, `careful` meets it again and acts on it
            self._careful.doubt()
            left = batch.commands
        self._free.append(line)
        if left:
            self._left.append(left)

    def _landed(self, task: "asyncio.Task[None]") -> None:
        del self._under_way[task]
        self._lanes.nudge()

    async def _mend(self) -> None:
        """All that came back, as one batch: what was under way side by side does not meet."""
        self._mending, self._left = [command for commands in self._left for command in commands], []
        await self._careful.commit(self._mending)
        self._mending = ()

    def _is_doomed(self, command: Prepared) -> bool:
        stale = self._careful.versions.why_stale(command.append)
        if stale is None:
            return False
        if not command.future.done():
            command.future.set_exception(stale)
        return True
