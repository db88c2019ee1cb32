"""Patience: whoever waits for an append that PostgreSQL does not answer is told so in time, and health is told why.

Connections may succeed all the while: a lock is held by somebody else, a disk or a standby holds up the commit. What
was sent stays under way: whether it stands is looked up before anybody is told that it does not.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

import structlog

from shared.eventlog.held import PATIENCE, Holder
from shared.eventlog.lanes import Lanes
from shared.eventlog.prepared import Prepared
from shared.eventlog.refusals import LogIsBusy
from shared.vocabulary.finding import Finding

_log = structlog.get_logger()
_BETWEEN_LOOKS = 0.25
_LOOKS = int(PATIENCE / _BETWEEN_LOOKS)  # counted, not timed: a process that was stopped has not waited meanwhile
_ASKS = _LOOKS - 4  # a second before, while the batch still waits for the one who is to be named
_HELD = "another session holds what the log needs"
_FULL = "commands are turned away: the queue is full"
_SILENT = "the event log cannot write"


class Patience:
    """Sees whether answers come. `in_hand`: what the writer has taken and not settled; `ask`: who holds it up."""

    def __init__(
        self,
        service: str,
        lanes: Lanes,
        in_hand: Callable[[], Iterable[Sequence[Prepared]]],
        ask: Callable[[], Awaitable[Holder | None]],
    ) -> None:
        self.healthy = True
        self._unresolved: set[UUID] = set()
        self._service = service
        self._lanes = lanes
        self._in_hand = in_hand
        self._ask = ask
        self._answers = 0
        self._is_held = self._has_ended = False
        self._holder: Holder | None = None
        self._asking: asyncio.Task[None] | None = None

    def answered(self, commands: Sequence[Prepared]) -> None:
        """PostgreSQL has answered for these: the log gets on."""
        self._answers += 1
        if self._unresolved:
            self._unresolved.difference_update(command.append.command_id for command in commands)
        if not self.healthy:
            self._gets_on()

    def is_free(self) -> None:
        """The lock was given, behind everything that was sent before: nothing is under way any more."""
        self._answers += 1
        self._unresolved.clear()
        if not self.healthy:
            self._gets_on()

    def is_unresolved(self, command_id: UUID) -> bool:
        """Whether this command was under way when its caller was told to ask again, and may still come to stand."""
        return command_id in self._unresolved

    def give_up(self, *, held: bool = False) -> None:
        """Everybody who waits is told to ask again under the same commandId, and so is whoever comes until it is free.

        `held`: it is known that a lock is the reason.
        """
        self._is_held = held or self._holder is not None
        sent = [command for commands in self._in_hand() for command in commands]
        self._unresolved.update(command.append.command_id for command in sent)
        self._lanes.turn_away()
        tell((*sent, *self._lanes.drain()), LogIsBusy())
        if self.healthy:
            self.healthy = False
            found = self.finding()
            _log.error("the log does not get on", service=self._service, kind=found.kind, reason=found.reason)

    def end(self) -> None:
        """Nobody writes any more, whatever answers may still come."""
        self.healthy, self._has_ended = False, True
        self._lanes.turn_away()

    def finding(self) -> Finding:
        """Whether the log gets on; if somebody is known to hold it up, who. A full queue gets on too."""
        if self.healthy:
            full = self._lanes.overflows
            return Finding(name="log", ok=True, reason=_FULL if full else "", kind="LOG_FULL" if full else "")
        if not self._is_held:
            return Finding(name="log", ok=False, reason=_SILENT, kind="LOG_STOPPED")
        reason = f"{_HELD}: {self._holder}" if self._holder else _HELD
        return Finding(name="log", ok=False, reason=reason, kind="LOG_HELD")

    async def watch(self) -> None:
        """Look until cancelled."""
        looks, answers = 0, self._answers
        while True:
            await asyncio.sleep(_BETWEEN_LOOKS)
            if answers != self._answers or not any(self._in_hand()):
                looks, answers = 0, self._answers
                self._holder = None if self.healthy else self._holder
                continue
            looks += 1
            if looks % _LOOKS == _ASKS:
                self._asking = asyncio.create_task(self._find_holder(), name=f"who holds the log of {self._service}")
            elif looks % _LOOKS == 0:
                self.give_up(held=self._is_held)

    async def _find_holder(self) -> None:
        answers, found = self._answers, await self._ask()
        if answers == self._answers:
            self._holder = found or self._holder

    def _gets_on(self) -> None:
        if self._has_ended:
            return
        self.healthy, self._is_held, self._holder = True, False, None
        self._lanes.admit()
        _log.info("the log gets on again", service=self._service)


def tell(commands: Iterable[Prepared], error: Exception) -> None:
    """Fail those that still wait."""
    for command in commands:
        if not command.future.done():
            command.future.set_exception(error)


def untold(commands: Iterable[Prepared]) -> list[Prepared]:
    """Those whose callers were not told to ask again; who went away himself has not taken his command back."""
    return [command for command in commands if not _was_told(command.future)]


def _was_told(future: "asyncio.Future[Any]") -> bool:
    return future.done() and not future.cancelled() and isinstance(future.exception(), LogIsBusy)
