"""The newest end of a log in memory: what was just committed need not be asked of PostgreSQL to be told on."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from shared.eventlog.rows import OutboxRow, StoredFact

_KEPT_BYTES = 1024 * 1024
_BESIDE = 1_024  # what a row takes besides its texts
Row = TypeVar("Row")


class Recent(Generic[Row]):
    """Rows of committed batches without a gap between them. Whoever asks for more than that has to read the table."""

    def __init__(self, size: Callable[[Row], int]) -> None:
        self._size = size
        self._first = 1  # the number of the oldest row that is kept
        self._rows: deque[Row] = deque()
        self._bytes = 0

    def committed(self, first: int, rows: Sequence[Row]) -> None:
        """A batch stands in the log, its rows numbered from `first`.

        Of two answers that arrive in the other order, only the later batch is kept.
        """
        if not rows:
            return
        end = self._first + len(self._rows)
        if self._rows and first != end:
            if first + len(rows) <= end:
                return
            self._rows.clear()
            self._bytes = 0
        if not self._rows:
            self._first = first
        self._rows.extend(rows)
        self._bytes += sum(map(self._size, rows))
        while self._bytes > _KEPT_BYTES:
            self._bytes -= self._size(self._rows.popleft())
            self._first += 1

    def after(self, number: int, limit: int) -> list[Row]:
        """The rows behind a number, as many as are here; none where the first of them is not."""
        start = number + 1 - self._first
        if start < 0:
            return []
        return [self._rows[at] for at in range(start, min(len(self._rows), start + limit))]


def recent_outbox() -> Recent[OutboxRow]:
    """Of what was told to others."""
    return Recent(lambda row: len(row.body) + len(row.meta) + _BESIDE)


def recent_facts() -> Recent[StoredFact]:
    """Of the own facts."""
    return Recent(lambda row: len(row.state) + len(row.meta) + _BESIDE)
