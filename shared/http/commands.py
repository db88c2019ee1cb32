"""POST /commands/{name}: token → actor, body → request, minPosition → wait, run → receipt.

Plain ASGI behind the framework's routing, middleware and error handling: its request and response objects would take
half as long as the command itself.
"""

import msgspec
import structlog
from litestar import asgi
from litestar.types import HTTPScope, Receive, Scope, Send

from shared.http.bodies import read
from shared.http.positions import reach
from shared.http.problems import BODY_LIMIT, HEADERS
from shared.http.refusals import (
    AddressIsUnknown,
    BodyIsTooLarge,
    CallIsNotReadable,
    MethodIsNotAllowed,
    RequestIsUnknown,
)
from shared.http.room import refuse_without_room
from shared.http.served import Served
from shared.http.trace import traceparent
from shared.vocabulary.requests import Request

_ROUTE = "/commands/{name}"
_log = structlog.get_logger()
_encode = msgspec.json.Encoder().encode
_HEADERS = [(b"content-type", b"application/json"), *((key.encode(), value.encode()) for key, value in HEADERS.items())]


@asgi("/commands", is_mount=True, copy_scope=False)
async def command(scope: Scope, receive: Receive, send: Send) -> None:
    """One command of this service, done once however often it is sent."""
    name = scope["path"].strip("/")
    if "/" in name:
        raise AddressIsUnknown
    scope["path_template"] = _ROUTE
    if scope["type"] != "http" or scope["method"] != "POST":
        raise MethodIsNotAllowed
    state = scope["litestar_app"].state
    served: Served = state.served
    actor = served.tokens.actor(_header(scope, b"authorization"))
    refuse_without_room(served)
    kind = _request_type(state.requests, served, name)
    asked = read(await _body(scope, receive), kind)
    await reach(served, asked.min_position)
    if served.commands is None:
        raise RequestIsUnknown(service=served.service.name)
    receipt = await served.commands.run(asked, actor, traceparent=traceparent())
    _log.info("command done", request=kind.__name__, role=actor.role, version=receipt.version)
    await _answer(send, _encode(receipt))


def _request_type(requests: dict[str, type[Request]], served: Served, name: str) -> type[Request]:
    if name not in requests:
        raise RequestIsUnknown(service=served.service.name)
    return requests[name]


def _header(scope: HTTPScope, wanted: bytes) -> str | None:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == wanted), None)


async def _body(scope: HTTPScope, receive: Receive) -> bytes:
    announced = _header(scope, b"content-length") or "0"
    if not announced.isdecimal() or int(announced) > BODY_LIMIT:
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


async def _answer(send: Send, body: bytes) -> None:
    headers = [*_HEADERS, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
