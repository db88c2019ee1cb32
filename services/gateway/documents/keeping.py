"""Keeping: what was read last stays, up to a weight; whoever sends new texts all the time pushes out only old ones."""

from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """A memory of texts, each with its weight."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._kept: OrderedDict[str, tuple[T, int]] = OrderedDict()

    def get(self, text: str) -> T | None:
        """What is kept under a text; it stays longer for having been asked for."""
        found = self._kept.get(text)
        if found is None:
            return None
        self._kept.move_to_end(text)
        return found[0]

    def put(self, text: str, thing: T, weight: int) -> None:
        """Keep it; the oldest ones go."""
        self._weight += weight - self._kept.pop(text, (None, 0))[1]
        self._kept[text] = (thing, weight)
        while self._weight > self._most:
            self._weight -= self._kept.popitem(last=False)[1][1]
