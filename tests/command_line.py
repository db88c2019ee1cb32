"""`lienthong` without its start: each command in a process of its own, forked from one that has imported everything.

Of most commands the start is the greater part, and tests give more than a hundred. That they work from nothing is
shown where tests start them themselves (tests/cli), and by whatever starts or ends a stack.
"""

import importlib
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from select import select
from typing import NoReturn

import msgspec

_ROOT = Path(__file__).parents[1]
_LARGEST = 150_000  # bytes of what is asked: mostly the environment


class Asked(msgspec.Struct, frozen=True):
    """A command, and where it is given."""

    argv: Sequence[str]
    environment: dict[str, str]
    folder: str


class CommandLine:
    """The process that has imported everything, and what is asked of it; it ends with the one who asks."""

    def __init__(self) -> None:
        self._asking, answering = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        argv = [sys.executable, "-m", "tests.command_line", str(answering.fileno())]
        self._process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, pass_fds=[answering.fileno()], cwd=_ROOT)
        answering.close()

    def run(self, argv: Sequence[str], timeout: float) -> "subprocess.CompletedProcess[str]":
        """One command, as `subprocess.run` would answer."""
        asked = msgspec.json.encode(Asked(argv, dict(os.environ), str(Path.cwd())))
        assert len(asked) < _LARGEST
        reading, writing = os.pipe()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, os.fdopen(reading, "rb", 0) as told:
            try:
                socket.send_fds(self._asking, [asked], [out.fileno(), err.fileno(), writing])
            finally:
                os.close(writing)
            pid = int(told.readline())
            if not select([told], [], [], timeout)[0]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(argv, timeout)
            code = int(told.readline() or -signal.SIGKILL)
            texts = [(file.seek(0), file.read().decode())[1] for file in (out, err)]
        return subprocess.CompletedProcess(list(argv), code, *texts)


@cache
def command_line() -> CommandLine:
    """The one of this process, started when a command is first asked for."""
    return CommandLine()


def _serve(answering: socket.socket) -> None:
    """Fork for each request until nobody is there to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks ends first, and may still have to ask
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _import_everything()
    while True:
        asked, files, _, _ = socket.recv_fds(answering, _LARGEST, 3)
        if not asked:
            return
        if os.fork() == 0:
            answering.close()
            _command(msgspec.json.decode(asked, type=Asked), *files)
        for file in files:
            os.close(file)


def _import_everything() -> None:
    """What commands import when they are used."""
    import services.cli
    from services.stack import STACK

    for module in pkgutil.iter_modules(services.cli.__path__):
        importlib.import_module(f"services.cli.{module.name}")
    importlib.import_module("rich.table")
    for load in STACK.values():
        load()


def _command(asked: Asked, out: int, err: int, telling: int) -> NoReturn:
    """What `python -m services` does with these arguments."""
    os.write(telling, f"{os.getpid()}\n".encode())
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(out, 1)
    os.dup2(err, 2)
    code: object = 1
    try:
        os.environ.clear()
        os.environ.update(asked.environment)
        os.chdir(asked.folder)
        sys.argv = ["services", *asked.argv]
        from services.__main__ import main

        main()
        code = 0
    except SystemExit as leaving:
        code = leaving.code
        if isinstance(code, str):
            sys.stderr.write(f"{code}\n")
    except BaseException:  # noqa: BLE001 - as the interpreter does with what nobody has caught
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        number = code if isinstance(code, int) else int(code is not None)
        os.write(telling, f"{number}\n".encode())
        os._exit(number)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
