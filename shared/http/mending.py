"""Mending: what an operator does to the followers and the mirror of a running service; for the system itself only."""

import asyncio
import os
import signal
from typing import Any

from litestar import Request, Response, get, post

from shared.bus.follower import Follower
from shared.bus.retrying import OwnerIsAway
from shared.eventlog.opening import open_epoch
from shared.http.answers import json
from shared.http.bodies import read
from shared.http.identity import service_of
from shared.http.mending_pages import AskRebuild, AskRetry, NewEpoch, ParkedPage, Rebuilds
from shared.http.refusals import (
    AddressIsUnknown,
    FollowerIsUnknown,
    NothingIsKeptOfTheView,
    OwnerDoesNotAnswer,
    ViewIsBeingRebuilt,
    ViewIsUnknown,
)

_PAGE = 1_000
_GOODBYE = 0.2  # seconds for the answer to leave before the process ends
_working: set[asyncio.Task[None]] = set()


@get("/parked")
async def parked(request: Request[Any, Any, Any]) -> Response[bytes]:
    """What waits, by follower."""
    service_of(request)
    followers: list[Follower] = request.app.state.served.followers
    return json(ParkedPage(parked={one.name: await one.parked(limit=_PAGE) for one in followers}))


@post("/parked/retry", status_code=200)
async def retry(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Apply what waits, in order, as far as the code can take it now: one page of it."""
    service_of(request)
    asked = read(await request.body(), AskRetry)
    followers: list[Follower] = request.app.state.served.followers
    follower = next((one for one in followers if one.name == asked.follower), None)
    if follower is None:
        raise FollowerIsUnknown("follower")
    try:
        retried = await follower.retry(asked.after)
    except OwnerIsAway as away:
        raise OwnerDoesNotAnswer(service=str(away)) from away
    return json(retried)


@get("/rebuilds")
async def rebuilds(request: Request[Any, Any, Any]) -> Response[bytes]:
    """How far the rebuilds are."""
    service_of(request)
    followers: list[Follower] = request.app.state.served.followers
    return json(Rebuilds(rebuilds=[one for follower in followers for one in follower.rebuilding()]))


@post("/rebuilds", status_code=202)
async def rebuild(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Begin to rebuild a view; reads go on from the old rows meanwhile."""
    service_of(request)
    asked = read(await request.body(), AskRebuild)
    followers: list[Follower] = request.app.state.served.followers
    follower = next((one for one in followers if asked.view in one.views), None)
    if follower is None:
        raise ViewIsUnknown("view")
    _refuse_second(follower, asked.view)
    if asked.back and not await follower.keeps(asked.view):
        raise NothingIsKeptOfTheView("view")
    _refuse_second(follower, asked.view)  # somebody may have asked meanwhile
    working = asyncio.create_task(follower.rebuild(asked.view, back=asked.back), name=f"rebuild {asked.view}")
    _working.add(working)
    working.add_done_callback(_ended)
    await asyncio.sleep(0)  # it has begun, or waits for its turn: the answer tells that
    return json(Rebuilds(rebuilds=follower.rebuilding()))


@post("/republish", status_code=200)
async def republish(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A new epoch: the service ends, starts again and fills a new stream over the retention window."""
    service_of(request)
    served = request.app.state.served
    if served.log is None:
        raise AddressIsUnknown
    async with served.log.pool.acquire() as connection:
        epoch = await open_epoch(connection, served.service.name)
    asyncio.get_running_loop().call_later(_GOODBYE, os.kill, os.getpid(), signal.SIGTERM)
    return json(NewEpoch(epoch=epoch))


def _refuse_second(follower: Follower, view: str) -> None:
    if any(one.view == view and not one.is_over for one in follower.rebuilding()):
        raise ViewIsBeingRebuilt("view")


def _ended(working: "asyncio.Task[None]") -> None:
    """The progress says what became of it; a failure is no news to the event loop."""
    _working.discard(working)
    if not working.cancelled():
        working.exception()


ROUTES = (parked, retry, rebuilds, rebuild)
