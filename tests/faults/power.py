"""Mất điện - a power cut: what had not been flushed is gone. A file system in a file, and a copy of that file.

The page cache above the file system is the machine's memory: the copy is what the disk would hold. The processes are
frozen while the copy is made, so that it shows one moment.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

_SIZE = 320 * 1024 * 1024


def possible() -> bool:
    """Whether this machine lets us mount a file: root, mkfs.ext4 and a loop device are needed."""
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        return False
    home = Path(tempfile.mkdtemp(prefix="lienthong-disk-"))
    try:
        with disk(new_image(home, 8 * 1024 * 1024), home / "mnt"):
            return True
    except subprocess.CalledProcessError:
        return False
    finally:
        shutil.rmtree(home, ignore_errors=True)


def new_image(home: Path, size: int = _SIZE) -> Path:
    """An empty file system in a file."""
    home.mkdir(parents=True, exist_ok=True)
    image = home / "disk.img"
    with image.open("wb") as file:
        file.truncate(size)
    _run("mkfs.ext4", "-q", "-F", str(image))
    return image


@contextmanager
def disk(image: Path, at: Path) -> Iterator[Path]:
    """The file system, mounted; its journal is replayed first, as after a power cut."""
    at.mkdir(exist_ok=True)
    _run("mount", "-o", "loop", str(image), str(at))
    try:
        at.chmod(0o755)
        yield at
    finally:
        _run("umount", "--lazy", str(at))


def cut(copies: Mapping[Path, Path], processes: Sequence[int], note: Callable[[], None]) -> None:
    """Freeze the processes, copy what each disk holds, end them: nothing of the cache above it is in a copy.

    `note` hears of it at the moment before: who runs was found out by then, so that nothing that is under way comes to
    its end between the note and the cut. Whatever a server began meanwhile
    is frozen behind it.
    """
    known = [one for pid in processes for one in _with_children(pid)]
    note()
    for process in known:
        _freeze(process)
    frozen = {*known, *(one for pid in processes for one in _with_children(pid))}
    for process in frozen - set(known):
        _freeze(process)
    for image, copy in copies.items():
        _run("cp", "--sparse=always", str(image), str(copy))
    for process in frozen:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(frozen, timeout=10)


def _with_children(pid: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    return [*process.children(recursive=True), process]


def _freeze(process: psutil.Process) -> None:
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGSTOP)


def _run(*argv: str) -> None:
    subprocess.run(argv, check=True, capture_output=True)
