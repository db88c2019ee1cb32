"""The writer: one task that commits what waits, a batch in one round trip, again and again.

An answer that does not come (connection lost) is looked up by sending the batch again: the call waits for the log's
lock, so the lost transaction has ended by then; a batch that had been committed is answered from its first receipts.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from shared.eventlog.append import Committed
from shared.eventlog.batch import Batch
from shared.eventlog.lanes import Lanes
from shared.eventlog.lifeline import ConnectionLost, Lifeline
from shared.eventlog.prepared import Prepared
from shared.eventlog.refusals import LogIsBusy
from shared.eventlog.rows import Head, head_of
from shared.eventlog.verdicts import settle_refused
from shared.eventlog.versions import Versions
from shared.runtime.clock import Clock
from shared.runtime.failpoints import failpoint

_log = structlog.get_logger()
_SMALLEST = 8
_PATIENCE = 5.0
_BETWEEN_TRIES = 0.1


class Writer:
    """Owns the lifeline and the head that the next batch must follow. `committed` is told of every new head."""

    def __init__(
        self,
        lifeline: Lifeline,
        lanes: Lanes,
        clock: Clock,
        *,
        service: str,
        epoch: str,
        head: Head,
        versions: Versions,
        committed: Callable[[Head, Sequence[Prepared]], None],
    ) -> None:
        self._lifeline = lifeline
        self._lanes = lanes
        self._clock = clock
        self._at = (service, epoch)
        self._head = head
        self._versions = versions
        self._committed = committed
        self._written: list[tuple[Prepared, Committed]] = []
        self.healthy = True
        self.alarms = 0

    async def run(self) -> None:
        """Commit batches until the lanes are closed and empty."""
        while True:
            if not self._lanes:
                self._answer()
            if not await self._lanes.something():
                return
            await self._commit([command for command in self._next() if not self._is_doomed(command)])

    def _next(self) -> list[Prepared]:
        """Half of what is under way: while the database works on one half, the callers of the other prepare theirs."""
        under_way = len(self._lanes) + len(self._written)
        return self._lanes.pick(max(_SMALLEST, -(-under_way // 2)))

    def _answer(self) -> None:
        """Tell the callers of the last batch, at the latest while the next one is on its way."""
        written, self._written = self._written, []
        for command, committed in written:
            if not command.future.done():
                command.future.set_result(committed)

    def _is_doomed(self, command: Prepared) -> bool:
        stale = self._versions.why_stale(command)
        if stale is None:
            return False
        _fail([command], stale)
        return True

    async def _commit(self, commands: list[Prepared]) -> None:
        while commands:
            try:
                batch = Batch(commands, self._head, self._clock.now(), *self._at)
                failpoint("log.before_commit")
                if self._written:
                    asyncio.get_running_loop().call_soon(self._answer)
                answer = await self._lifeline.call(batch.arguments)
                failpoint("log.after_commit")
                commands = self._take(batch, answer)
            except ConnectionLost:
                if not await self._find_again(commands):
                    return
            except Exception as error:  # noqa: BLE001 - the writer outlives whatever one command brings up
                await self._halve(commands, error)
                return

    def _take(self, batch: Batch, answer: Any) -> list[Prepared]:
        """Act on an answer; returns the commands that are still to be committed."""
        if answer["outcome"] == "written":
            self._head = batch.after
            self._written += zip(batch.commands, batch.answers, strict=True)
            self._committed(self._head, batch.commands)
            return []
        if answer["outcome"] == "moved":
            self._head = head_of(answer)
            self._committed(self._head, [])
            return list(batch.commands)
        return settle_refused(batch, answer)

    async def _find_again(self, commands: list[Prepared]) -> bool:
        """Reconnect; whoever waits too long is told to ask again, under the same commandId. False: all were told."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + _PATIENCE
        while not await self._lifeline.reconnect():
            if loop.time() > deadline and self.healthy:
                self.healthy = False
            if not self.healthy:
                _fail((*commands, *self._lanes.drain()), LogIsBusy())
                commands = []
            await asyncio.sleep(_BETWEEN_TRIES)
        self.healthy = True
        return bool(commands)

    async def _halve(self, commands: list[Prepared], error: Exception) -> None:
        """An error that no check foresaw: an alarm. The batch is halved until only the command at fault fails."""
        self.alarms += 1
        sqlstate = getattr(error, "sqlstate", None)  # never the message: it quotes values
        _log.error("a batch failed", count=len(commands), error=type(error).__name__, code=sqlstate)
        if len(commands) == 1:
            _fail(commands, error)
            return
        middle = len(commands) // 2
        await self._commit(commands[:middle])
        await self._commit(commands[middle:])


def _fail(commands: "list[Prepared] | tuple[Prepared, ...]", error: Exception) -> None:
    for command in commands:
        if not command.future.done():
            command.future.set_exception(error)
