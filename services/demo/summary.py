"""What the loader is given and what it answers."""

from collections.abc import Callable
from typing import Protocol

import msgspec

Progress = Callable[[int, int, str], None]
"""(done, total, what): called after every command."""


class Mint(Protocol):
    """Ready-made tokens: grants the role, waits until every service knows it, answers the token."""

    async def __call__(
        self, role: str, at: str | None = None, member: str | None = None, user: str | None = None
    ) -> str:
        """A token of a user with one role at one code."""
        ...

    def service(self) -> str:
        """A token of the system's own."""
        ...


class DemoSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What was loaded, and who may sign in to look at it."""

    organizations: int
    members: int
    transfers: int
    cell: str  # whose secretary is offered
    member: str  # the member offered, in no transfer
    province: str
    notes: tuple[str, ...] = ()
