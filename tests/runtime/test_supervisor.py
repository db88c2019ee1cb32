"""The supervisor restarts what crashes or freezes and ends everything within five seconds."""

import errno
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from shared.runtime import children
from shared.runtime.supervisor import Program, Supervisor

SLEEPER = "import time; time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    made = Supervisor(lambda: None)
    yield made
    made.stop()


def test_what_crashes_is_started_again(supervisor: Supervisor, program: Callable[..., Program]):
    crashing = program(SLEEPER)
    supervisor.start([crashing])
    first = crashing.pid
    children.send(first, signal.SIGKILL)
    with structlog.testing.capture_logs() as told:
        watch(supervisor, until=lambda: crashing.restarts == 1)
    assert crashing.pid not in {0, first}
    ended, again = told
    assert (ended["event"], ended["name"], ended["pid"], ended["signal"]) == ("a program ended", "sleeper", first, 9)
    assert (again["event"], again["count"]) == ("a program was started again", 1)


def test_what_crashes_again_and_again_waits_longer_each_time(supervisor: Supervisor, program: Callable[..., Program]):
    hopeless = program("raise SystemExit(1)")
    supervisor.start([hopeless])
    watch(supervisor, until=lambda: hopeless.restarts == 3)
    assert hopeless.delay >= 0.4


def test_what_does_not_answer_is_killed_and_started_again(supervisor: Supervisor, program: Callable[..., Program]):
    frozen = program(SLEEPER, healthy=lambda: False)
    supervisor.start([frozen])
    with structlog.testing.capture_logs() as told:
        watch(supervisor, until=lambda: frozen.restarts == 1, seconds=8)
    assert "a program does not answer and is killed" in {line["event"] for line in told}


@pytest.mark.parametrize("scarce", [errno.EAGAIN, errno.ENOMEM])
def test_what_cannot_be_started_now_is_started_later_and_nothing_else_ends(
    supervisor: Supervisor, program: Callable[..., Program], scarce: int
):
    other, crashed = program(SLEEPER, name="other"), program(SLEEPER)
    supervisor.start([other, crashed])
    spawn, refusals = crashed.spawn, [OSError(scarce, "fork"), OSError(scarce, "fork")]

    def scarcely() -> int:
        if refusals:
            raise refusals.pop()
        return spawn()

    crashed.spawn = scarcely
    children.send(crashed.pid, signal.SIGKILL)
    watch(supervisor, until=lambda: crashed.restarts == 1)
    assert crashed.pid
    assert not refusals
    assert children.ended(other.pid) is None


def test_a_full_disk_keeps_no_program_from_being_started_again(program: Callable[..., Program]):
    full: list[bool] = []

    def changed() -> None:
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")

    supervisor, crashing = Supervisor(changed), program(SLEEPER)
    try:
        supervisor.start([crashing])
        full.append(True)
        children.send(crashing.pid, signal.SIGKILL)
        watch(supervisor, until=lambda: crashing.restarts == 1)
    finally:
        full.clear()
        supervisor.stop()


def test_everything_ends_within_five_seconds_even_what_is_deaf(
    supervisor: Supervisor, program: Callable[..., Program], tmp_path: Path
):
    programs = [program(DEAF, name="deaf"), program(DEAF, name="server", last=True), program(SLEEPER)]
    supervisor.start(programs)
    watch(supervisor, until=lambda: "deaf" in (tmp_path / "deaf.log").read_text(), every=0.05)
    watch(supervisor, until=lambda: "deaf" in (tmp_path / "server.log").read_text(), every=0.05)
    before = time.monotonic()
    pids = [one.pid for one in programs]
    supervisor.stop()
    assert time.monotonic() - before < 5.5
    assert all(children.ended(pid) is not None for pid in pids)


def test_what_takes_too_long_to_end_hears_its_own_hard_signal_first(
    supervisor: Supervisor, program: Callable[..., Program], tmp_path: Path
):
    heard = "signal.signal(signal.SIGQUIT, lambda *_: (print('children first', flush=True), exit(0)))"
    server = program(DEAF.replace("print(", f"{heard}; print("), name="server", last=True)
    server.hard_signal = signal.SIGQUIT
    supervisor.start([server])
    watch(supervisor, until=lambda: "deaf" in (tmp_path / "server.log").read_text(), every=0.05)
    pid = server.pid
    supervisor.stop()
    assert "children first" in (tmp_path / "server.log").read_text()
    assert children.ended(pid) == 0


def test_a_forked_child_runs_in_a_session_of_its_own_with_its_own_log(tmp_path: Path):
    pid = children.fork("one", lambda: print("said", flush=True), tmp_path / "one.log")
    assert children.waited(pid) == 0
    assert (tmp_path / "one.log").read_text() == "said\n"


def test_a_failing_child_leaves_its_error_in_its_log(tmp_path: Path):
    pid = children.fork("one", lambda: {}[1], tmp_path / "one.log")
    assert children.waited(pid) == 1
    assert "KeyError" in (tmp_path / "one.log").read_text()


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Program]:
    def make(
        code: str, *, name: str = "sleeper", healthy: Callable[[], bool] | None = None, last: bool = False
    ) -> Program:
        argv = [sys.executable, "-c", code]
        return Program(
            name=name, spawn=lambda: children.program(argv, tmp_path / f"{name}.log"), healthy=healthy, last=last
        )

    return make


def watch(supervisor: Supervisor, *, until: Callable[[], bool], seconds: float = 5, every: float = 0.02) -> None:
    deadline = time.monotonic() + seconds
    supervisor.watch(until=lambda: until() or time.monotonic() > deadline, every=every)
    assert until()
