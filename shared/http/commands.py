"""POST /commands/{name}: token → actor, body → request, minPosition → wait, run → receipt."""

from typing import Any

import structlog
from litestar import Request as HttpRequest
from litestar import Response, post
from litestar.params import FromPath

from shared.http.answers import json
from shared.http.bodies import read
from shared.http.identity import actor_of
from shared.http.positions import reach
from shared.http.refusals import RequestIsUnknown
from shared.http.room import refuse_without_room
from shared.http.served import Served
from shared.http.trace import traceparent
from shared.vocabulary.requests import Request

_log = structlog.get_logger()


@post("/commands/{name:str}", status_code=200)
async def command(name: FromPath[str], request: HttpRequest[Any, Any, Any]) -> Response[bytes]:
    """One command of this service, done once however often it is sent."""
    served: Served = request.app.state.served
    actor = actor_of(request)
    refuse_without_room(served)
    asked = read(await request.body(), _request_type(request, served, name))
    await reach(served, asked.min_position)
    if served.commands is None:
        raise RequestIsUnknown(service=served.service.name)
    receipt = await served.commands.run(asked, actor, traceparent=traceparent())
    _log.info("command done", request=name, role=actor.role, version=receipt.version)
    return json(receipt)


def _request_type(request: HttpRequest[Any, Any, Any], served: Served, name: str) -> type[Request]:
    by_name: dict[str, type[Request]] = request.app.state.requests
    if name not in by_name:
        raise RequestIsUnknown(service=served.service.name)
    return by_name[name]
