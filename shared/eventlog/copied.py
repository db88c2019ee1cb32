"""The rows of an import as PostgreSQL's binary COPY takes them, made before the log's lock is asked for.

A driver would encode them cell by cell while all others wait for the lock. A command's meta and the batch's time are
put into bytes once and joined to each of its rows.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from struct import Struct

from shared.eventlog.placed import Placed
from shared.eventlog.rows import Head

_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)  # no flags, no further header
_END = b"\xff\xff"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FACT_COLUMNS, _OUTBOX_COLUMNS = 7, 12
_fact = Struct("!hiqi16siii").pack  # how many columns; position, stream, version and how long the topic is
_told = Struct("!hiqiqi16si16siii").pack  # ; sequence, position, id, stream, version and how long the province is
_length = Struct("!i").pack
_time = Struct("!iq").pack


def copied_facts(placed: Iterable[Placed], before: Head, after: Head) -> bytearray:
    """What they add to `facts`, whose columns stand here in order."""
    pieces, ends = [_HEAD], _Ends(after.recorded_at)
    for position, (row, meta, _, _) in enumerate(placed, start=before.position + 1):
        topic, state = row.topic.encode(), row.state
        pieces += (_fact(_FACT_COLUMNS, 8, position, 16, row.stream.bytes, 4, row.version, len(topic)), topic)
        pieces += (_length(len(state)), state, ends.of(meta))
    return _joined(pieces)


def copied_outbox(placed: Iterable[Placed], before: Head, after: Head) -> bytearray:
    """What they add to `outbox`, whose columns stand here in order."""
    pieces, ends = [_HEAD], _Ends(after.recorded_at)
    for position, (row, meta, sequence, digest) in enumerate(placed, start=before.position + 1):
        told = row.told
        if told is None:
            continue
        province, ids = told.province.encode(), (16, told.id, 16, row.stream.bytes)
        pieces += (_told(_OUTBOX_COLUMNS, 8, sequence, 8, position, *ids, 4, row.version, len(province)), province)
        for text in (told.subject.encode(), told.topic.encode(), told.body):
            pieces += (_length(len(text)), text)
        pieces += (ends.of(meta), _length(len(digest)), digest)
    return _joined(pieces)


class _Ends:
    """Meta and time of a row: the same for all rows of a command."""

    def __init__(self, recorded_at: datetime) -> None:
        self._time = _time(8, (recorded_at - _EPOCH) // _MICROSECOND)
        self._meta, self._end = b"", b""

    def of(self, meta: bytes) -> bytes:
        if meta is not self._meta:
            self._meta, self._end = meta, _length(len(meta)) + meta + self._time
        return self._end


def _joined(pieces: Sequence[bytes]) -> bytearray:
    return bytearray().join((*pieces, _END))  # bytes would be taken for the name of a file
