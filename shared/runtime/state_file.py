"""The state of a running stack, written by its supervisor for whoever asks (`status`, `token`, tests)."""

import errno
import fcntl
import time
from pathlib import Path
from typing import IO

import msgspec
import psutil

from shared.runtime.secret_files import write_private


class StackRunsAlready(RuntimeError):  # noqa: N818 - named as a sentence
    """Another supervisor has this data folder."""


class ProcessState(msgspec.Struct, frozen=True, kw_only=True):
    """One supervised process."""

    name: str
    pid: int
    restarts: int
    started_at: float


class StackState(msgspec.Struct, frozen=True, kw_only=True):
    """What runs, where it answers and since when."""

    phase: str  # starting, rebuilding (a start that tells views anew and takes long), ready, stopping
    supervisor: int
    started_at: float
    data: str
    deployment: str
    urls: dict[str, str]
    servers: dict[str, str]
    processes: tuple[ProcessState, ...]
    ready_after: float | None = None
    note: str = ""

    def save(self, data: Path) -> None:
        """Replace the file at once."""
        write_private(_file(data), msgspec.json.encode(self))


def read_state(data: Path) -> StackState | None:
    """What the last supervisor wrote, whether it still runs or not."""
    try:
        return msgspec.json.decode(_file(data).read_bytes(), type=StackState)
    except FileNotFoundError:
        return None


def running_stack(data: Path) -> StackState | None:
    """The state of the stack that has this folder; None when none does, or when its supervisor was killed."""
    state = read_state(data)
    return state if state is not None and supervisor_alive(state) and is_locked(data) else None


def forget(data: Path) -> None:
    """Nothing runs here any more."""
    _file(data).unlink(missing_ok=True)


def lock(data: Path, patience: float = 0.0) -> IO[str]:
    """Take the folder for this supervisor, or raise StackRunsAlready."""
    _lock_file(data).parent.mkdir(parents=True, exist_ok=True)
    handle = _lock_file(data).open("a+")
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            if time.monotonic() > deadline:
                handle.close()
                raise StackRunsAlready(str(data)) from None
            time.sleep(0.05)
        else:
            return handle


def is_locked(data: Path) -> bool:
    """Whether a supervisor (or what is left of its children) has the folder."""
    if not _lock_file(data).exists():
        return False
    try:
        lock(data).close()
    except StackRunsAlready:
        return True
    return False


def supervisor_alive(state: StackState) -> bool:
    """Whether the supervisor itself still runs."""
    try:
        return psutil.Process(state.supervisor).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _file(data: Path) -> Path:
    return data / "run" / "state.json"


def _lock_file(data: Path) -> Path:
    return data / "run" / "lock"
