"""Người ngoài Đảng - witnesses, relatives, proxies: sealed under a key of the task, which is destroyed in time."""

from uuid import UUID

from services.membership.application.home_case import HomeCase, sealed_text, settle_home
from services.membership.application.internal import services_only
from services.membership.application.lookups import Look
from services.membership.domain.home_service.facts import OutsidersErased
from services.membership.domain.home_service.state import HOME_SERVICES
from services.membership.domain.refusals_home import HomeServiceIsUnknown
from shared.eventlog.work import Work
from shared.vocabulary.facts import Sealed
from shared.vocabulary.requests import Request


class EraseOutsiders(Request, frozen=True, kw_only=True):
    """Hủy khóa của một việc đã xong, asked by the timer once its days are over."""

    home_service_id: UUID


async def sealed_outsider(look: Look, service: UUID, field: str, text: str | None) -> Sealed | None:
    """A name of somebody outside the Party under the task's key; blank is none, and makes no key."""
    if not text or not text.strip():
        return None
    return sealed_text(await look.people.sealer(service), field, field.removeprefix("home_"), text)


async def erase_outsiders(request: EraseOutsiders, work: Work, look: Look) -> None:
    """The key goes, then the fact says so; either may be repeated."""
    services_only(work)
    service = (await work.load(HOME_SERVICES, request.home_service_id)).state
    if service.member is None or service.organization is None:
        raise HomeServiceIsUnknown("home_service_id")
    await look.people.erase(request.home_service_id)
    case = HomeCase(
        id=request.home_service_id, service=service, member=service.member, organization=service.organization
    )
    work.answer("home_service", case.id)
    if not service.outsiders_erased:
        await settle_home(case, work, (OutsidersErased(),))
