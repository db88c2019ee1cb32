"""Bad input to the log: each is named by its own error, nothing of it is written, and nothing else stops."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
import structlog

from shared.bus.envelope import headers_of
from shared.eventlog.append import Append, Tracking
from shared.eventlog.loads import Loads
from shared.eventlog.log import EventLog
from shared.eventlog.mapper import FactMapper
from shared.eventlog.refusals import (
    CheckpointHasMoved,
    CommandIdWasReused,
    FactIsTooLarge,
    LogIsBusy,
    TopicIsUnknown,
    VersionIsStale,
)
from shared.eventlog.topics import unknown_facts
from shared.eventlog.wire import SubjectIsUnfit
from shared.people.sealer import Sealer, SealIsBroken
from shared.runtime.clock import SystemClock
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import HouseToldOf, a_write, an_append

USED, STREAM, FOLLOWER = uuid4(), uuid4(), "village.own"
QUEUED = 6_000  # three times what may wait


def _huge() -> Append:
    told = (HouseToldOf(name="n" * 300_000, paintings=0),)
    return an_append(msgspec.structs.replace(a_write(), published=told))


def _of_another_epoch() -> Append:
    moved = Tracking(follower=FOLLOWER, epoch="another", expected=1, sequence=2)
    return an_append(tracking=moved)


TABLE: dict[str, tuple[Callable[[], Append], type[Exception]]] = {
    "a fact of 300 KB": (_huge, FactIsTooLarge),
    "a province with a newline": (
        lambda: an_append(msgspec.structs.replace(a_write(), province="7\n")),
        SubjectIsUnfit,
    ),
    "a commandId with another body": (lambda: an_append(command_id=USED, digest=b"another"), CommandIdWasReused),
    "a commandId of another account": (lambda: an_append(command_id=USED, actor="somebody else"), CommandIdWasReused),
    "a version that has passed": (lambda: an_append(a_write(STREAM, 0)), VersionIsStale),
    "a checkpoint from another epoch": (_of_another_epoch, CheckpointHasMoved),
}


@pytest.fixture
async def standing(log: EventLog) -> EventLog:
    """A log in which something stands already."""
    first = Tracking(follower=FOLLOWER, epoch="this", expected=None, sequence=1)
    await log.append(an_append(a_write(STREAM), command_id=USED, tracking=first))
    return log


async def goes_on(log: EventLog, position: int) -> None:
    """The next command is committed right behind what stood, and the log is well."""
    assert log.head.position == position
    assert (await log.append(an_append())).first == position + 1
    assert log.healthy


@pytest.mark.parametrize(("make", "error"), TABLE.values(), ids=TABLE.keys())
async def test_is_named_and_the_commands_beside_it_are_committed(
    standing: EventLog, make: Callable[[], Append], error: type[Exception]
):
    beside: list[Awaitable[Any]] = [standing.append(an_append()) for _ in range(3)]
    bad, *good = await asyncio.gather(standing.append(make()), *beside, return_exceptions=True)
    assert type(bad) is error
    assert not any(isinstance(one, BaseException) for one in good)
    await goes_on(standing, 4)


def test_an_unknown_topic_is_named_and_nothing_is_imported_for_it():
    """`this` is a module that prints: a stored name is never a module's name."""
    sys.modules.pop("this", None)
    for topic in ("village.NeverWas", "this", "this:s", "os:system"):
        with pytest.raises(TopicIsUnknown, match="TOPIC_IS_UNKNOWN") as unknown:
            FactMapper().decode(topic, b"{}")
        assert unknown.value.wire()["params"]["topic"] == topic
    assert "this" not in sys.modules


async def test_a_stream_with_an_unknown_topic_is_refused_by_its_place_and_the_others_are_read(
    log: EventLog, admin: asyncpg.Connection
):
    """Its neighbours share the round trip, not the refusal; what is passed by position names the same place."""
    strange, good = uuid4(), uuid4()
    for stream in (good, strange):
        await log.append(an_append(a_write(stream)))
    await admin.execute("update facts set topic = 'village.NeverWas' where stream = $1", strange)
    loads = Loads(log)
    asked = [loads.after(stream, 0) for stream in (uuid4(), strange, good)]
    _, unknown, facts = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(unknown, TopicIsUnknown)
    assert (unknown.topic, unknown.stream, unknown.position) == ("village.NeverWas", strange, 2)
    assert unknown.status == 500
    assert isinstance(facts, list)
    assert len(facts) == 1
    with pytest.raises(TopicIsUnknown) as by_position:
        await log.read_facts(0, 10)
    assert (by_position.value.stream, by_position.value.position) == (strange, 2)
    assert [(one.topic, one.count, one.first) for one in await unknown_facts(admin)] == [("village.NeverWas", 1, 2)]


async def test_a_newline_can_not_leave_its_header(standing: EventLog):
    (row,) = await standing.read_outbox(0, 1)
    meta = msgspec.json.decode(row.meta) | {"actor": "user:an\r\nNats-Expected-Last-Sequence: 0"}
    forged = msgspec.structs.replace(row, meta=msgspec.json.encode(meta))
    headers = headers_of(forged, deployment="main", service="village", epoch="e")
    assert not any({"\r", "\n"} & set(f"{name}{value}") for name, value in headers.items())
    assert not any(name.lower().startswith("nats-expected") for name in headers)


async def test_more_commands_than_may_wait_are_turned_away_and_the_others_committed(standing: EventLog):
    sent = await asyncio.gather(*(standing.append(an_append()) for _ in range(QUEUED)), return_exceptions=True)
    away = [one for one in sent if isinstance(one, BaseException)]
    assert {type(one) for one in away} == {LogIsBusy}
    assert 0 < len(away) < QUEUED
    await goes_on(standing, 1 + QUEUED - len(away))


async def test_a_clock_that_runs_backwards_moves_no_fact_before_another(standing: EventLog, open_log: OpenLog):
    class Backwards(SystemClock):
        def now(self) -> datetime:
            return datetime.now(UTC) - timedelta(days=2)

    late = await open_log(clock=Backwards())
    with structlog.testing.capture_logs() as told:
        await late.append(an_append())
        await late.append(an_append())
    assert [(line["event"], line["seconds"] // 3600) for line in told] == [("the clock is behind", 48 - 1)]
    found = late.clock_finding()
    assert (found.kind, found.ok) == ("CLOCK_BEHIND", True)
    assert standing.clock_finding().kind == ""
    recorded = [row.recorded_at for row in await late.read_outbox(0, 10)]
    assert len(recorded) == 3
    assert recorded == sorted(recorded)


def test_a_wrong_key_is_named_and_opens_nothing():
    person, field = UUID(int=7), "full_name"
    sealed = Sealer(person, b"k" * 32).seal(field, "Nguyễn Văn An")
    with pytest.raises(SealIsBroken, match=field):
        Sealer(person, b"x" * 32).open(field, sealed)
