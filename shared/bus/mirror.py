"""The exact mirror: the published log of one service, row by row, in a JetStream stream with the same sequences.

It keeps no checkpoint: the stream's last sequence says where to go on, so a lost tail or a lost stream heals from
PostgreSQL. The broker accepts a row only right behind the row before it, so two mirrors cannot disturb each other.
"""

import asyncio
import random
from collections.abc import Sequence
from uuid import uuid4

import structlog

from shared.bus.ahead import Teller
from shared.bus.connection import Broker, BrokerIsAway, heed_cancellation
from shared.bus.envelope import guarded, headers_of
from shared.bus.mirror_stream import MirrorHasForked, MirrorStream
from shared.bus.publisher import Ack, Publisher
from shared.eventlog.log import EventLog
from shared.eventlog.rows import OutboxRow
from shared.http.outages import is_outage
from shared.runtime.failpoints import failpoint
from shared.vocabulary.finding import Finding, Kind, way_out

log = structlog.get_logger()

_WINDOW = 2  # rows on their way one by one; the broker flushes each of them, and an atomic batch of more once
_BATCH = 500
_GATHERS = 0.1  # seconds that less than a batch waits for more: who is told ahead has it already, and is not disturbed
"""A batch costs the broker a folder of its own and flushes, however few rows it has, where the log is flushed too."""
_SLICE = 8  # rows in one turn of the loop: in between come the answers that commands wait for
_ANSWER = 5.0  # seconds until an unanswered row counts as unknown and the stream is asked again
_LONGEST_PAUSE = 2.0
_FROZEN: tuple[str, Kind] = ("the broker does not answer", "BROKER_FROZEN")


class MirrorWasInterrupted(RuntimeError):  # noqa: N818 - named as a sentence
    """An acknowledgement did not say what it should: ask the stream where it stands and go on from there."""


