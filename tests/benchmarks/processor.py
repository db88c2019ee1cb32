"""Processor time of a process and all that it has started: what is left of a figure where others share the machine."""

from contextlib import suppress

import psutil


def processor_seconds(pid: int) -> float:
    """User and system time so far, with those of its children that run and of those that have ended."""
    process = psutil.Process(pid)
    times = process.cpu_times()
    own = times.user + times.system + times.children_user + times.children_system
    for child in process.children():
        with suppress(psutil.NoSuchProcess):
            own += processor_seconds(child.pid)
    return own
