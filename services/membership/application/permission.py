"""Thẩm quyền - who may see and do what; the answers are in authority.cedar, the questions here."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.membership.application.lookups import Look
from shared.authority.cedar import Cedar
from shared.authority.held import Held
from shared.vocabulary.actor import Actor

_CEDAR = Cedar.beside(__file__)
_OWN = "member@"


def own_member(actor: Actor) -> UUID | None:
    """The member whose account this is: "member@<id>", the id as a UUID or as the API's global one."""
    if not actor.subject.startswith(_OWN):
        return None
    text = actor.subject.removeprefix(_OWN)
    try:
        return UUID(text)
    except ValueError:
        return _from_global_id(text)


def _from_global_id(text: str) -> UUID | None:
    try:
        kind, _, number = base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode().partition(":")
        return UUID(number) if kind == "Member" else None
    except (binascii.Error, ValueError):
        return None


def permits(action: str, held: Held, **more: Any) -> bool:
    """What the policies say of an act by someone who holds these roles."""
    return _CEDAR.permits(action, held.context(**more))


async def sees_member(look: Look, actor: Actor, member: UUID, home: UUID) -> bool:
    """Whether the actor may know that there is such a member."""
    held = await look.scope.held(actor, home)
    return permits("SeeMember", held, ownCase=own_member(actor) == member)


async def sees_transfer(look: Look, actor: Actor, member: UUID | None, route: Sequence[UUID]) -> bool:
    """Whether the actor may know that there is such a transfer."""
    own = own_member(actor) is not None and own_member(actor) == member
    held = await look.scope.held_at(actor, list(dict.fromkeys(route)))
    return any(permits("SeeTransfer", at, ownCase=own) for at in held.values())


async def entering(look: Look, actor: Actor, body: UUID) -> UUID | None:
    """Nơi nhập thay - the superior, nearest to the body, whose officer enters its act; None at the body itself."""
    roots = {root.organization for root in await look.scope.roots(actor)}
    seat = next((node.organization for node in await look.scope.ancestors(body) if node.organization in roots), None)
    return None if seat == body else seat
