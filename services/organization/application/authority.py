"""Thẩm quyền - asks the policies of authority.cedar whether the actor may do an act at an organisation."""

from typing import Any
from uuid import UUID

import msgspec

from services.organization.application.look import Look
from services.organization.domain.organization import ORGANIZATION, Organization
from services.organization.domain.refusals import OrganizationIsUnknown
from services.organization.domain.restructuring.effect import EFFECT, effect_id, under
from shared.authority.cedar import Cedar
from shared.authority.held import Node
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work

_CEDAR = Cedar.beside(__file__)


class Place(msgspec.Struct, frozen=True):
    """Where an act is done: the organisation as it stands, and the codes from it up to the root."""

    organization: Organization
    codes: tuple[str, ...]


async def permitted_place(work: Work, look: Look, act: str, organization: UUID, path: str, **more: Any) -> Place:
    """The organisation, if there is one and the actor may do the act there; it is guarded by the command."""
    state = await organization_now(work, organization)
    if state.founded_on is None:
        raise OrganizationIsUnknown(path)
    young, known = await _lineage(work, look, organization)
    held = await look.scope.held(work.actor, known[0].organization if known else organization)
    if not _CEDAR.permits(act, held.context(**more)):
        raise ActIsNotPermitted(path, code=state.code)
    return Place(state, tuple(node.code for node in (*young, *known)))


async def codes_upward(work: Work, look: Look, organization: UUID) -> tuple[str, ...]:
    """The codes from an organisation up to the root: by these the nearest policy row is found."""
    young, known = await _lineage(work, look, organization)
    return tuple(node.code for node in (*young, *known))


async def _lineage(work: Work, look: Look, organization: UUID) -> tuple[list[Node], list[Node]]:
    """Up to the root: first what was founded a moment ago (from the log), then what the view already knows."""
    young: list[Node] = []
    place: UUID | None = organization
    while place is not None:
        if known := await look.scope.ancestors(place):
            return young, known
        state = await organization_now(work, place)
        young.append(Node(place, state.code))
        place = state.parent
    return young, []


async def organization_now(work: Work, organization: UUID) -> Organization:
    """The organisation with every staged row whose plan counts; all that this rests on is guarded."""
    state = (await work.load(ORGANIZATION, organization)).state
    for staged in state.staged:
        effect = (await work.load(EFFECT, effect_id(staged.plan))).state
        state = under(state, staged.row, effect)
    return state
