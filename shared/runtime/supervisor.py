"""The supervisor: starts programs, restarts what crashes or freezes, ends all of them within five seconds.

It is one thread without an event loop on purpose: so it may fork services that share the memory of what it imported.
"""

import os
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shared.runtime import children

FIRST_DELAY, LONGEST_DELAY = 0.1, 5.0
STEADY_AFTER = 10.0  # a child that lived this long starts again without delay
CHECK_EVERY = 1.0
FROZEN_AFTER = 3  # failed checks in a row
_GRACE = 0.5  # seconds for what was told the hard way
PATIENCE = 3.0  # for the services; the servers get the rest of the five seconds


class StackDidNotStart(RuntimeError):  # noqa: N818 - named as a sentence
    """Something ended before the stack was ready; the message holds the end of its log."""


class ProgramsDidNotStart(StackDidNotStart):
    """These programs do not serve: they end again and again, or do not answer; each with its log."""

    def __init__(self, logs: Mapping[str, Path]) -> None:
        super().__init__(", ".join(logs))
        self.logs = logs


@dataclass(kw_only=True)
class Program:
    """What to run and how to know that it is well."""

    name: str
    spawn: Callable[[], int]
    healthy: Callable[[], bool] | None = None
    stop_signal: int = signal.SIGTERM
    hard_signal: int = signal.SIGKILL  # to what does not end in time; to PostgreSQL one that its children hear of too
    last: bool = False  # stopped after all others: the servers that they need
    pid: int = 0
    restarts: int = 0
    started: float = 0.0
    failed_checks: int = field(default=0, repr=False)
    delay: float = field(default=FIRST_DELAY, repr=False)
    due: float = field(default=0.0, repr=False)

    def start(self) -> None:
        """Spawn it now."""
        self.pid = self.spawn()
        self.started = time.time()
        self.failed_checks = 0


class Supervisor:
    """Watches its programs until it is told to stop."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.programs: list[Program] = []
        self._changed = changed
        self._stopping = False
        self._unsaid = False
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)
        os.set_blocking(self._reader, False)

    def listen(self) -> None:
        """From now on SIGTERM and SIGINT stop everything, and the death of a child is noticed at once."""
        signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)

    @property
    def stopping(self) -> bool:
        """Whether a stop was asked for."""
        return self._stopping

    def start(self, programs: Sequence[Program]) -> None:
        """Take programs under supervision and start them."""
        for program in programs:
            program.start()
            self.programs.append(program)
        self._changed()

    def watch(self, until: Callable[[], bool] = lambda: False, every: float = 0.5) -> None:
        """Restart what ends, until told to stop or until the question is answered with yes."""
        while not self._stopping and not until():
            self._wait(every)
            changed = [self._tended(program) for program in self.programs]
            if any(changed) or self._unsaid:
                self._say_changed()

    def stop(self) -> None:
        """End everything: first the services, then the servers that they need; what does not end is killed."""
        self._stopping = True
        for last, patience in ((False, PATIENCE), (True, 5.0 - PATIENCE)):
            self._end([program for program in self.programs if program.last is last and program.pid], patience)
        self._say_changed()

    def _say_changed(self) -> None:
        """Whoever writes it down on a full disk does so when there is room again; everything is watched meanwhile."""
        try:
            self._changed()
        except OSError as error:
            if not self._unsaid:
                _tell("error", "what runs cannot be written down", error=error)
            self._unsaid = True
        else:
            self._unsaid = False

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _wait(self, seconds: float) -> None:
        ready, _, _ = select.select([self._reader], [], [], seconds)
        if ready:
            os.read(self._reader, 4096)

    def _tended(self, program: Program) -> bool:
        if not program.pid:
            return self._started_again(program)
        if (code := children.ended(program.pid)) is not None:
            self._note_end(program, code)
            return True
        self._check(program)
        return False

    def _started_again(self, program: Program) -> bool:
        if time.monotonic() < program.due or self._stopping:
            return False
        try:
            program.start()
        except OSError as scarce:  # no memory, no process, no room for its log: others end for want of it, not we
            program.delay = min(program.delay * 2, LONGEST_DELAY)
            program.due = time.monotonic() + program.delay
            _tell("error", "a program cannot be started now", name=program.name, error=scarce)
            return False
        program.restarts += 1
        _tell("warning", "a program was started again", name=program.name, pid=program.pid, count=program.restarts)
        return True

    def _note_end(self, program: Program, code: int) -> None:
        lived = time.time() - program.started
        how = {"signal": -code} if code < 0 else {"exit": code}
        _tell("error", "a program ended", name=program.name, pid=program.pid, seconds=int(lived), **how)
        steady = lived >= STEADY_AFTER
        program.delay = FIRST_DELAY if steady else min(program.delay * 2, LONGEST_DELAY)
        program.due = time.monotonic() + (0 if steady else program.delay / 2)
        program.pid = 0

    def _check(self, program: Program) -> None:
        now = time.monotonic()
        if program.healthy is None or now < program.due or time.time() - program.started < CHECK_EVERY:
            return
        program.due = now + CHECK_EVERY
        program.failed_checks = 0 if program.healthy() else program.failed_checks + 1
        if program.failed_checks >= FROZEN_AFTER:
            _tell("error", "a program does not answer and is killed", name=program.name, pid=program.pid)
            children.send(program.pid, signal.SIGKILL)

    def _end(self, programs: Sequence[Program], patience: float) -> None:
        for program in programs:
            children.send(program.pid, program.stop_signal)
        deadline = time.monotonic() + patience
        alive = list(programs)
        while alive and time.monotonic() < deadline:
            self._wait(0.02)
            alive = [program for program in alive if children.ended(program.pid) is None]
        for program in alive:
            children.send(program.pid, program.hard_signal)
        for program in alive:
            if not _reaped(program.pid):
                children.send(program.pid, signal.SIGKILL)
                _reaped(program.pid)
        for program in programs:
            program.pid = 0


def _reaped(pid: int) -> bool:
    deadline = time.monotonic() + _GRACE
    while (code := children.ended(pid)) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    return code is not None


def _tell(level: str, event: str, **fields: object) -> None:
    """A line of the supervisor's log; `structlog` takes long to import and is there by the time something ends."""
    import structlog

    getattr(structlog.get_logger(), level)(event, **fields)
