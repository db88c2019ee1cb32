"""Spans for an OTLP collector: JSON over HTTP, sent in the background, never waited for, dropped if nobody takes them.

Written here because the protocol's JSON form is one object; the SDK would bring ten packages into every process.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

import structlog
from prometheus_client import Counter

from shared.http import trace
from shared.http.lean import httpx
from shared.http.trace import Span

log = structlog.get_logger()
lost = Counter("lienthong_spans_lost", "Spans that no collector took")

_EVERY = 2.0
_MOST = 2_048
_SERVER, _ERROR = 2, 2  # SpanKind SPAN_KIND_SERVER and StatusCode STATUS_CODE_ERROR of the protocol


class SpanSender:
    """Gathers this process's spans and sends them; the oldest go when the collector is away for long."""

    def __init__(self, endpoint: str, service: str, *, every: float = _EVERY) -> None:
        self._address = f"{endpoint.rstrip('/')}/v1/traces"
        self._service = service
        self._every = every
        self._waiting: deque[Span] = deque(maxlen=_MOST)
        self._is_away = False

    async def run(self) -> None:
        """Send until cancelled."""
        trace.sinks.append(self._take)
        try:
            async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
                while True:
                    await asyncio.sleep(self._every)
                    if self._waiting:
                        await self._send(client)
        finally:
            trace.sinks.remove(self._take)

    def _take(self, span: Span) -> None:
        if len(self._waiting) == _MOST:
            lost.inc()
        self._waiting.append(span)

    async def _send(self, client: httpx.AsyncClient) -> None:
        spans = [self._waiting.popleft() for _ in range(len(self._waiting))]
        try:
            (await client.post(self._address, json=as_otlp(self._service, spans))).raise_for_status()
        except httpx.HTTPError as error:
            lost.inc(len(spans))
            if not self._is_away:
                log.warning("no collector takes the spans", error=type(error).__name__)
            self._is_away = True
        else:
            self._is_away = False


def as_otlp(service: str, spans: Sequence[Span]) -> dict[str, Any]:
    """An ExportTraceServiceRequest in the JSON form of OTLP 1.x."""
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": f"lienthong.{service}"}}]}
    scope = {"scope": {"name": "lienthong"}, "spans": [_as_span(span) for span in spans]}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [scope]}]}


def _as_span(span: Span) -> dict[str, Any]:
    return {
        "traceId": span.trace,
        "spanId": span.span,
        **({"parentSpanId": span.parent} if span.parent else {}),
        "name": span.name,
        "kind": _SERVER,
        "startTimeUnixNano": str(span.started),
        "endTimeUnixNano": str(span.ended),
        "status": {"code": _ERROR} if span.failed else {},
    }
