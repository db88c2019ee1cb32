"""The room on the disks that hold the data folder and the embedded PostgreSQL, asked at most once a second."""

import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from shared.vocabulary.finding import Finding

_AGAIN_AFTER = 1.0
_MB = 2**20


class DiskRoom:
    """`least` free MB are kept for what was promised already: commits under way, views, the broker's mirror."""

    def __init__(self, folders: Sequence[Path], least: int) -> None:
        self._folders = folders
        self._least = least * _MB
        self._free = 0
        self._asked = float("-inf")

    def free(self) -> int:
        """Free bytes on the fuller disk."""
        now = time.monotonic()
        if now - self._asked >= _AGAIN_AFTER:
            self._asked = now
            self._free = min(shutil.disk_usage(_standing(folder)).free for folder in self._folders)
        return self._free

    def is_low(self) -> bool:
        """Whether commands have to wait until the operator has made room."""
        return self._least > 0 and self.free() < self._least

    def finding(self) -> Finding:
        """A full disk makes nothing unready: reads go on."""
        low = self.is_low()
        return Finding(
            name="disk", ok=True, reason="commands wait for room" if low else "", kind="STORAGE_LOW" if low else ""
        )


def _standing(folder: Path) -> Path:
    return next(step for step in (folder, *folder.parents) if step.exists())
