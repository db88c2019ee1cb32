"""Spans reach a collector in OTLP's JSON form, in the trace of whoever caused the work; none is made without one."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from litestar.testing import TestClient

from shared.http import spans, trace
from shared.http.app import build
from shared.http.spans import SpanSender

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def collector() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """An HTTP server that keeps what it is sent."""
    got: list[tuple[str, Any]] = []

    class Keep(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.path, json.loads(self.rfile.read(int(self.headers["content-length"])))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Keep)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", got
    server.shutdown()


async def sent(endpoint: str, work: Any, *, until: Any) -> None:
    sending = asyncio.create_task(SpanSender(endpoint, "membership", every=0.02).run())
    await asyncio.sleep(0)
    work()
    async with asyncio.timeout(10):
        while not until():  # noqa: ASYNC110 - a server in another thread
            await asyncio.sleep(0.01)
    sending.cancel()
    await asyncio.wait([sending])


async def test_a_reaction_is_sent_in_the_trace_of_the_fact_that_caused_it(collector: Any):
    endpoint, got = collector

    def work() -> None:
        with trace.spanned("policy close_transfer", TRACE):
            assert trace.trace_id() == TRACE[3:35]

    await sent(endpoint, work, until=lambda: got)
    (path, body) = got[0]
    (resource,) = body["resourceSpans"]
    (span,) = resource["scopeSpans"][0]["spans"]
    assert path == "/v1/traces"
    assert resource["resource"]["attributes"][0]["value"] == {"stringValue": "lienthong.membership"}
    assert (span["traceId"], span["parentSpanId"], span["name"]) == (TRACE[3:35], TRACE[36:52], "policy close_transfer")
    assert int(span["startTimeUnixNano"]) <= int(span["endTimeUnixNano"])
    assert span["status"] == {}
    assert trace.sinks == []


def test_a_request_is_one_span_of_its_route(process: Any, bearer: Any):
    got: list[trace.Span] = []
    trace.sinks.append(got.append)
    try:
        with TestClient(build(process)) as client:
            client.post("/commands/Secret079", json={}, headers={**bearer(), "traceparent": TRACE})
    finally:
        trace.sinks.clear()
    (span,) = got
    assert (span.name, span.trace, span.parent, span.failed) == ("/commands/{name}", TRACE[3:35], TRACE[36:52], False)


async def test_a_collector_that_is_away_costs_only_the_spans():
    before = spans.lost._value.get()

    def work() -> None:
        with pytest.raises(ZeroDivisionError), trace.spanned("policy p", None):
            raise ZeroDivisionError

    await sent("http://127.0.0.1:9", work, until=lambda: spans.lost._value.get() > before)
