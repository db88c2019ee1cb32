"""Memory of an idle stack: the proportional set size (PSS) of each process, and of all of them together."""

import time
from collections.abc import Mapping

import psutil

from tests.benchmarks.figures import Figure, Figures, at_most, plain

SETTLE_SECONDS = 15  # connections that only the start needed are given back after ten
PROCESS_GOAL_MB = 70
STACK_GOAL_MB = 320
MB = 1024 * 1024


def measure(pids: Mapping[str, int]) -> Figures:
    """The largest process of each part, the sum where a part is many processes (PostgreSQL), and the whole stack."""
    time.sleep(SETTLE_SECONDS)
    figures, whole, own = dict[str, Figure](), 0.0, set(pids.values())
    for name, pid in pids.items():
        sizes = [size / MB for size in _sizes(psutil.Process(pid), own - {pid})]
        whole += sum(sizes)
        largest = name if len(sizes) == 1 else f"{name}'s largest process"
        figures[f"memory of {largest}, idle"] = at_most(max(sizes), "MB", PROCESS_GOAL_MB)
        if len(sizes) > 1:
            figures[f"memory of all {len(sizes)} processes of {name}, idle"] = plain(sum(sizes), "MB")
    return figures | {"memory of the whole idle stack": at_most(whole, "MB", STACK_GOAL_MB)}


def _sizes(process: psutil.Process, counted_elsewhere: set[int]) -> list[int]:
    sizes = [process.memory_full_info().pss]
    for child in process.children():
        if child.pid not in counted_elsewhere:
            try:
                sizes += _sizes(child, counted_elsewhere)
            except psutil.NoSuchProcess:
                continue
    return sizes
