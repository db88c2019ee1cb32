"""Báo trước - facts told by their owner as soon as its own disk has them: no follower waits for the broker's disk.

Kept nowhere: what is told and missed is read from the stream. One message holds a whole commit, and says how far the
log reaches; without news the owner says that once a second. Whoever has all of it needs nothing from the stream.
"""

import time
from collections import deque
from collections.abc import Iterator, Sequence

import msgspec

from shared.bus.connection import LeanClient
from shared.eventlog.log import EventLog
from shared.eventlog.rows import OutboxRow

_MOST_ROWS = 512  # told at once; of more than that the followers hear how far the log reaches, and read the stream
_MESSAGE_BYTES = 256 * 1024
_BEAT = 1.0  # seconds
_SILENCE = 2.5 * _BEAT
_KEPT = 1_024  # rows that a follower keeps until it comes to them
_UNREAD_BYTES = 2 * _MESSAGE_BYTES


class Told(msgspec.Struct, frozen=True, array_like=True):
    """A message: some rows in order, and the end of the log as its owner knows it."""

    epoch: str
    until: int
    rows: list[OutboxRow] = []


class _Unread(msgspec.Struct, frozen=True, array_like=True):
    """The same, its rows as they came: they are read when somebody is about to take them."""

    epoch: str
    until: int
    rows: msgspec.Raw


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Unread)
_rows = msgspec.msgpack.Decoder(list[OutboxRow])


def subject_of(service: str) -> str:
    """Where a service tells ahead."""
    return f"ahead.evt.00.{service}.told"


class Teller:
    """The owner's side: `run` as one task beside the mirror. If it ends, all is read from the stream.

    A commit of this process is told in its own turn, before its caller hears of it; one of another process once this
    one has heard of it.
    """

    def __init__(self, log: EventLog, client: LeanClient) -> None:
        self._log = log
        self._client = client
        self._subject = subject_of(log.service)
        self._told = log.head.sequence

    async def run(self) -> None:
        """Tell what is committed from now on, until cancelled."""
        self._log.listeners.add(self._committed)
        try:
            while True:
                await self._look()
        finally:
            self._log.listeners.discard(self._committed)

    def _committed(self, rows: Sequence[OutboxRow]) -> None:
        if rows[0].sequence == self._told + 1 and len(rows) <= _MOST_ROWS:
            self._tell(rows)

    async def _look(self) -> None:
        news = await self._log.wait_beyond(sequence=self._told, timeout=_BEAT)
        untold = self._log.head.sequence - self._told
        if not news:
            self._tell(())
        elif untold > 0:
            self._tell(await self._log.read_outbox(self._told, _MOST_ROWS) if untold <= _MOST_ROWS else ())

    def _tell(self, rows: Sequence[OutboxRow]) -> None:
        until = max(self._told, self._log.head.sequence)
        for part in _parts(rows):
            self._client.send_now(self._subject, _encoder.encode(Told(self._log.epoch, until, part)))
        self._told = max(self._told, rows[-1].sequence if rows else until)


def _parts(rows: Sequence[OutboxRow]) -> Iterator[list[OutboxRow]]:
    """The rows as messages of a bounded size: one at least, which may hold none."""
    part: list[OutboxRow] = []
    size = 0
    for row in rows:
        if part and size + len(row.body) > _MESSAGE_BYTES:
            yield part
            part, size = [], 0
        part.append(row)
        size += len(row.body) + len(row.meta)
    yield part


class Heard:
    """A follower's side: rows that follow on each other, and how far the log is known to reach."""

    def __init__(self, epoch: str) -> None:
        self.until = 0
        self._epoch = epoch
        self._rows: deque[OutboxRow] = deque()
        self._unread: list[msgspec.Raw] = []
        self._unread_bytes = 0
        self._passed = 0
        self._at = 0.0

    def hear(self, message: bytes) -> bool:
        """Take a message in; whether it says anything new. One of another epoch is not of this log."""
        told = _decoder.decode(message)
        if told.epoch != self._epoch:
            return False
        self._at = time.monotonic()
        self.until = max(self.until, told.until)
        self._unread.append(told.rows)
        self._unread_bytes += len(told.rows)
        if self._unread_bytes > _UNREAD_BYTES:
            self._read()
        return self.until > self._passed

    def after(self, sequence: int, limit: int) -> list[OutboxRow]:
        """The rows that follow on a sequence; they are handed out once."""
        self._pass(sequence)
        found: list[OutboxRow] = []
        while self._rows and len(found) < limit and self._rows[0].sequence == sequence + 1 + len(found):
            found.append(self._rows.popleft())
        return found

    def suffices(self, sequence: int) -> bool:
        """Whether the stream is not needed behind a sequence: the owner speaks, and nothing of it was missed."""
        self._pass(sequence)
        if time.monotonic() - self._at > _SILENCE:
            return False
        return self.until <= sequence or bool(self._rows and self._rows[0].sequence == sequence + 1)

    def _read(self) -> None:
        unread, self._unread, self._unread_bytes = self._unread, [], 0
        for raw in unread:
            for row in _rows.decode(raw):
                follows = not self._rows or row.sequence == self._rows[-1].sequence + 1
                if follows and row.sequence > self._passed and len(self._rows) < _KEPT:
                    self._rows.append(row)

    def _pass(self, sequence: int) -> None:
        self._read()
        self._passed = sequence
        while self._rows and self._rows[0].sequence <= sequence:
            self._rows.popleft()
