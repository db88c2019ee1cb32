"""Reading a mirror: a consumer kept at the right place of a service's stream; says so when the stream cannot serve."""

import asyncio
from collections.abc import Sequence

import nats.errors
from nats.js.errors import Error as JetStreamError

from shared.bus.cloudevents import NotACloudEvent
from shared.bus.connection import Broker
from shared.bus.consumer import LogConsumer, Pause
from shared.bus.envelope import epoch_in, is_intact, row_of, stream_name, subjects_of
from shared.bus.pull import ConsumerIsGone
from shared.eventlog.rows import OutboxRow

_BROKER_TROUBLE = (ConnectionError, nats.errors.Error, JetStreamError, TimeoutError, asyncio.TimeoutError, OSError)


class StreamIsUnfit(RuntimeError):  # noqa: N818 - named as a sentence
    """The mirror cannot give what comes next now: away, missing, starting later, shorter, or not exact."""


class StreamReader:
    """One follower's reader of one service's mirror."""

    def __init__(self, broker: Broker, *, deployment: str, service: str) -> None:
        self.pending = 0
        self._broker = broker
        self._prefix = stream_name(deployment, service, "")
        self._service = service
        self._subjects = subjects_of(service)
        self._consumer: LogConsumer | None = None
        self._after = -1

    async def read(
        self, after: int, limit: int, patience: float, pause: Pause | None = None
    ) -> tuple[str, Sequence[OutboxRow]]:
        """The rows behind a sequence, as soon as there is one; nothing when the time is over."""
        try:
            consumer = await self._at(after)
            rows = await consumer.take(limit, patience, pause)
            for sequence, row in enumerate(rows, start=after + 1):
                _check(row, sequence)
        except (*_BROKER_TROUBLE, NotACloudEvent) as error:
            await self.close()
            raise StreamIsUnfit(type(error).__name__) from error
        self._after = after + len(rows)
        self.pending = consumer.pending + len(rows) if rows else 0
        return epoch_in(consumer.stream), rows

    async def end(self) -> OutboxRow | None:
        """The newest row of the stream that is read; None where it holds nothing."""
        try:
            client = await self._broker.client()
            js = client.jetstream(timeout=5)
            stream = await js.find_stream_name_by_subject(self._subjects)
            state = (await js.stream_info(stream)).state
            if not state.messages:
                return None
            message = await js.get_msg(stream, seq=state.last_seq)
            row = row_of(message.headers, message.subject or "", message.data or b"")
            _check(row, state.last_seq)
        except (*_BROKER_TROUBLE, NotACloudEvent) as error:
            raise StreamIsUnfit(type(error).__name__) from error
        return row

    async def close(self) -> None:
        """Let go of the consumer."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            self._broker.listeners.discard(consumer.wake)
            try:
                await consumer.close()
            except _BROKER_TROUBLE:
                return

    async def _at(self, after: int) -> LogConsumer:
        if self._consumer is not None and self._after == after:
            return self._consumer
        await self.close()
        client = await self._broker.client()
        js = client.jetstream(timeout=5)
        stream = await js.find_stream_name_by_subject(self._subjects)
        state = (await js.stream_info(stream)).state
        first = state.first_seq if state.messages else state.last_seq + 1
        if not stream.startswith(self._prefix) or not first <= after + 1 <= state.last_seq + 1:
            raise ConsumerIsGone("the stream does not reach")
        consumer = LogConsumer(client, stream, self._service)
        await consumer.open(after)
        self._broker.listeners.add(consumer.wake)
        self._consumer, self._after = consumer, after
        return consumer


def _check(row: OutboxRow, sequence: int) -> None:
    if row.sequence != sequence:
        raise ConsumerIsGone(f"{row.sequence} came instead of {sequence}")
    if not is_intact(row):
        raise ConsumerIsGone(f"sequence {sequence} is damaged")
