"""Connections over a real socket: what a client may send, what it may not, and how much patience there is with it."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.http import connection, serve

BODY = b"POST /%d HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nhi"
GET = b"GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\n\r\n"
TYPED = b'"code":"CALL_IS_NOT_READABLE"'


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Path, query and body back."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            body, more = b"gone", False
        else:
            body, more = body + message["body"], message["more_body"]
    told = b"|".join((scope["method"].encode(), scope["path"].encode(), scope["query_string"], body))
    length = b"%d" % len(told)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    await send({"type": "http.response.body", "body": told})


@contextlib.asynccontextmanager
async def served(app: Any) -> AsyncIterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    stop = asyncio.Event()
    serving = asyncio.create_task(serve.serve_app(app, "127.0.0.1", port, stop))
    await _listening(port)
    try:
        yield port
    finally:
        stop.set()
        await serving


async def _listening(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            with contextlib.suppress(ConnectionRefusedError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.005)


async def told(app: Any, *pieces: bytes, until: bytes = b"") -> bytes:
    """All that is answered until the server closes the connection, or until a part of it has come."""
    got = b""
    async with served(app) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with contextlib.suppress(ConnectionError):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.01)
            async with asyncio.timeout(10):
                while (more := await reader.read(65_536)) and not (until and until in got + more):
                    got += more
                got += more
        writer.close()
    return got


CLOSES = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"


async def test_requests_sent_ahead_are_answered_in_order():
    answer = await told(echo, BODY % 1 + BODY % 2 + BODY % 3 + CLOSES)
    assert [answer.index(b"POST|/%d||hi" % n) for n in (1, 2, 3)] == sorted(
        answer.index(b"POST|/%d||hi" % n) for n in (1, 2, 3)
    )
    assert answer.count(b"HTTP/1.1 200 OK\r\n") == 4
    assert answer.count(b"connection: close") == 1


async def test_a_request_may_come_byte_by_byte():
    answer = await told(echo, GET[:7], GET[7:30], GET[30:] + b"POST / HTTP/1.1\r\nhost: x\r\n", b"content-le",
                        b"ngth: 4\r\nconnection: close\r\n\r", b"\nab", b"cd")  # fmt: skip
    assert b"GET|/a b|c=d|" in answer
    assert b"POST|/||abcd" in answer


async def test_a_body_may_come_in_chunks():
    chunks = b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n2\r\nhe\r\n"
    assert (await told(echo, chunks, b"3\r\nllo\r\n0\r\nx-trailer: 1\r\n\r\n")).endswith(b"POST|/||hello")


BAD = {
    "no HTTP": b"hello\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
    "length and chunks": b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
    "folded header": b"GET / HTTP/1.1\r\nhost: x\r\n y\r\n\r\n",
    "blank before the colon": b"GET / HTTP/1.1\r\nhost : x\r\n\r\n",
    "HTTP/2 at once": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "an address that is none": b"GET :// HTTP/1.1\r\nhost: x\r\n\r\n",
    "head without end": b"GET / HTTP/1.1\r\nhost: x\r\nx: " + b"a" * 40_000,
    "too many headers": b"GET / HTTP/1.1\r\nhost: x\r\n" + b"x: y\r\n" * 20_000 + b"\r\n",
    "address without end": b"GET /" + b"a" * 40_000,
}


@pytest.mark.parametrize("request_", BAD.values(), ids=BAD)
async def test_what_is_no_request_is_refused_and_the_connection_closed(request_: bytes):
    answer = await told(echo, request_)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert TYPED in answer


async def test_trailers_without_end_are_not_kept():
    head = b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: "
    assert TYPED in await told(echo, head, b"a" * 40_000)


async def test_a_body_that_breaks_off_is_heard_of_by_who_waits_for_it():
    heard: list[str] = []

    async def waits(_scope: Any, receive: Any, _send: Any) -> None:
        while not heard or heard[-1] != "http.disconnect":
            heard.append((await receive())["type"])

    head = b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhe\r\n"
    assert TYPED in await told(waits, head, b"zz\r\n")
    assert heard == ["http.request", "http.disconnect"]


async def test_what_is_no_request_does_not_break_into_an_answer():
    async def slow(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
        await asyncio.sleep(0.1)
        await send({"type": "http.response.body", "body": b"done"})

    assert TYPED not in await told(slow, GET, b"hello\r\n\r\n")


@pytest.mark.parametrize(
    ("request_", "part", "bodies"),
    [
        (b"HEAD / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", b"content-length: 8\r\n", False),
        (b"GET / HTTP/1.0\r\nhost: x\r\nconnection: keep-alive\r\n\r\n", b"connection: close\r\n", True),
    ],
    ids=["HEAD", "1.0"],
)
async def test_other_kinds_of_requests(request_: bytes, part: bytes, bodies: bool):
    head, _, body = (await told(echo, request_)).partition(b"\r\n\r\n")
    assert part in head + b"\r\n"
    assert body == (b"GET|/||" if bodies else b"")


async def test_who_waits_for_a_word_is_given_it():
    head = b"POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\nconnection: close\r\ncontent-length: 2\r\n\r\n"
    answer = await told(echo, head, b"hi")
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


async def test_who_was_answered_before_the_end_of_the_body_has_no_more_patience(monkeypatch: pytest.MonkeyPatch):
    for patience in ("HEAD_WITHIN", "PIECE_WITHIN"):
        monkeypatch.setattr(connection, patience, 0.1)
    monkeypatch.setattr(serve, "_LOOK_SECONDS", 0.02)

    async def hasty(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"8")]})
        await send({"type": "http.response.body", "body": b"too much"})

    async with served(hasty) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 500000\r\n\r\n")
        assert b"too much" in await reader.read(65_536)
        with pytest.raises(ConnectionError):
            for _ in range(1_000):
                writer.write(b"a")
                await writer.drain()
                await asyncio.sleep(0.01)


async def test_a_stream_goes_in_chunks_and_hears_that_the_client_has_gone():
    heard = asyncio.Event()

    async def stream(_scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        assert (await receive())["type"] == "http.disconnect"
        await send({"type": "http.response.body", "body": b"two", "more_body": True})
        heard.set()

    assert b"transfer-encoding: chunked\r\n\r\n3\r\none\r\n" in await told(stream, GET, until=b"one\r\n")
    async with asyncio.timeout(10):
        await heard.wait()


async def test_a_slow_reader_makes_the_stream_wait():
    sent = 0

    async def flood(_scope: Any, _receive: Any, send: Any) -> None:
        nonlocal sent
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(1_000):
            await send({"type": "http.response.body", "body": b"a" * 65_536, "more_body": True})
            sent += 1

    async with served(flood) as port:
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(GET)
            await asyncio.sleep(0.2)
            assert 0 < sent < 500


@pytest.mark.parametrize("header", [(b"x", b"a\r\nset-cookie: b"), (b"x", b"a\nb"), (b"x\r", b"a")])
async def test_a_header_with_a_line_end_is_never_sent(header: tuple[bytes, bytes]):
    async def wrong(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [header]})
        await send({"type": "http.response.body", "body": b""})

    assert await told(wrong, GET) == b""


async def test_more_connections_than_are_kept_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection, "_MOST", 2)
    async with served(echo) as port:
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET)
        assert (await reader.read(65_536)).startswith(b"HTTP/1.1 503 ")
        for _, open_ in (*idle, (reader, writer)):
            open_.close()


async def test_patience_ends(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connection, "HEAD_WITHIN", 0.05)
    monkeypatch.setattr(connection, "_IDLE", 0.05)
    monkeypatch.setattr(connection, "PIECE_WITHIN", 0.05)
    monkeypatch.setattr(serve, "_LOOK_SECONDS", 0.02)
    assert await told(echo) == b""
    assert await told(echo, GET[:20]) == b""
    assert await told(echo, BODY[:-1] % 1) == b""
    assert (await told(echo, GET)).endswith(b"GET|/a b|c=d|")  # and then idle for too long
