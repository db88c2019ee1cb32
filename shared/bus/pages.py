"""Pages of a published log from its owner: needs no broker, and reaches what the mirror no longer keeps."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import structlog

from shared.bus.checkpoint import HistoryDiffers
from shared.bus.connection import Broker
from shared.bus.envelope import is_intact
from shared.eventlog.rows import OutboxRow

log = structlog.get_logger()


class Page(Protocol):
    """What `GET /facts` answers."""

    @property
    def epoch(self) -> str:
        """The owner's epoch."""
        ...

    @property
    def head(self) -> int:
        """The newest sequence."""
        ...

    @property
    def rows(self) -> Sequence[OutboxRow]:
        """The rows behind the asked sequence, in order."""
        ...


FetchFacts = Callable[[str, int, int], Awaitable[Any]]
"""(source, after, limit) -> Page: `ServiceClient.facts`."""


class Pages:
    """Asks the owner, at most once a second while nothing comes, at once when the broker is back."""

    def __init__(self, service: str, broker: Broker, fetch_facts: FetchFacts) -> None:
        self.head = 0
        self.epoch = ""
        self._service = service
        self._broker = broker
        self._fetch = fetch_facts
        self._away = False

    async def read(self, after: int, limit: int, *, patience: float) -> tuple[str, Sequence[OutboxRow]]:
        """One page; when it is empty or the owner is away, nothing, after `patience` seconds."""
        page = await self._page(after, limit)
        if page is not None:
            self.head, self.epoch = page.head, page.epoch
            if page.head < after:
                raise HistoryDiffers(after, f"the owner's log ends at {page.head}", page.epoch)
            if not all(map(is_intact, page.rows)):
                raise HistoryDiffers(after, "the owner sent a row whose digest does not fit")
            if page.rows:
                return page.epoch, page.rows
        await self._rest(patience)
        return "", []

    async def look(self) -> None:
        """Ask the owner in which epoch it lives and how far its log reaches; nothing new while it is away."""
        page = await self._page(0, 1)
        if page is not None:
            self.head, self.epoch = page.head, page.epoch

    async def holds(self, epoch: str, row: OutboxRow) -> bool | None:
        """Whether the owner lives in an epoch and has this very row; None while it cannot be asked."""
        page = await self._page(row.sequence - 1, 1)
        if page is None:
            return None
        self.head, self.epoch = page.head, page.epoch
        return page.epoch == epoch and bool(page.rows) and page.rows[0].digest == row.digest

    async def ask_head(self, known: int = 0) -> int:
        """The newest sequence; the owner has to be there. Asked behind a `known` one it makes sure of it."""
        page: Page = await self._fetch(self._service, known, 1)
        self.epoch = page.epoch
        return page.head

    async def _page(self, after: int, limit: int) -> Page | None:
        try:
            page: Page = await self._fetch(self._service, after, limit)
        except Exception as error:  # noqa: BLE001 - whatever keeps the owner away, it is asked again
            if not self._away:
                log.warning("owner is away", source=self._service, error=_named(error))
            self._away = True
            return None
        self._away = False
        return page

    async def _rest(self, seconds: float) -> None:
        changed = asyncio.Event()
        self._broker.listeners.add(changed.set)
        try:
            async with asyncio.timeout(seconds):
                await changed.wait()
        except TimeoutError:
            return
        finally:
            self._broker.listeners.discard(changed.set)


def _named(error: Exception) -> str:
    """A refusal by its code: which of them it was is what helps."""
    return str(getattr(error, "code", type(error).__name__))
