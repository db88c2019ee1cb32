"""Gửi lệnh - commands whose ids follow from what they say, so that loading twice changes nothing."""

import asyncio
from collections.abc import Awaitable, Iterable
from uuid import UUID, uuid5

from services.demo.summary import Progress
from shared.http.client import ServiceClient
from shared.vocabulary.position import Position
from shared.vocabulary.requests import Receipt, Request

_COMMANDS = UUID("0b7f6a7e-0e1c-5d35-9a55-6f0b1f0a79d2")
_AT_ONCE = 8
_POLL = 0.02


def command_id(name: str) -> UUID:
    """The id of a command of the demo data."""
    return uuid5(_COMMANDS, name)


class GatewayIsSlow(TimeoutError):  # noqa: N818 - named as a sentence
    """The views did not catch up in time; the data is there and will be shown."""


class Sender:
    """Posts commands, a few at once, and tells how many are done."""

    def __init__(self, client: ServiceClient, progress: Progress, total: int) -> None:
        self.client = client
        self.newest = Position()
        self._progress = progress
        self._total = total
        self._done = 0
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def send(self, service: str, request: Request, token: str, what: str) -> Receipt:
        """One command."""
        async with self._turns:
            receipt = await self.client.command(service, request, token=token)
        at = Position.decode(receipt.position).at
        self.newest = Position(
            at={**self.newest.at, **{name: max(at[name], self.newest.at.get(name, 0)) for name in at}}
        )
        self._done += 1
        self._progress(self._done, self._total, what)
        return receipt

    async def all(self, sendings: Iterable[Awaitable[object]]) -> None:
        """Many; the first failure ends the loading with its reason."""
        async with asyncio.TaskGroup() as group:
            for sending in sendings:
                group.create_task(_awaited(sending))

    async def nothing_left(self, services: Iterable[str]) -> None:
        """An earlier run has sent everything: only what the services published is still to be shown."""
        heads = await asyncio.gather(*(self._head(service) for service in services))
        self.newest = Position(at=dict(heads))
        self._progress(self._total, self._total, "")

    async def _head(self, service: str) -> tuple[str, int]:
        return service, (await self.client.positions(service)).at.get(service, 0)

    async def shown_by(self, service: str, patience: float = 30.0) -> None:
        """Until a service shows everything that was sent."""
        for _ in range(int(patience / _POLL)):
            if _reached((await self.client.positions(service)).at, self.newest.at):
                return
            await asyncio.sleep(_POLL)
        raise GatewayIsSlow(service)


def _reached(at: dict[str, int], wanted: dict[str, int]) -> bool:
    return all(at.get(name, 0) >= sequence for name, sequence in wanted.items())


async def _awaited(sending: Awaitable[object]) -> None:
    await sending
