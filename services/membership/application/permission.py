"""Thẩm quyền - who may see and do what; the answers are in authority.cedar, the questions here."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.membership.application.lookups import Look
from services.membership.contracts.identity import member_behind
from shared.authority.cedar import Cedar
from shared.authority.held import Held
from shared.vocabulary.actor import Actor

_CEDAR = Cedar.beside(__file__)
_OWN = "member@"


async def own_member(look: Look, actor: Actor) -> UUID | None:
    """The member whose account this is: "member@<id>", the id plain or global, or whom a grant links to it."""
    if not actor.subject.startswith(_OWN):
        return None if actor.role == "service" else await look.scope.record_of(actor)
    return member_behind(actor.subject.removeprefix(_OWN))


def permits(action: str, held: Held, **more: Any) -> bool:
    """What the policies say of an act by someone who holds these roles."""
    return _CEDAR.permits(action, held.context(**more))


async def sees_member(look: Look, actor: Actor, member: UUID, home: UUID) -> bool:
    """Whether the actor may know that there is such a member."""
    held = await look.scope.held(actor, home)
    return permits("SeeMember", held, ownCase=await own_member(look, actor) == member)


async def sees_transfer(look: Look, actor: Actor, member: UUID | None, route: Sequence[UUID]) -> bool:
    """Whether the actor may know that there is such a transfer."""
    own = member is not None and await own_member(look, actor) == member
    held = await look.scope.held_at(actor, list(dict.fromkeys(route)))
    return any(permits("SeeTransfer", at, ownCase=own) for at in held.values())


async def entering(look: Look, actor: Actor, body: UUID) -> UUID | None:
    """Nơi nhập thay - the superior, nearest to the body, whose officer enters its act; None at the body itself."""
    roots = {root.organization for root in await look.scope.roots(actor)}
    seat = next((node.organization for node in await look.scope.ancestors(body) if node.organization in roots), None)
    return None if seat == body else seat
