"""Awaiting: a start waits for every service, and longer than usual only while views are told anew and get on.

A part that has stopped for good is not waited for: its service serves, and whoever started it is told what is wrong.
"""

import time
from collections.abc import Callable, Mapping

from shared.runtime.asking import answers, findings, readiness

REBUILDING = "REBUILDING"
FINAL = frozenset(("HALTED", "FORK"))
"""Kinds of what no waiting heals."""
STUCK = 600.0  # seconds; one statement over a national view, or its indexes, may take minutes without telling a fact


class Awaiting:
    """The services of one start that are not ready yet."""

    def __init__(
        self,
        urls: Mapping[str, str],
        patience: float,
        *,
        stuck: float = STUCK,
        longer: Callable[[], None] = lambda: None,
    ) -> None:
        """`patience` in seconds; where views are told anew `stuck` seconds without progress, and `longer` is called."""
        self.left = dict(urls)
        self._patience = patience
        self._longer = longer
        self._deadline = time.monotonic() + patience
        self._stuck = stuck
        self._facts_left: int | None = None
        self._got_on = 0.0

    def all_settled(self) -> bool:
        """Whether nothing is left to wait for; asks one after the other, each until it is ready, or has halted."""
        for name, url in list(self.left.items()):
            if not _is_settled(url):
                return False
            del self.left[name]
        return True

    def silent(self) -> list[str]:
        """Those that do not serve at all; what serves and is not ready when the patience is over is only told."""
        return [name for name, url in self.left.items() if not answers(url, "/health/live")]

    def is_over(self) -> bool:
        """Whether the patience has run out: a national history takes minutes to tell, and has it as long as it goes on.

        Ending the start would throw away what was told, and the next start would end in the same way.
        """
        if time.monotonic() < self._deadline:
            return False
        now, before, self._facts_left = time.monotonic(), self._facts_left, self._still_to_tell()
        if self._facts_left != before:
            self._got_on = now
        if self._facts_left is None or now - self._got_on > self._stuck:
            return True
        self._deadline = now + self._patience
        self._longer()
        return False

    def _still_to_tell(self) -> int | None:
        """Facts that views which are told anew have not heard; None when no view is told anew."""
        told = [found for url in self.left.values() for found in findings(url) if found.get("kind") == REBUILDING]
        return sum(int(found["lag"]) for found in told) if told else None


def _is_settled(url: str) -> bool:
    ready, found = readiness(url)
    return ready or (bool(found) and all(one["ok"] or one["kind"] in FINAL for one in found))
