"""Rows of a table in order, fetched ahead in blocks: any number of them in bounded memory."""

from collections import deque
from typing import Any

import asyncpg

_BLOCK = 2_000


class RowsInOrder:
    """A cursor with one row of look-ahead. The first column is the number the rows are ordered by."""

    def __init__(self, connection: asyncpg.Connection, query: str) -> None:
        self._connection = connection
        self._query = query
        self._cursor: Any = None
        self._ahead: deque[Any] = deque()
        self._ended = False

    async def through(self, number: int) -> list[Any]:
        """All rows up to this number that were not taken yet."""
        ahead, taken = self._ahead, []
        while True:
            while ahead and ahead[0][0] <= number:
                taken.append(ahead.popleft())
            if ahead or not await self._fetch():
                return taken

    async def next(self) -> Any | None:
        """The next row; None at the end."""
        if self._ahead or await self._fetch():
            return self._ahead.popleft()
        return None

    async def _fetch(self) -> bool:
        if self._cursor is None:
            self._cursor = await self._connection.cursor(self._query)
        if not self._ended:
            block = await self._cursor.fetch(_BLOCK)
            self._ended = len(block) < _BLOCK
            self._ahead.extend(block)
        return bool(self._ahead)