class Mirror:
    """Runs as one task beside the log. `keep` bounds the stream to its newest messages; PostgreSQL has them all."""

    def __init__(self, log: EventLog, broker: Broker, *, deployment: str, service: str, keep: int = 1_000_000) -> None:
        self._log = log
        self._broker = broker
        self._deployment = deployment
        self._service = service
        self._stream = MirrorStream(log, deployment=deployment, service=service, keep=keep)
        self._last = 0
        self._trouble = "not started"
        self._kind: Kind = ""
        self._moved = asyncio.Event()

    def finding(self) -> Finding:
        """What keeps it from mirroring makes nothing unready, not even a fork: no command or query waits for it."""
        lag = max(0, self._log.head.sequence - self._last)
        return Finding(name=f"mirror:{self._service}", ok=True, reason=self._trouble, lag=lag, kind=self._kind)

    async def drained(self, timeout: float = 5.0) -> bool:  # noqa: ASYNC109 - the answer is False, not an error
        """Whether everything committed before this call stands in the stream."""
        wanted = self._log.head.sequence
        try:
            async with asyncio.timeout(timeout):
                while self._last < wanted:
                    self._moved.clear()
                    await self._moved.wait()
        except TimeoutError:
            return False
        return True

    async def run(self) -> None:
        """Mirror until cancelled. Waits out a broker that is away; a fork stops the mirror, loudly, and it alone."""
        pause = 0.0
        while True:
            before = self._last
            try:
                await self._session()
            except MirrorHasForked as fork:
                self._trouble, self._kind = f"forked at sequence {fork.sequence}; {way_out(self._service)}", "FORK"
                log.critical("mirror forked", service=self._service, sequence=fork.sequence, reason=fork.reason)
                return
            except Exception as error:  # noqa: BLE001 - whatever ends a session, the log stands and the next one heals
                await self._complain(error)
            heed_cancellation()
            pause = 0.01 if self._last > before else min(_LONGEST_PAUSE, max(0.01, pause * 2))
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads rivals, no secret

    async def _session(self) -> None:
        client = await self._broker.client(patience=_LONGEST_PAUSE)
        publisher = Publisher(client)
        await publisher.open()
        self._broker.listeners.add(publisher.connection_changed)
        ahead: asyncio.Task[None] | None = None
        try:
            self._reached(await self._stream.open(client.jetstream(timeout=_ANSWER), self._last))
            self._trouble, self._kind = "", ""
            ahead = asyncio.create_task(Teller(self._log, client).run(), name=f"{self._service} told ahead")
            while True:
                await self._step(publisher)
                heed_cancellation()
        finally:
            if ahead is not None:
                ahead.cancel()
                await asyncio.gather(ahead, return_exceptions=True)
            self._broker.listeners.discard(publisher.connection_changed)
            await publisher.close()

    async def _step(self, publisher: Publisher) -> None:
        if self._log.head.sequence <= self._last:
            await self._log.wait_beyond(sequence=self._last, timeout=1.0)
        if publisher.was_interrupted:  # a broker may come back without its streams, and nobody may write for long
            raise MirrorWasInterrupted("the connection was lost meanwhile")
        if 0 < self._log.head.sequence - self._last < _BATCH:
            await asyncio.sleep(_GATHERS)
        rows = await self._log.read_outbox(self._last, _BATCH)
        if not rows:
            return
        failpoint("mirror.before_publish")
        async with asyncio.timeout(_ANSWER):
            await (self._one_by_one(publisher, rows) if len(rows) <= _WINDOW else self._at_once(publisher, rows))
        failpoint("mirror.after_ack")
        self._reached(rows[-1].sequence)

    async def _one_by_one(self, publisher: Publisher, rows: Sequence[OutboxRow]) -> None:
        sent = [await publisher.send(row.subject, row.body, self._headers(row)) for row in rows]
        for row, answer in zip(rows, await asyncio.gather(*sent), strict=True):
            self._accept(answer, row.sequence)

    async def _at_once(self, publisher: Publisher, rows: Sequence[OutboxRow]) -> None:
        """One atomic batch: all rows or none, a tenth of the time for a backlog."""
        batch = uuid4().hex
        for number, row in enumerate(rows[:-1], start=1):
            headers = self._headers(row, expect=number == 1) | _part(batch, number)
            await publisher.send_silently(row.subject, row.body, headers)
            if number % _SLICE == 0:
                await asyncio.sleep(0)
        headers = self._headers(rows[-1], expect=False) | _part(batch, len(rows)) | {"Nats-Batch-Commit": "1"}
        answer = await publisher.send(rows[-1].subject, rows[-1].body, headers)
        self._accept(await answer, rows[-1].sequence)

    def _headers(self, row: OutboxRow, *, expect: bool = True) -> dict[str, str]:
        headers = headers_of(row, deployment=self._deployment, service=self._service, epoch=self._log.epoch)
        return guarded(headers, self._stream.name, row.sequence - 1) if expect else headers

    def _accept(self, answer: Ack, sequence: int) -> None:
        if not answer.says(self._stream.name, sequence):
            raise MirrorWasInterrupted(f"sequence {sequence}: {answer.error or answer}")

    def _reached(self, sequence: int) -> None:
        self._last = sequence
        self._moved.set()

    async def _complain(self, error: Exception) -> None:
        """A broker that froze stays frozen after its connection was given up, until nobody is found at its address."""
        trouble, kind = _named(error)
        if kind == "BROKER_AWAY" and await self._broker.is_silent():
            trouble, kind = _FROZEN
        if trouble != self._trouble:
            reason = str(error) if isinstance(error, MirrorWasInterrupted) else trouble
            log.warning("mirror interrupted", service=self._service, reason=reason, kind=kind, exc_info=error)
        self._trouble, self._kind = trouble, kind


def _named(error: Exception) -> tuple[str, Kind]:
    """A broker that cannot be reached, one that is connected and stays silent, or whatever else it was."""
    if isinstance(error, BrokerIsAway):
        return "the broker is away", "BROKER_AWAY"
    if isinstance(error, TimeoutError):
        return _FROZEN
    if is_outage(error):
        return "the database is away", "DATABASE_AWAY"
    return type(error).__name__, ""


def _part(batch: str, number: int) -> dict[str, str]:
    return {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(number)}
