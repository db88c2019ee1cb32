"""A whole real stack for tests: own data folder, free ports, driven through the command line as an operator would."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from shared.runtime.asking import answers
from shared.runtime.ports import free_ports
from shared.runtime.state_file import StackState, read_state
from shared.testing.leftovers import temporary_folder

LIENTHONG = (sys.executable, "-m", "services")


class Stack:
    """A running deployment, as tests see it."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.port = port

    def up(self) -> None:
        """Start everything and wait until it answers."""
        self.run("up", "--port", str(self.port))

    def down(self) -> None:
        """Stop everything."""
        self.run("down")

    def run(self, *arguments: str, timeout: float = 120) -> str:
        """One command of the command line; its output."""
        done = self.called(*arguments, timeout=timeout)
        if done.returncode:
            raise AssertionError(f"lienthong {' '.join(arguments)} → {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def status(self) -> dict[str, Any]:
        """`status --json`, whatever its exit code."""
        return json.loads(self.called("status", "--json", timeout=30).stdout)

    def called(self, *arguments: str, timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        """One command of the command line, however it ends."""
        return self.started(*arguments, timeout=timeout)

    def started(self, *arguments: str, timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        """The same, for certain by a start of `lienthong`."""
        argv = [*LIENTHONG, *arguments, "--data", str(self.data)]
        return subprocess.run(argv, capture_output=True, text=True, timeout=timeout, check=False)  # noqa: S603 - ours

    def url(self, service: str = "gateway") -> str:
        """Where a service answers."""
        return self._state().urls[service]

    def pid(self, name: str) -> int:
        """The process id that a part has now; LookupError while it is being restarted."""
        for process in self._state().processes:
            if process.name == name and process.pid:
                return process.pid
        raise LookupError(name)

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Send a signal to one part."""
        os.kill(self.pid(name), number)

    def kill_supervisor(self) -> None:
        """SIGKILL for the supervisor itself: nobody ends the others any more."""
        os.kill(self._state().supervisor, signal.SIGKILL)

    @contextlib.contextmanager
    def unsupervised(self) -> Iterator[None]:
        """The supervisor is frozen: what is ended meanwhile stays away until it may go on."""
        supervisor = self._state().supervisor
        os.kill(supervisor, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(supervisor, signal.SIGCONT)

    def wait_ready(self, service: str, patience: float = 20) -> None:
        """Until a service answers that it is ready."""
        deadline = time.monotonic() + patience
        while not answers(self.url(service), "/health/ready"):
            if time.monotonic() > deadline:
                raise AssertionError(f"{service} is not ready\n{self.log(service)}")
            time.sleep(0.02)

    def token(self, role: str, at: str | None = None, member: str | None = None, user: str | None = None) -> str:
        """A token that works at once."""
        chosen = {"--as": role, "--at": at, "--member": member, "--user": user}
        return self.run("token", *(part for name, value in chosen.items() if value for part in (name, value))).strip()

    def log(self, name: str, size: int = 4000) -> str:
        """The end of a part's log."""
        file = self.data / "logs" / f"{name}.log"
        return file.read_text(errors="replace")[-size:] if file.exists() else ""

    def _state(self) -> StackState:
        state = read_state(self.data)
        if state is None:
            raise LookupError("nothing runs")
        return state


@contextlib.contextmanager
def running_stack(made: Callable[[Path, int], Stack] = Stack, *, demo: bool = False) -> Iterator[Stack]:
    """A stack of its own, gone afterwards with everything that it wrote."""
    with temporary_folder("stack") as data:
        stack = made(data, free_ports(1)[0])
        try:
            stack.run("demo" if demo else "up", "--port", str(stack.port))
            yield stack
        finally:
            stack.run("reset", "--yes")
