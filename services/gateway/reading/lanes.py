"""Lanes: how many statements of one client run at once, over all its requests; the other connections are for others."""

import asyncio
from weakref import WeakValueDictionary

AT_ONCE = 2


class Lanes:
    """A gate for each client that asks just now; nobody remembers it once its last request has been answered."""

    def __init__(self) -> None:
        self._gates: WeakValueDictionary[tuple[str, str], asyncio.Semaphore] = WeakValueDictionary()

    def of(self, client: str, role: str) -> asyncio.Semaphore:
        """The client's gate."""
        return self._gates.setdefault((client, role), asyncio.Semaphore(AT_ONCE))
