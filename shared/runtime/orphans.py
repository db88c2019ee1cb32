"""Processes left over by a supervisor that was killed: ended before anything new touches their files."""

import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil

from shared.runtime.state_file import ProcessState, forget, read_state

_SAME_START = 2.0  # seconds: tells a left-over process from a stranger that got its number
_FAST = {"postgres": signal.SIGINT}


def end_orphans(data: Path, patience: float = 4.0) -> list[str]:
    """End what the last state file names and what still runs; the names of what was found."""
    state = read_state(data)
    if state is None:
        return []
    found = [(process.name, left) for process in state.processes if (left := _left_over(process))]
    for name, process in found:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(_FAST.get(name, signal.SIGTERM))
    deadline = time.monotonic() + patience
    _, alive = psutil.wait_procs([process for _, process in found], timeout=max(0.0, deadline - time.monotonic()))
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=2)
    forget(data)
    return [name for name, _ in found]


def _left_over(process: ProcessState) -> psutil.Process | None:
    with suppress(psutil.NoSuchProcess):
        candidate = psutil.Process(process.pid)
        if abs(candidate.create_time() - process.started_at) < _SAME_START:
            return candidate
    return None
