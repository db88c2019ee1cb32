"""The newest end of a log in memory: what was just committed need not be asked of PostgreSQL to be told on.

The rows of a batch are made when somebody asks for them, once.
"""

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

_KEPT_BYTES = 2 * 1024 * 1024
Row = TypeVar("Row")


class _Stretch(Generic[Row]):
    """The rows of one batch."""

    __slots__ = ("_make", "_rows", "end", "first", "size")

    def __init__(self, first: int, count: int, size: int, make: Callable[[], list[Row]]) -> None:
        self.first = first
        self.end = first + count
        self.size = size
        self._make: Callable[[], list[Row]] | None = make
        self._rows: list[Row] = []

    @property
    def rows(self) -> list[Row]:
        if self._make is not None:
            self._rows, self._make = self._make(), None
        return self._rows


class Recent(Generic[Row]):
    """Rows of committed batches without a gap between them. Whoever asks for more than that has to read the table."""

    def __init__(self) -> None:
        self._stretches: deque[_Stretch[Row]] = deque()
        self._bytes = 0

    def committed(self, first: int, count: int, size: int, make: Callable[[], list[Row]]) -> None:
        """A batch stands in the log: so many rows, numbered from `first`, of so many bytes; `make` makes them.

        Of two answers that arrive in the other order, only the later batch is kept.
        """
        if not count:
            return
        stretches = self._stretches
        if stretches and first != stretches[-1].end:
            if first + count <= stretches[-1].end:
                return
            stretches.clear()
            self._bytes = 0
        stretches.append(_Stretch(first, count, size, make))
        self._bytes += size
        while self._bytes > _KEPT_BYTES:
            self._bytes -= stretches.popleft().size

    def after(self, number: int, limit: int) -> list[Row]:
        """The rows behind a number, as many as are here; none where the first of them is not."""
        first, wanted = number + 1, list[_Stretch[Row]]()
        if not self._stretches or first < self._stretches[0].first:
            return []
        for stretch in reversed(self._stretches):  # who follows is close behind
            if stretch.end <= first:
                break
            wanted.append(stretch)
        found: list[Row] = []
        while wanted and len(found) < limit:
            stretch = wanted.pop()
            start = max(0, first - stretch.first)
            found += stretch.rows[start : start + limit - len(found)]
        return found
