"""The log files of the processes: one each, cut at a start when they have grown."""

from pathlib import Path

LONGEST = 10 * 1024 * 1024


def tail(log: Path, size: int = 1500) -> str:
    """The end of a log."""
    return log.read_text(errors="replace")[-size:].strip() if log.exists() else "(no log)"


def keep_short(log: Path) -> None:
    """A log over the limit becomes `<name>.log.1` before its process starts."""
    if log.exists() and log.stat().st_size > LONGEST:
        log.replace(log.with_suffix(".log.1"))
