"""The exact mirror, looked at: every message of a service's stream against its row of the outbox.

What a message has to say is written down here once more, so that an envelope that leaves something out is found too.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import unquote

import asyncpg
import nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StreamState
from nats.js.errors import Error as JetStreamError

from shared.testing.violation import Violation

KEPT = 1_000_000  # a mirror keeps its newest so many messages
_PAGE = 500
_EPOCH = 'select epoch from "{0}".epoch order by opened desc limit 1'
_HEAD = 'select coalesce(max(sequence), 0) from "{0}".outbox'
_ROWS = """select * from (
    select *, lag(digest, 1, decode(repeat('00', 32), 'hex')) over (order by sequence) as previous from "{0}".outbox
) told where sequence between $1 and $2 order by sequence"""
_AWAY = (NatsError, JetStreamError, OSError, asyncio.TimeoutError)


@asynccontextmanager
async def reading(url: str, user: str, password: str) -> AsyncIterator[JetStreamContext]:
    """The broker as one of its users may read it."""
    client = await nats.connect(
        url, user=user, password=password, inbox_prefix=f"_INBOX_{user}", max_reconnect_attempts=20
    )
    try:
        yield client.jetstream(timeout=5)
    finally:
        await client.close()


async def mirror_violations(
    js: JetStreamContext, connection: asyncpg.Connection, service: str, *, deployment: str, patience: float
) -> list[Violation]:
    """What the stream of the service's epoch says otherwise than its outbox. `patience`: seconds until it has all.

    Without patience it may end before the outbox does, as where nobody mirrors.
    """
    epoch = await connection.fetchval(_EPOCH.format(service)) or ""
    stream, head = f"{deployment}-{service}-{epoch}", await connection.fetchval(_HEAD.format(service)) or 0
    state = await _reached(js, stream, head, patience)
    found = list(_out_of_place(state, head, whole=patience > 0))
    first = state.first_seq if state else 1
    while state and state.messages and not found and first <= min(state.last_seq, head):
        last = min(first + _PAGE - 1, state.last_seq, head)
        rows = await connection.fetch(_ROWS.format(service), first, last)
        messages = await _page(js, stream, first, last)
        for row in rows:
            message = messages.get(row["sequence"])
            wrong = ["it is missing"] if message is None else _differences(row, message, deployment, service, epoch)
            found += [f"sequence {row['sequence']}: {', '.join(wrong)}"] if wrong else []
        first = last + 1
    named = "the stream is not the outbox"
    return [Violation(invariant=named, service=service, detail="; ".join(found[:5]))] if found else []


async def _reached(js: JetStreamContext, stream: str, head: int, patience: float) -> StreamState | None:
    """The stream as soon as it ends where the outbox does, or as it is when the time is over."""
    state, deadline = None, time.monotonic() + patience
    while True:
        try:
            state = (await js.stream_info(stream)).state
        except _AWAY:
            state = None
        if (state is not None and state.last_seq >= head) or time.monotonic() >= deadline:
            return state
        await asyncio.sleep(0.1)


def _out_of_place(state: StreamState | None, head: int, *, whole: bool) -> Iterator[str]:
    if state is None:
        if whole:
            yield f"there is none for {head} rows"
        return
    if state.last_seq > head or (whole and state.last_seq < head):
        yield f"it ends at {state.last_seq}, the outbox at {head}"
    if state.messages and state.first_seq > max(1, state.last_seq - KEPT + 1):
        yield f"it begins at {state.first_seq}"
    if state.messages and state.messages != state.last_seq - state.first_seq + 1:
        yield f"{state.messages} messages from {state.first_seq} to {state.last_seq}"
    if not state.messages and state.last_seq:
        yield f"nothing is left of {state.last_seq}"


async def _page(js: JetStreamContext, stream: str, first: int, last: int) -> dict[int, Msg]:
    config = ConsumerConfig(
        ack_policy=AckPolicy.NONE, deliver_policy=DeliverPolicy.BY_START_SEQUENCE, opt_start_seq=first, mem_storage=True
    )
    reader = await js.pull_subscribe("", stream=stream, config=config)
    found = dict[int, Msg]()
    try:
        while len(found) <= last - first:
            for message in await reader.fetch(last - first + 1 - len(found), timeout=10):
                found[message.metadata.sequence.stream] = message
    finally:
        await reader.unsubscribe()
    return found


def _differences(row: asyncpg.Record, message: Msg, deployment: str, service: str, epoch: str) -> list[str]:
    """Names, never values, which may be a person's."""
    said = {name.lower(): unquote(value) for name, value in (message.headers or {}).items()}
    said = {name.removeprefix("ce-"): value for name, value in said.items() if name.startswith("ce-")}
    expected = _expected(row, deployment, service, epoch)
    wrong = [
        f"{name} differs" for name in sorted(expected.keys() | said.keys()) if expected.get(name) != said.get(name)
    ]
    wrong += ["the subject differs"] if message.subject != row["subject"] else []
    return wrong + (["the body differs"] if message.data != row["body"] else [])


def _expected(row: asyncpg.Record, deployment: str, service: str, epoch: str) -> Mapping[str, str]:
    meta = json.loads(row["meta"])
    said = {
        "specversion": "1.0",
        "id": str(row["id"]),
        "source": f"/{deployment}/{service}",
        "type": row["topic"],
        "subject": str(row["aggregate"]),
        "time": row["recorded_at"].isoformat(),
        "datacontenttype": "application/json",
        "sequence": str(row["sequence"]),
        "epoch": epoch,
        "position": str(row["position"]),
        "aggregateversion": str(row["version"]),
        "province": row["province"],
        "digest": row["digest"].hex(),
        "previousdigest": row["previous"].hex(),
        "basis": json.dumps(meta.get("basis"), separators=(",", ":")) if meta.get("basis") else "",
        "actor": meta["actor"],
        "commandid": meta["command_id"],
        "correlation": meta["correlation"],
        "causation": meta["causation"],
        "onbehalfof": meta.get("on_behalf_of") or "",
        "traceparent": meta.get("traceparent") or "",
    }
    return {name: value for name, value in said.items() if value}
