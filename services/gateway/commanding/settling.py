"""Settling: a mutation's answer. The service decides; then the gateway waits, bounded, until its own views show it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.gateway.commanding.inputs import input_path
from services.gateway.reading.asked import Asked
from services.gateway.refusing.reporting import LATER
from services.gateway.refusing.user_error import UserError, error_of
from services.gateway.types.scalars import Position
from shared.vocabulary.refusals import Refusal
from shared.vocabulary.requests import Request


@dataclass(kw_only=True)
class Settled:
    """What became of a command: the thing it made or changed, or the errors; the position of what was written."""

    thing: Any = None
    errors: list[Any] = field(default_factory=list)
    position: Position | None = None


async def settle(
    asked: Asked, service: str, make: Callable[[], Request], load: Callable[[UUID], Awaitable[Any]]
) -> Settled:
    """Post the request; on success answer from the gateway's own views, which may lag by milliseconds."""
    try:
        receipt = await asked.sender.send(service, make())
    except Refusal as refusal:
        return Settled(errors=[_told(asked, refusal)])
    position = Position(receipt.position)
    try:
        await asked.reach(position)
    except Refusal as behind:  # it is done, only not visible yet: the position lets the client read it in a moment
        return Settled(errors=[_told(asked, behind)], position=position)
    return Settled(thing=await load(receipt.id), position=position)


def _told(asked: Asked, refusal: Refusal) -> UserError:
    if refusal.status in LATER:
        asked.retry_later = True
    return error_of(refusal, asked.language, input_path(list(refusal.wire()["path"])))
