"""The nemesis: ends processes with SIGKILL at random moments and lets the supervisor put them back."""

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol


class Killable(Protocol):
    """What the nemesis needs of a running stack."""

    def pid(self, name: str) -> int:
        """The process id that a part has now."""
        ...


class Nemesis:
    """Kills each target once in random order, then all again, `pause` seconds apart on average; a seed repeats it."""

    def __init__(self, stack: Killable, targets: Sequence[str], *, most: int, pause: float, seed: int) -> None:
        self._stack, self._targets, self._most, self._pause = stack, targets, most, pause
        self._random = random.Random(seed)
        self.kills: Counter[str] = Counter()

    async def rage(self) -> None:
        """Until all kills are done, or until cancelled."""
        deck: list[str] = []
        while self.kills.total() < self._most:
            await asyncio.sleep(self._pause * self._random.uniform(0.3, 1.7))
            deck = deck or self._random.sample(self._targets, len(self._targets))
            self.strike(deck.pop())

    def strike(self, target: str) -> None:
        """Kill one part now; a part that is just being restarted is left for the next time."""
        with suppress(ProcessLookupError, LookupError):
            os.kill(self._stack.pid(target), signal.SIGKILL)
            self.kills[target] += 1
