"""The HTTP application of a service: its commands, its published log, its health, and what its own controllers add."""

from typing import Any

from litestar import Litestar
from litestar.datastructures import ResponseHeader, State

from shared.http import mending
from shared.http.commands import PREFIX, CommandDoor
from shared.http.facts import facts
from shared.http.health import live, ready
from shared.http.keys import keys
from shared.http.metrics import measured, metrics
from shared.http.positions import epochs, positions
from shared.http.problems import BODY_LIMIT, HANDLERS, HEADERS
from shared.http.served import Served
from shared.http.sheets import sheet

_HEADERS = tuple(ResponseHeader(name=name, value=value) for name, value in HEADERS.items())


class Border(Litestar):
    """Litestar for everything but commands: they have a door of their own."""

    __slots__ = ("_commands",)

    def __init__(self, commands: CommandDoor | None, **settings: Any) -> None:
        super().__init__(**settings)
        self._commands = commands

    def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        """One request, to be awaited: by itself this is no step of its own."""
        if self._commands is not None and scope["type"] == "http" and scope["path"].startswith(PREFIX):
            return self._commands(scope, receive, send)
        return super().__call__(scope, receive, send)


def build(running: Any) -> Litestar:
    """The application of a running process (`shared.runtime.running.Running`)."""
    return Border(
        CommandDoor(running) if running.service.keeps_log else None,
        route_handlers=[*_routes(running), *running.service.controllers(running)],
        state=State(_state(running)),
        middleware=[measured],
        exception_handlers=HANDLERS,
        request_max_body_size=BODY_LIMIT,
        response_headers=_HEADERS,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


def _state(served: Served) -> dict[str, Any]:
    requests = {request.__name__: request for request in served.service.handlers}
    return {"served": served, "tokens": served.tokens, "requests": requests}


def _routes(served: Served) -> list[Any]:
    routes = [live, ready, metrics, positions]
    routes += mending.ROUTES
    if served.service.keeps_log:
        routes += [sheet, facts, epochs, mending.republish]
    if served.service.keeps_person_keys:
        routes += [keys]
    return routes
