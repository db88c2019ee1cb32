"""Positions: what this process has applied, and the bounded wait for a minPosition."""

from typing import Any

from litestar import Request, Response, get

from shared.http.answers import json
from shared.http.identity import actor_of
from shared.http.refusals import AddressIsUnknown, PositionNotReachedYet
from shared.http.served import Served
from shared.vocabulary.position import Position

WAIT_SECONDS = 5.0


async def reach(served: Served, min_position: str | None) -> None:
    """Wait, event-driven and bounded, until this process has seen what the caller has seen."""
    wanted = Position.decode(min_position)
    if wanted.at and not await served.positions.wait(wanted, timeout=WAIT_SECONDS):
        raise PositionNotReachedYet("min_position")


@get("/positions")
async def positions(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Outbox sequences that this process has applied, and the head of its own log."""
    actor_of(request)
    served: Served = request.app.state.served
    return json(served.positions.vector())


@get("/epochs")
async def epochs(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The epoch that this service's log lives in, and how far each earlier one still stands."""
    actor_of(request)
    served: Served = request.app.state.served
    if served.log is None:
        raise AddressIsUnknown
    return json(served.log.epochs)
