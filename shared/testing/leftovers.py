"""Folders of test runs: each is locked by its owner, so that the next run can tell what a killed one left behind."""

import fcntl
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.runtime import postgres
from shared.runtime.postgres_home import abandoned

_PREFIX, _OWNER = "lienthong-", ".owner"


@contextmanager
def temporary_folder(kind: str) -> Iterator[Path]:
    """A folder that an unprivileged PostgreSQL may enter, gone afterwards; the lock ends with this process at last."""
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{kind}-"))
    folder.chmod(0o755)
    with (folder / _OWNER).open("w") as owner:
        fcntl.flock(owner, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(temporary: Path | None = None) -> list[Path]:
    """Stop and remove what killed runs left: folders that nobody holds, and PostgreSQL's stand-ins of folders gone."""
    gone = []
    for note in (temporary or Path(tempfile.gettempdir())).glob(f"{_PREFIX}*/{_OWNER}"):
        with note.open("a") as owner:
            if _is_free(owner.fileno()):
                _remove(note.parent)
                gone.append(note.parent)
    for stand_in, data in abandoned():
        if postgres.running(data / "postgres", password="") is None:
            shutil.rmtree(stand_in, ignore_errors=True)
            gone.append(stand_in)
    return gone


def _is_free(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove(folder: Path) -> None:
    if (folder / "run" / "state.json").exists():
        argv = [sys.executable, "-m", "services", "reset", "--yes", "--data", str(folder)]
        subprocess.run(argv, capture_output=True, timeout=60, check=False)  # noqa: S603 - our own command line
    left = postgres.running(folder / "postgres", password="")
    if left is not None:
        left.stop()
    shutil.rmtree(folder, ignore_errors=True)
