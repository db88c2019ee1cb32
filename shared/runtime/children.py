"""Child processes: forked from the supervisor with everything imported already, or run from a program file."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15


def fork(name: str, run: Callable[[], None], log: Path) -> int:
    """Start `run` in a process of its own; it shares the memory of what is imported, and ends with its supervisor."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _become_child(name, log)
        run()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # noqa: BLE001 - the last frame of the process: whatever it is goes to the log
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def program(argv: Sequence[str], log: Path, **identity: Any) -> int:
    """Start a program file in a session of its own, its output in a log."""
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - programs of our own wheels
            list(argv), stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **identity
        )
    return process.pid


def ended(pid: int) -> int | None:
    """None while the child runs, else how it ended (negative: by that signal). Asked often, never waits."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return None if _exists(pid) else 0  # not our child (adopted), or reaped by subprocess
    return os.waitstatus_to_exitcode(status) if found else None


def waited(pid: int) -> int:
    """Wait until the child has ended; how it ended."""
    while (code := ended(pid)) is None:
        time.sleep(0.01)
    return code


def send(pid: int, number: int) -> None:
    """Send a signal; a process that is gone already is fine."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def detach(log: Path) -> None:
    """Cut this process off from its terminal: own session, nothing to read, output to a log."""
    os.setsid()
    redirect(log)


def redirect(log: Path) -> None:
    """Nothing to read, output to a log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    empty = os.open(os.devnull, os.O_RDONLY)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for source, target in ((empty, 0), (out, 1), (out, 2)):
        os.dup2(source, target)
    os.close(empty)
    os.close(out)
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115 - for the life of the process
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115 - for the life of the process


def _become_child(name: str, log: Path) -> None:
    detach(log)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        libc.prctl(_PR_SET_NAME, f"lt-{name}".encode()[:15])


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
