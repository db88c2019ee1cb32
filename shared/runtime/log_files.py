"""The log files of the processes: one each, cut at a start when they have grown."""

from pathlib import Path
from typing import Any

import msgspec

LONGEST = 10 * 1024 * 1024
_END = 64 * 1024
_BAD = frozenset(("error", "critical"))


def tail(log: Path, size: int = 1500) -> str:
    """The end of a log."""
    return log.read_text(errors="replace")[-size:].strip() if log.exists() else "(no log)"


def keep_short(log: Path) -> None:
    """A log over the limit becomes `<name>.log.1` before its process starts."""
    if log.exists() and log.stat().st_size > LONGEST:
        log.replace(log.with_suffix(".log.1"))


def last_trouble(log: Path) -> str:
    """The newest bad thing that a log tells, in one line: an event with its reason, or the end of a stack trace."""
    if not log.exists():
        return ""
    lines = log.read_text(errors="replace")[-_END:].splitlines()
    return next((told for line in reversed(lines) if (told := _trouble(line.strip()))), "")


def plain_words(log: Path) -> str:
    """What a log says to a reader: everything but its JSON lines."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(line for line in lines if not line.startswith("{")).strip()


def _trouble(line: str) -> str:
    try:
        told: dict[str, Any] = msgspec.json.decode(line, type=dict)
    except msgspec.MsgspecError:
        return line
    said = [told.get(name) for name in ("event", "name", "follower", "reason", "error")]
    return ": ".join(str(part) for part in said if part) if told.get("level") in _BAD else ""
