"""The machine: Python, system, disk, memory, user, console."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

from services.doctor.check import Check, fine, judged, warn
from shared.runtime.postgres_home import abandoned, as_unprivileged, home_of

GIB = 2**30
_LEAST_DISK, _LITTLE_DISK = 1 * GIB, 5 * GIB
_LITTLE_MEMORY = 1 * GIB
_LEAST_GLIBC = (2, 28)


def machine_checks(data: Path) -> Iterator[Check]:
    """Everything that can be said without a running stack."""
    version = platform.python_version()
    yield judged("python", sys.version_info >= (3, 11), version, "install Python 3.11, then: make setup")
    yield _system()
    yield _disk(data)
    yield _memory()
    yield _user(data)
    yield from _left_over()
    yield _console()


def _system() -> Check:
    name, version = platform.libc_ver()
    found = f"{platform.system()} {platform.release()} {platform.machine()} {name} {version}".strip()
    if name != "glibc":
        return fine("system", found)
    enough = tuple(int(part) for part in version.split(".")[:2]) >= _LEAST_GLIBC
    return judged(
        "system", enough, found, "use a system with glibc 2.28 or newer, or set LIENTHONG_POSTGRES and LIENTHONG_NATS"
    )


def _disk(data: Path) -> Check:
    there = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    found = f"{free / GIB:.1f} GiB free at {there}"
    if free < _LITTLE_DISK and free >= _LEAST_DISK:
        return warn("disk", found, f"df -h {there}")
    return judged("disk", free >= _LEAST_DISK, found, f"df -h {there}")


def _memory() -> Check:
    free = psutil.virtual_memory().available
    found = f"{free / GIB:.1f} GiB available"
    return fine("memory", found) if free >= _LITTLE_MEMORY else warn("memory", found, "free -m")


def _user(data: Path) -> Check:
    if not as_unprivileged():
        return fine("user", f"uid {os.getuid()}; PostgreSQL runs as the same user")
    return fine("user", f"root; PostgreSQL runs as nobody in {home_of(data / 'postgres')}")


def _left_over() -> Iterator[Check]:
    """PostgreSQL folders outside of a data folder that was deleted by hand."""
    for folder, data in abandoned():
        yield warn("left over", f"{folder} belonged to {data}, which is gone", f"rm -r {folder}")


def _console() -> Check:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    found = sys.stdout.encoding or "unknown"
    return fine("console", found) if encoding == "utf8" else warn("console", found, "export PYTHONUTF8=1 LANG=C.UTF-8")
