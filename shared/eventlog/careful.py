"""One batch at a time, to the end: what the writer falls back to when a batch did not go through as it was sent.

An answer that does not come (connection lost) is looked up by sending the batch again: the call waits for the log's
lock, so the lost transaction has ended by then; a batch that had been committed is answered from its first receipts.
Whose caller was told meanwhile to ask again (`patience`) is not sent again: the caller's own next attempt looks it up.
"""

import asyncio
from collections.abc import Callable, Sequence

import structlog
from prometheus_client import Histogram

from shared.eventlog.batch import Batch
from shared.eventlog.held import LogIsHeld
from shared.eventlog.held_clock import HeldClock
from shared.eventlog.lanes import LARGEST_BATCH
from shared.eventlog.lifeline import ConnectionLost, Lifeline
from shared.eventlog.patience import Patience, tell, untold
from shared.eventlog.prepared import Prepared
from shared.eventlog.refusals import LogIsBusy
from shared.eventlog.rows import Head
from shared.eventlog.verdicts import Answer, settle_refused
from shared.eventlog.versions import Versions
from shared.runtime.failpoints import failpoint
from shared.vocabulary.position import Positions

_log = structlog.get_logger()
_BETWEEN_TRIES = 0.1
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, LARGEST_BATCH)
_batch_size = Histogram("lienthong_batch_size", "Commands in a committed batch", buckets=_SIZES)


class LogHasFallenBack(RuntimeError):  # noqa: N818 - named as a sentence
    """The database ends before what it has acknowledged: another server took over, or it was restored under us."""


class Careful:
    """Knows the newest head, and the versions that follow from it, and acts on answers."""

    def __init__(
        self,
        lifeline: Lifeline,
        patience: Patience,
        clock: HeldClock,
        *,
        positions: Positions,
        head: Head,
        committed: Callable[[Head, Batch | None], None],
    ) -> None:
        self.head = head
        self.versions = Versions()
        self.alarms = 0
        self.has_fallen_back = False
        self._lifeline = lifeline
        self._patience = patience
        self._clock = clock
        self._positions = positions
        self._committed = committed

    async def commit(self, commands: Sequence[Prepared]) -> None:
        """Commit these commands, or tell each why not."""
        if not self._patience.healthy:
            await self._until_free()
        commands = untold(commands)
        while commands:
            try:
                batch = self.batch(commands, self.head)
                failpoint("log.before_commit")
                answer = await self._lifeline.send(batch)
                failpoint("log.after_commit")
                commands = self.take(batch, answer)
            except LogIsHeld:
                self._patience.give_up(held=True)
                await self._until_free()
                return
            except ConnectionLost:
                await self._find_again()
                if not self._patience.healthy:
                    await self._until_free()
                commands = untold(commands)
            except Exception as error:  # noqa: BLE001 - the writer outlives whatever one command brings up
                await self._halve(commands, error)
                return

    def batch(self, commands: Sequence[Prepared], head: Head) -> Batch:
        """A batch to follow this head: the newest one, or that which a batch under way will leave."""
        return Batch(commands, head, self._clock.now(head.recorded_at), self._positions, self.versions)

    def take(self, batch: Batch, answer: Answer) -> Sequence[Prepared]:
        """Act on an answer; returns the commands that are still to be committed."""
        self._patience.answered(batch.commands)
        if answer.outcome == "written":
            batch.stands()
            _batch_size.observe(len(batch.commands))
            if batch.after.position >= self.head.position:  # two answers may arrive in either order
                self.head = batch.after
            self._committed(self.head, batch)
            for command, committed in zip(batch.commands, batch.answers, strict=True):
                if not command.future.done():
                    command.future.set_result(committed)
            return ()
        if answer.outcome == "moved":
            if _is_behind(answer.head, self.head):
                self.has_fallen_back = True
                tell(batch.commands, LogIsBusy())
                return ()
            if answer.head != self.head:
                self.head, self.versions = answer.head, Versions()
            self._committed(self.head, None)
            return batch.commands
        return settle_refused(batch, answer)

    def doubt(self) -> None:
        """Nobody knows whether a batch stands: another may stand on it, and the head never tells that it has moved."""
        self.versions = Versions()

    async def _find_again(self) -> None:
        """Reconnect, however long that takes."""
        while not await self._lifeline.reconnect():  # noqa: ASYNC110 - nothing tells when a server is back
            await asyncio.sleep(_BETWEEN_TRIES)

    async def _until_free(self) -> None:
        """Everybody was told to ask again: wait until a batch would be let through, behind all that was sent before."""
        while True:
            try:
                await self._lifeline.look()
            except LogIsHeld:
                self._patience.give_up(held=True)
            except ConnectionLost:
                await self._find_again()
            except Exception as error:  # noqa: BLE001 - whatever it is: only an answer ends the waiting
                _log.error("the log cannot be looked at", error=type(error).__name__)
                self._lifeline.drop()  # at the other end may be a standby by now
            else:
                self._patience.is_free()
                return
            await asyncio.sleep(_BETWEEN_TRIES)

    async def _halve(self, commands: Sequence[Prepared], error: Exception) -> None:
        """An error that no check foresaw: an alarm. The batch is halved until only the command at fault fails."""
        self.alarms += 1
        self._patience.answered(())
        sqlstate = getattr(error, "sqlstate", None)  # never the message: it quotes values
        _log.error("a batch failed", count=len(commands), error=type(error).__name__, code=sqlstate)
        if len(commands) == 1:
            tell(commands, error)
            return
        middle = len(commands) // 2
        await self.commit(commands[:middle])
        await self.commit(commands[middle:])


def _is_behind(found: Head, known: Head) -> bool:
    """Whether something that was committed is no longer there."""
    return found.position < known.position or (found.position == known.position and found.seal != known.seal)
