"""Memory of an idle stack: the proportional set size (PSS) of each process, PostgreSQL's processes taken together."""

import time
from collections.abc import Mapping

import psutil

from tests.benchmarks.figures import Figures, at_most

SETTLE_SECONDS = 5
MB = 1024 * 1024


def measure(pids: Mapping[str, int]) -> Figures:
    """One figure per part and one for the whole; `pids` names the parts, children count with their part."""
    time.sleep(SETTLE_SECONDS)
    own = set(pids.values())
    sizes = {name: _pss(pid, own - {pid}) / MB for name, pid in pids.items()}
    figures = {f"memory of {name}, idle": at_most(size, "MB", 70) for name, size in sizes.items()}
    return figures | {"memory of the whole idle stack": at_most(sum(sizes.values()), "MB", 320)}


def _pss(pid: int, counted_elsewhere: set[int]) -> int:
    total = 0
    for process in _tree(psutil.Process(pid), counted_elsewhere):
        try:
            total += process.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total


def _tree(process: psutil.Process, counted_elsewhere: set[int]) -> list[psutil.Process]:
    below = [child for child in process.children() if child.pid not in counted_elsewhere]
    return [process, *(deeper for child in below for deeper in _tree(child, counted_elsewhere))]
