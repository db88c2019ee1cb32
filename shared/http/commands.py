"""POST /commands/{name}: token → actor, body → request, minPosition → wait, run → receipt.

Plain ASGI beside the framework: its router, middleware and objects would take longer than the command itself. What they
give every other route - trace, metrics, typed problems, headers - is given here by the same functions.
"""

from collections.abc import Mapping
from time import time_ns

import msgspec
import structlog
from litestar.types import HTTPScope, Receive, Send

from shared.http import trace
from shared.http.bodies import read
from shared.http.metrics import answered
from shared.http.positions import reach
from shared.http.problems import BODY_LIMIT, HEADERS, Problem, problem_of
from shared.http.refusals import (
    AddressIsUnknown,
    BodyIsTooLarge,
    CallIsNotReadable,
    MethodIsNotAllowed,
    RequestIsUnknown,
)
from shared.http.room import refuse_without_room
from shared.http.served import Served
from shared.vocabulary.requests import Request

PREFIX = "/commands/"
_ROUTE = "/commands/{name}"
_Headers = Mapping[bytes, bytes]
_log = structlog.get_logger()
_encode = msgspec.json.Encoder().encode
_JSON = (b"content-type", b"application/json")
_ALWAYS = [_JSON, *((name.encode(), value.encode()) for name, value in HEADERS.items())]


class CommandDoor:
    """The commands of one service, each done once however often it is sent."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._kinds = {kind.__name__: kind for kind in served.service.handlers}

    async def __call__(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        """One request and its answer."""
        began, headers = time_ns(), dict(reversed(list(scope["headers"])))  # of two alike the first counts
        caller = _text(headers, b"traceparent")
        traced = trace.enter(caller).encode()
        try:
            status, body, more = 200, await self._done(scope, headers, receive), _ALWAYS
        except Exception as error:  # noqa: BLE001 - the border: every error becomes an answer
            problem = problem_of(error, _ROUTE)
            status, body, more = problem.status, problem.body, _headers(problem)
        answered(_ROUTE, status, began, caller)
        told = [*more, (b"trace-id", traced), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": told})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    async def _done(self, scope: HTTPScope, headers: _Headers, receive: Receive) -> bytes:
        """The receipt."""
        served, name = self._served, scope["path"][len(PREFIX) :].strip("/")
        if "/" in name:
            raise AddressIsUnknown
        if scope["method"] != "POST":
            raise MethodIsNotAllowed
        actor = served.tokens.actor(_text(headers, b"authorization"))
        refuse_without_room(served)
        kind = self._kinds.get(name)
        if kind is None or served.commands is None:
            raise RequestIsUnknown(service=served.service.name)
        asked: Request = read(await _body(headers, receive), kind)
        if asked.min_position:
            await reach(served, asked.min_position)
        receipt = await served.commands.run(asked, actor, traceparent=trace.traceparent())
        _log.info("command done", request=name, role=actor.role, version=receipt.version)
        return _encode(receipt)


def _text(headers: _Headers, name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


def _headers(problem: Problem) -> list[tuple[bytes, bytes]]:
    return [_JSON, *((name.encode(), value.encode()) for name, value in problem.headers.items())]


async def _body(headers: _Headers, receive: Receive) -> bytes:
    announced = headers.get(b"content-length", b"0")
    if not announced.isdigit() or int(announced) > BODY_LIMIT:
        raise BodyIsTooLarge(limit=BODY_LIMIT)
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":  # the client has gone
            raise CallIsNotReadable
        body += message["body"]
        more = message.get("more_body", False)
        if len(body) > BODY_LIMIT:
            raise BodyIsTooLarge(limit=BODY_LIMIT)
    return body
