"""Named failpoints: places where a test may end, delay or fail a process, so that every fault can be started at will.

LIENTHONG_FAILPOINTS="log.after_commit=kill@3,mirror.after_ack=sleep:0.5" - `@n` means the n-th passage only.
`trap:<folder>` kills whoever passes first once the test has laid a file with the point's name there, and takes it away.
"""

import os
import signal
import time
from collections import Counter
from pathlib import Path

_passages: Counter[str] = Counter()


class FailpointReached(RuntimeError):  # noqa: N818 - named as a sentence
    """What an `error` failpoint raises."""


def _armed() -> dict[str, str]:
    pairs = (item.partition("=") for item in os.environ.get("LIENTHONG_FAILPOINTS", "").split(",") if item)
    return {name: action for name, _, action in pairs}


_ACTIONS = _armed()


def failpoint(name: str) -> None:
    """Pass a named point; does nothing unless the environment armed it."""
    if name not in _ACTIONS:
        return
    _passages[name] += 1
    action, _, nth = _ACTIONS[name].partition("@")
    if nth and _passages[name] != int(nth):
        return
    verb, _, argument = action.partition(":")
    if verb == "kill" or (verb == "trap" and _taken(Path(argument) / name)):
        os.kill(os.getpid(), signal.SIGKILL)
    elif verb == "sleep":
        time.sleep(float(argument))
    elif verb != "trap":
        raise FailpointReached(name)


def _taken(trap: Path) -> bool:
    try:
        trap.unlink()
    except FileNotFoundError:
        return False
    return True
