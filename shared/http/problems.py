"""Problems: every way a request can fail, as a typed refusal in both languages; nothing unexpected leaks out."""

from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from shared.http import metrics
from shared.http.outages import is_outage
from shared.http.refusals import (
    AddressIsUnknown,
    BodyIsTooLarge,
    CallIsNotReadable,
    DatabaseIsAway,
    InternalError,
    MethodIsNotAllowed,
)
from shared.http.trace import trace_id
from shared.vocabulary.refusals import Refusal

BODY_LIMIT = 256 * 1024
"""Bytes of a request's body."""

HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
"""On every answer, unless a route says otherwise."""

_BY_STATUS = {401: {"www-authenticate": "Bearer"}, 503: {"retry-after": "1"}}
_log = structlog.get_logger()
_Asked = Request[Any, Any, Any]


def refused(_request: _Asked, refusal: Refusal) -> Response[dict[str, Any]]:
    """A refusal as its status and its wire form; those that time will heal say when to come back."""
    metrics.refusals.labels(refusal.code).inc()
    headers = {**HEADERS, **_BY_STATUS.get(refusal.status, {})}
    return Response({"refusal": refusal.wire()}, status_code=refusal.status, headers=headers)


def misdirected(request: _Asked, error: HTTPException) -> Response[dict[str, Any]]:
    """What the framework itself refuses."""
    match error.status_code:
        case 404:
            return refused(request, AddressIsUnknown())
        case 405:
            return refused(request, MethodIsNotAllowed())
        case 413:
            return refused(request, BodyIsTooLarge(limit=BODY_LIMIT))
        case status if status < 500:
            return refused(request, CallIsNotReadable())
    return failed(request, error)


def failed(request: _Asked, error: Exception) -> Response[dict[str, Any]]:
    """Anything unexpected: the log knows what, the client learns only the trace id - or to come back in a moment."""
    if is_outage(error):
        return refused(request, DatabaseIsAway())
    _log.error("request failed", exc_info=error, route=str(request.scope.get("path_template", "-")))
    return refused(request, InternalError(trace_id=trace_id()))


HANDLERS: dict[Any, Any] = {Refusal: refused, HTTPException: misdirected, Exception: failed}
