"""The newest end of the outbox in memory: what was just committed need not be asked of PostgreSQL to be told on."""

from collections import deque

from shared.eventlog.batch import Batch
from shared.eventlog.rows import OutboxRow

_KEPT_BYTES = 1024 * 1024
_BESIDE = 1_024  # what a row takes besides its texts


class Recent:
    """Rows of committed batches without a gap between them. Whoever asks for more than that has to read the outbox."""

    def __init__(self) -> None:
        self._rows: deque[OutboxRow] = deque()
        self._bytes = 0

    def committed(self, batch: Batch) -> None:
        """A batch stands in the log. Of two answers that arrive in the other order, only the later batch is kept."""
        rows = batch.told
        if not rows:
            return
        if self._rows and rows[0].sequence != self._rows[-1].sequence + 1:
            if rows[-1].sequence <= self._rows[-1].sequence:
                return
            self._rows.clear()
            self._bytes = 0
        self._rows.extend(rows)
        self._bytes += sum(map(_size, rows))
        while self._bytes > _KEPT_BYTES:
            self._bytes -= _size(self._rows.popleft())

    def after(self, sequence: int, limit: int) -> list[OutboxRow]:
        """The rows behind a sequence, as many as are here; none where the first of them is not."""
        if not self._rows or not self._rows[0].sequence <= sequence + 1 <= self._rows[-1].sequence:
            return []
        start = sequence + 1 - self._rows[0].sequence
        return [self._rows[at] for at in range(start, min(len(self._rows), start + limit))]


def _size(row: OutboxRow) -> int:
    return len(row.body) + len(row.meta) + _BESIDE
