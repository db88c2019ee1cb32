"""Metrics: how many requests, how they ended, how long they took; by route template, never by value."""

from functools import cache
from time import time_ns
from typing import Any

from litestar import Request, Response, get
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from shared.http import trace
from shared.http.gauges import gauges
from shared.http.whole_numbers import whole

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
requests = Counter("lienthong_http_requests", "Answered HTTP requests", ["route", "status"])
seconds = Histogram("lienthong_http_seconds", "Time to the first byte of the answer", ["route"], buckets=_BUCKETS)
refusals = Counter("lienthong_refusals", "Refusals given, by code", ["code"])


def answered(route: str, status: int, began: int, caller: str | None) -> None:
    """An answer begins: `began` is when its request was met (nanoseconds since 1970), `caller` its traceparent."""
    count, time = _of(route, status)
    count.inc()
    time.observe(max(0, time_ns() - began) / 1e9)
    trace.told(route, caller, began, failed=status >= 500)


def measured(app: ASGIApp) -> ASGIApp:
    """Middleware: enters the caller's trace, counts and times the request, and names the trace in the answer."""

    async def measure(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        began, caller = time_ns(), _traceparent(scope)
        traced = trace.enter(caller).encode()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered(str(scope.get("path_template") or "-"), message["status"], began, caller)
                message["headers"] = [*message["headers"], (b"trace-id", traced)]
            await send(message)

        await app(scope, receive, answer)

    return measure


def _traceparent(scope: Scope) -> str | None:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"traceparent"), None)


@cache  # templates of routes times statuses
def _of(route: str, status: int) -> tuple[Counter, Histogram]:
    return requests.labels(route, str(status)), seconds.labels(route)


@get("/metrics", opt={"quiet": True})
async def metrics(request: Request[Any, Any, Any]) -> Response[Any]:
    """Everything this process counts and what its parts say, as Prometheus reads it."""
    counted = generate_latest() + await gauges(request.app.state.served)
    return Response(whole(counted.decode()), media_type=CONTENT_TYPE_LATEST)
