"""Look-ups that are asked again and again between two facts: answered from memory until the next fact arrives.

The tree, the grants, the bodies and the rules change when organization tells something, which is rare beside the
commands that are decided on them. What is remembered is what PostgreSQL answered, by statement and arguments (dates are
arguments); all of it is forgotten whenever a follower of the source commits, or looks again after it was interrupted.
"""

from collections.abc import Callable
from typing import Any, Protocol

import asyncpg

_MOST = 2_048


class Reads(Protocol):
    """What a look-up needs of a pool."""

    async def fetch(self, query: str, *args: Any) -> list[asyncpg.Record]:
        """The rows of a query."""
        ...

    async def fetchrow(self, query: str, *args: Any) -> asyncpg.Record | None:
        """Its first row."""
        ...

    async def fetchval(self, query: str, *args: Any) -> Any:
        """The first value of its first row."""
        ...


class Remembered:
    """Reads like a pool. `turn` is another value whenever the views may have changed (`Positions.turn`)."""

    def __init__(self, pool: asyncpg.Pool, turn: Callable[[], int]) -> None:
        self._pool = pool
        self._turn = turn
        self._turned = turn()
        self._answers: dict[Any, list[asyncpg.Record]] = {}

    async def fetch(self, query: str, *args: Any) -> list[asyncpg.Record]:
        """The rows of a query that reads nothing but views of the source."""
        turn = self._turn()
        if turn != self._turned or len(self._answers) > _MOST:
            self._turned, self._answers = turn, {}
        key = (query, *(tuple(one) if isinstance(one, list) else one for one in args))
        rows = self._answers.get(key)
        if rows is None:
            rows = await self._pool.fetch(query, *args)
            if self._turn() == turn == self._turned:  # what was read while a follower committed is not kept
                self._answers[key] = rows
        return rows

    async def fetchrow(self, query: str, *args: Any) -> asyncpg.Record | None:
        """Its first row."""
        rows = await self.fetch(query, *args)
        return rows[0] if rows else None

    async def fetchval(self, query: str, *args: Any) -> Any:
        """The first value of its first row."""
        row = await self.fetchrow(query, *args)
        return row[0] if row else None
