"""Problems: every way a request can fail, as a typed refusal in both languages; nothing unexpected leaks out."""

from typing import Any, NamedTuple

import msgspec
import structlog
from litestar import MediaType, Request, Response
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
_encode = msgspec.json.Encoder().encode
_Asked = Request[Any, Any, Any]


class Problem(NamedTuple):
    """A refusal on its way out."""

    status: int
    body: bytes
    headers: dict[str, str]


def refused(refusal: Refusal) -> Problem:
    """A refusal as its status and its wire form; those that time will heal say when to come back."""
    metrics.refusals.labels(refusal.code).inc()
    headers = {**HEADERS, **_BY_STATUS.get(refusal.status, {})}
    return Problem(refusal.status, _encode({"refusal": refusal.wire()}), headers)


def problem_of(error: Exception, route: str) -> Problem:
    """What the client is told of an error: of the unexpected only the trace id, or to come back in a moment."""
    if isinstance(error, Refusal):
        return refused(error)
    if isinstance(error, HTTPException) and error.status_code < 500:
        return refused(_misdirected(error.status_code))
    if is_outage(error):
        return refused(DatabaseIsAway())
    _log.error("request failed", exc_info=error, route=route)
    return refused(InternalError(trace_id=trace_id()))


def _misdirected(status: int) -> Refusal:
    """What the framework itself refuses."""
    match status:
        case 404:
            return AddressIsUnknown()
        case 405:
            return MethodIsNotAllowed()
        case 413:
            return BodyIsTooLarge(limit=BODY_LIMIT)
    return CallIsNotReadable()


def _handled(request: _Asked, error: Exception) -> Response[bytes]:
    problem = problem_of(error, str(request.scope.get("path_template", "-")))
    return Response(problem.body, status_code=problem.status, headers=problem.headers, media_type=MediaType.JSON)


HANDLERS: dict[Any, Any] = {Refusal: _handled, HTTPException: _handled, Exception: _handled}
