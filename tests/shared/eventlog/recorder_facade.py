"""The log behind the synchronous recorder contracts of the `eventsourcing` library: for its own shipped suites only."""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.persistence import (
    IntegrityError,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    Tracking,
    WaitInterruptedError,
)

from shared.eventlog import append
from shared.eventlog.log import EventLog
from shared.eventlog.mapper import FactMapper
from shared.eventlog.refusals import CheckpointHasMoved, VersionIsStale
from shared.vocabulary.facts import Fact, Meta, Recorded

EPOCH = "facade"
ALL = 2**31 - 1


class Raw(Fact, frozen=True, kw_only=True):
    """An event of the library as it is: `number` is its version, counted from 0 or 1 as its application likes."""

    TOPIC = "facade.Raw"
    topic: str
    number: int
    state: bytes


class RawMapper(FactMapper):
    """Topic and bytes as they came; the number stands before them."""

    def encode(self, fact: Any) -> tuple[str, bytes]:
        return fact.topic, fact.number.to_bytes(4, "big") + fact.state

    def decode(self, topic: str, state: bytes) -> Raw:
        return Raw(topic=topic, number=int.from_bytes(state[:4], "big"), state=state[4:])


class Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


class LogRecorder(ProcessRecorder):
    """Aggregate, application, tracking and process recorder in one."""

    def __init__(self, log: EventLog, loop: Loop) -> None:
        self.log = log
        self.run = loop.run

    def insert_events(self, stored_events: Sequence[StoredEvent], tracking: Tracking | None = None, **_: Any) -> Any:
        return self.run(self._append(list(stored_events), tracking))

    def select_events(self, originator_id, *, gt=None, lte=None, desc=False, limit=None) -> list[StoredEvent]:
        events = [_stored(recorded) for recorded in self.run(self.log.read_stream(originator_id))]
        kept = [
            event
            for event in events
            if (gt is None or event.originator_version > gt) and (lte is None or event.originator_version <= lte)
        ]
        return (kept[::-1] if desc else kept)[: ALL if limit is None else limit]

    def select_notifications(self, start, limit, stop=None, topics=(), *, inclusive_of_start=True) -> Any:
        after = 0 if start is None else start - (1 if inclusive_of_start else 0)
        found: list[Notification] = []
        while len(found) < limit:
            page = self.run(self.log.read_facts(after, limit))
            for recorded in page:
                event = _stored(recorded)
                if (stop is None or recorded.position <= stop) and (not topics or event.topic in topics):
                    found.append(Notification(*_parts(event), id=recorded.position))
            if len(page) < limit:
                break
            after = page[-1].position
        return found[:limit]

    def max_notification_id(self) -> int | None:
        return self.log.head.position or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> "FollowingTheLog":
        return FollowingTheLog(self, gt, topics)

    def insert_tracking(self, tracking: Tracking) -> None:
        self.run(self._append([], tracking))

    def max_tracking_id(self, application_name: str) -> int | None:
        return self.run(self._tracked(application_name))

    def has_tracking_id(self, application_name: str, notification_id: int | None) -> bool:
        return notification_id is None or (self.max_tracking_id(application_name) or 0) >= notification_id

    def wait(self, application_name, notification_id, timeout=1.0, interrupt=None) -> None:
        deadline = time.monotonic() + timeout
        while not self.has_tracking_id(application_name, notification_id):
            if interrupt is not None and interrupt.is_set():
                raise WaitInterruptedError
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(0.01)

    async def _append(self, events: list[StoredEvent], tracking: Tracking | None) -> list[int]:
        tracked = None if tracking is None else await self._moved(tracking)
        id = uuid4()
        try:
            committed = await self.log.append(
                append.Append(
                    command_id=id,
                    actor="facade",
                    digest=b"",
                    meta=Meta(actor="facade", command_id=id, correlation=id, causation=id),
                    writes=tuple([await self._write(stream, of) for stream, of in _by_stream(events).items()]),
                    tracking=tracked,
                )
            )
        except (VersionIsStale, CheckpointHasMoved) as refusal:
            raise IntegrityError(str(refusal)) from refusal
        return list(range(committed.first, committed.last + 1))

    async def _write(self, stream: UUID, events: list[StoredEvent]) -> append.Write:
        numbers = [event.originator_version for event in events]
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            raise IntegrityError("a write of the log says where it starts; what follows has no number of its own")
        begun = await self.log.read_stream(stream)
        counted_from = begun[0].fact.number if begun else events[0].originator_version
        facts = tuple(Raw(topic=event.topic, number=event.originator_version, state=event.state) for event in events)
        expected = events[0].originator_version - counted_from
        return append.Write(stream=stream, expected_version=expected, facts=facts, province="00")

    async def _moved(self, tracking: Tracking) -> append.Tracking:
        now = await self._tracked(tracking.application_name)
        if now is not None and tracking.notification_id <= now:
            raise IntegrityError("tracking")
        return append.Tracking(
            follower=tracking.application_name, epoch=EPOCH, expected=now, sequence=tracking.notification_id
        )

    async def _tracked(self, name: str) -> int | None:
        return await self.log.pool.fetchval("select sequence from checkpoints where follower = $1", name)


class StreamRecorder(LogRecorder):
    """An aggregate recorder alone: it knows of no positions, so it answers none."""

    def insert_events(self, stored_events: Sequence[StoredEvent], tracking: Tracking | None = None, **_: Any) -> None:
        super().insert_events(stored_events, tracking)


class FollowingTheLog(Subscription[LogRecorder]):
    """By position from the log, woken by its commits."""

    def __next__(self) -> Notification:
        while not self._has_been_stopped:
            after = self._last_notification_id or 0
            found = self._recorder.select_notifications(after, 1, topics=self._topics, inclusive_of_start=False)
            if found:
                self._last_notification_id = found[0].id
                return found[0]
            self._recorder.run(self._recorder.log.wait_beyond(position=self._recorder.log.head.position, timeout=0.1))
        raise StopIteration


def _by_stream(events: Sequence[StoredEvent]) -> dict[UUID, list[StoredEvent]]:
    streams: dict[UUID, list[StoredEvent]] = defaultdict(list)
    for event in events:
        streams[UUID(str(event.originator_id))].append(event)
    return streams


def _stored(recorded: Recorded) -> StoredEvent:
    fact = recorded.fact
    assert isinstance(fact, Raw)
    return StoredEvent(UUID(str(recorded.stream)), fact.number, fact.topic, fact.state)


def _parts(event: StoredEvent) -> tuple[Any, ...]:
    return event.originator_id, event.originator_version, event.topic, event.state
