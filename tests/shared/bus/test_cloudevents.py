"""The envelope: what goes into headers comes out again, whatever the text."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nats.aio.client import Client
from nats.errors import Error

from shared.bus import cloudevents
from shared.bus.cloudevents import NotACloudEvent
from shared.bus.connection import LeanClient
from shared.bus.envelope import epoch_in, guarded, headers_of, is_intact, row_of, stream_name
from shared.eventlog.chain import outbox_digest
from shared.eventlog.rows import OutboxRow
from shared.vocabulary.facts import Meta

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
names = st.from_regex(r"[a-z0-9]{1,20}", fullmatch=True).filter(lambda name: name != "specversion")
events = st.dictionaries(names, texts).map(lambda more: more | {"id": "1", "source": "/a", "type": "b"})


@given(events)
def test_attributes_come_back_as_they_were(event):
    assert cloudevents.from_headers(cloudevents.to_headers(event)) == event


@given(texts)
def test_a_header_value_is_printable_ascii(text):
    value = cloudevents.encoded(text)
    assert all(0x21 <= ord(character) <= 0x7E and character != '"' for character in value)
    assert cloudevents.decoded(value) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("Euro € 😀", "Euro%20%E2%82%AC%20%F0%9F%98%80"), ('"', "%22"), ("%", "%25"), ("a/b", "a/b")],
)
def test_values_are_encoded_as_the_specification_says(text, value):
    assert cloudevents.encoded(text) == value


def test_a_quoted_value_of_another_sender_is_read():
    assert cloudevents.decoded('"a \\"b\\" %25"') == 'a "b" %'


@pytest.mark.parametrize("missing", ["id", "source", "type"])
def test_an_event_has_its_required_attributes(missing):
    event = {"id": "1", "source": "/a", "type": "b"}
    del event[missing]
    with pytest.raises(NotACloudEvent, match=missing):
        cloudevents.to_headers(event)


@pytest.mark.parametrize("headers", [None, {}, {"ce-specversion": "0.3", "ce-id": "1"}, {"ce-specversion": "1.0"}])
def test_other_messages_are_no_events(headers):
    with pytest.raises(NotACloudEvent):
        cloudevents.from_headers(headers)


metas = st.builds(
    Meta,
    actor=texts,
    command_id=st.uuids(),
    correlation=st.uuids(),
    causation=st.uuids(),
    traceparent=st.sampled_from(["", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"]),
    on_behalf_of=st.none() | st.uuids(),
    basis=st.dictionaries(st.sampled_from(["membership", "evaluation"]), st.integers(0, 2**62)),
)


@st.composite
def rows(draw: st.DrawFn) -> OutboxRow:
    content = {
        "previous": draw(st.binary(min_size=32, max_size=32)),
        "id": draw(st.uuids()),
        "topic": "test.organization.HouseBuilt.v1",
        "subject": "evt.79.organization.house.house-built.v1.3",
        "body": draw(st.binary(max_size=50)),
        "meta": msgspec.json.encode(draw(metas)),
    }
    return OutboxRow(
        sequence=draw(st.integers(1, 2**62)),
        position=draw(st.integers(1, 2**62)),
        aggregate=draw(st.uuids()),
        version=draw(st.integers(1, 2**31 - 1)),
        province=draw(st.sampled_from(["00", "79", "82"])),
        recorded_at=draw(st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC))),
        digest=outbox_digest(**content),
        **content,
    )


@given(rows())
def test_a_row_comes_back_byte_for_byte(row):
    headers = headers_of(row, deployment="main", service="organization", epoch="feed")
    assert row_of(headers, row.subject, row.body) == row
    assert is_intact(row)


@given(rows(), st.data())
def test_a_damaged_body_is_noticed(row, data):
    other = data.draw(st.binary(max_size=50).filter(lambda body: body != row.body))
    headers = headers_of(row, deployment="main", service="organization", epoch="feed")
    assert not is_intact(row_of(headers, row.subject, other))


def test_a_guarded_message_names_its_stream_and_its_place():
    stream = stream_name("main", "organization", "feed")
    assert epoch_in(stream) == "feed"
    assert guarded({}, stream, 6) == {"Nats-Expected-Stream": stream, "Nats-Expected-Last-Sequence": "6"}


def test_a_row_without_its_envelope_is_refused():
    headers = {"ce-specversion": "1.0", "ce-id": str(UUID(int=1)), "ce-source": "/a", "ce-type": "b"}
    with pytest.raises(NotACloudEvent, match="sequence"):
        row_of(headers, "evt", b"")


lines = st.lists(st.tuples(st.binary(max_size=12), st.sampled_from([b":", b": ", b""]), st.binary(max_size=20)))


@given(lines)
def test_headers_are_read_as_the_library_reads_them(parts):
    raw = b"\r\n".join(name + colon + value for name, colon, value in parts)
    assert LeanClient._parse_header_lines(raw) == Client._parse_header_lines(raw)


async def _sent(client: Client, headers: dict[str, str]) -> tuple[list[bytes], type[Exception] | None]:
    """What a client would write to its connection, or how it refuses."""
    written: list[bytes] = []

    async def take(command: bytes) -> None:
        written.append(bytes(command))

    client._send_command = take
    try:
        await client._send_publish("evt.x", "reply", b"body", 4, headers)
    except Error as error:
        return written, type(error)
    return written, None


writings = st.one_of(st.text(alphabet="ab -:\r\n\t", max_size=6), st.text(max_size=4))


@given(st.dictionaries(writings, writings, max_size=3))
def test_headers_are_written_as_the_library_writes_them(headers):
    ours, theirs = (asyncio.run(_sent(client(), headers)) for client in (LeanClient, Client))
    assert ours == theirs
