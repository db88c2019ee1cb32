"""Việc tại nhà trong tay - what every act of a home service begins with: seen, permitted; the texts sealed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from services.membership.application.lookups import Look, Seals
from services.membership.application.permission import own_member
from services.membership.domain.home_service.state import HOME_SERVICES, HomeService
from services.membership.domain.refusals_home import HomeServiceIsUnknown, VisitIsNotYours
from services.membership.domain.route import Body, lineage
from shared.authority.cedar import Cedar
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.facts import Sealed
from shared.vocabulary.plain_text import plain

_CEDAR = Cedar.beside(__file__, "home_authority.cedar")
LONGEST_NAME = 100


class HomeCase(msgspec.Struct, frozen=True, kw_only=True):
    """A home service that the actor may know of."""

    id: UUID
    service: HomeService
    member: UUID
    organization: UUID


async def permits_home(
    action: str, bodies: Sequence[UUID], member: UUID, work: Work, look: Look, *, assigned: bool = False
) -> bool:
    """Whether the actor may do it from one of the bodies concerned."""
    own = await own_member(look, work.actor) == member
    held = await look.scope.held_at(work.actor, list(dict.fromkeys(bodies)))
    return any(_CEDAR.permits(action, at.context(ownCase=own, assigned=assigned)) for at in held.values())


async def home_service_in_sight(home_service_id: UUID, work: Work, look: Look) -> HomeCase:
    """The service; absent and out of sight answer alike."""
    service = (await work.load(HOME_SERVICES, home_service_id)).state
    if service.member is None or service.organization is None or service.home is None:
        raise HomeServiceIsUnknown("home_service_id")
    bodies = (service.home, service.organization)
    assigned = assigned_to(service, work.actor.subject)
    if not await permits_home("SeeHomeService", bodies, service.member, work, look, assigned=assigned):
        raise HomeServiceIsUnknown("home_service_id")
    work.answer("home_service", home_service_id)
    return HomeCase(id=home_service_id, service=service, member=service.member, organization=service.organization)


async def permitted_case(action: str, home_service_id: UUID, work: Work, look: Look) -> HomeCase:
    """The service, where the actor may do this for the serving committee."""
    case = await home_service_in_sight(home_service_id, work, look)
    assigned = assigned_to(case.service, work.actor.subject)
    if await permits_home(action, (case.organization,), case.member, work, look, assigned=assigned):
        return case
    if work.actor.role == "home_visit_officer":
        raise VisitIsNotYours("home_service_id")
    chain = await look.bodies.chain(case.organization, work.today, work.today)
    raise ActIsNotPermitted("home_service_id", code=chain[0].code if chain else "")


def assigned_to(service: HomeService, account: str) -> bool:
    """Whether the latest visit is given to the account."""
    return service.visit is not None and service.visit.officer == account


async def settle_home(case: HomeCase, work: Work, facts: Sequence[Any]) -> None:
    """Record what was decided; a service that has ended leaves room for the next one of its kind."""
    if not facts:
        return
    work.record(HOME_SERVICES, case.id, *facts, province=case.service.province)
    after = (await work.load(HOME_SERVICES, case.id)).state
    if not after.open:
        work.release(OPEN_HOME_SERVICE, f"{case.member}|{after.service}", case.id)


OPEN_HOME_SERVICE = "open_home_service"
"""The claim that keeps one open service of a kind for a member."""


def sealed_text(seals: Seals, field: str, path: str, text: str | None, at_most: int = LONGEST_NAME) -> Sealed | None:
    """A text under the member's key; blank is none."""
    said = plain(path, text, at_most=at_most) if text else ""
    return seals.seal(field, said) if said else None


def codes_above(chain: Sequence[Body]) -> list[str]:
    """The codes from a body up to the root, as the rules are looked up by."""
    return list(lineage(chain))
