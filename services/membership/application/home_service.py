"""Đề nghị và thôi phục vụ tại nhà - the handlers: which member, who serves, eligible by what, with whose consent."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from services.membership.application.home_case import (
    OPEN_HOME_SERVICE,
    codes_above,
    permits_home,
    permitted_case,
    sealed_text,
    settle_home,
)
from services.membership.application.home_moments import moment_at
from services.membership.application.homes import at_home
from services.membership.application.lookups import Look, Seals
from services.membership.application.outsiders import sealed_outsider
from services.membership.application.permission import own_member, sees_member, sees_transfer
from services.membership.application.transfer_pause import follow_the_file
from services.membership.contracts.home_enums import AskedBy
from services.membership.contracts.home_requests import CancelHomeService, RequestHomeService
from services.membership.domain.cell import CELL_TYPES
from services.membership.domain.home_service.catalogue import offer_of, rules_of
from services.membership.domain.home_service.facts import Place
from services.membership.domain.home_service.request import Asked, cancel, eligibility
from services.membership.domain.home_service.request import request as decide_request
from services.membership.domain.home_service.state import HOME_SERVICES
from services.membership.domain.member import Member
from services.membership.domain.paper import evidence_hash
from services.membership.domain.refusals import ReasonIsMissing
from services.membership.domain.refusals_home import (
    AddressIsMissing,
    HomeServiceIsOpenAlready,
    ServingBodyIsNotOnTheWay,
    TransferIsOfAnotherMember,
)
from services.membership.domain.refusals_member import MemberIsUnknown
from services.membership.domain.route import Body
from services.membership.domain.transfer.state import TRANSFERS, Transfer
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.facts import Sealed
from shared.vocabulary.plain_text import plain

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letter that is taken for another when it is read out
_ADDRESS = 300


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """The member whom it is about, and the bodies in question."""

    id: UUID
    member: Member
    home: UUID
    transfer: Transfer | None
    chain: tuple[Body, ...]


async def request_home_service(request: RequestHomeService, work: Work, look: Look) -> None:
    """One open service of a kind for a member; the texts are sealed before anything is decided."""
    served = await _served(request, work, look)
    body = served.chain[0]
    rows, lineage = await look.rules.rows(), codes_above(served.chain)
    offer, rules = offer_of(rows, request.service, lineage, work.today), rules_of(rows, lineage, work.today)
    seals = await look.people.sealer(served.id)
    why = eligibility(served.member, _born(served.member, seals), request.weak, rules, work.today)
    own = await own_member(look, work.actor) == served.id
    service = work.new_id("home_service")
    asked = Asked(
        member=served.id,
        home=served.home,
        organization=body.id,
        fallback=body.id,
        transfer=request.transfer_id,
        task_code=task_code(service),
        asked_by=(AskedBy.MEMBER if own else request.asked_by).value,
        requested_by=work.actor.subject,
        consents=request.consent,
        consent_on=request.consent_on or work.today,
        evidence_hash=evidence_hash(request.authorisation_hash, "authorisation_hash"),
        eligible_by=seals.seal("home_eligible_by", why),
        place=_place(request, seals, await sealed_outsider(look, service, "home_proxy", request.proxy)),
        province=province_of(body.code),
    )
    facts = decide_request(asked, offer, rules, work.today)
    kind = f"{served.id}|{offer.code}"
    work.claim(OPEN_HOME_SERVICE, kind, holder=service, refusal=HomeServiceIsOpenAlready("service"))
    work.record(HOME_SERVICES, service, *facts, province=asked.province)
    work.answer("home_service", service)


async def cancel_home_service(request: CancelHomeService, work: Work, look: Look) -> None:
    """Thôi phục vụ, with a reason kept in the member's own record."""
    case = await permitted_case("CancelHomeService", request.home_service_id, work, look)
    if not request.reason.strip():
        raise ReasonIsMissing("reason")
    remark = sealed_text(await look.people.sealer(case.member), "remark", "reason", request.reason, at_most=_ADDRESS)
    assert remark is not None
    await settle_home(case, work, cancel(case.service, remark))
    await follow_the_file(case.id, moment_at(None, work), work, look)


def task_code(service: UUID) -> str:
    """Mã việc: six signs that an officer and a member can read to each other."""
    number = service.int
    return "NHA-" + "".join(_LETTERS[(number >> (5 * place)) % 32] for place in range(6))


async def _served(request: RequestHomeService, work: Work, look: Look) -> Served:
    member, home = await at_home(request.member_id, work)
    if home is None:
        raise MemberIsUnknown("member_id")
    transfer = await _transfer(request, work)
    route = [hop.organization for hop in transfer.hops] if transfer else []
    seen = await sees_member(look, work.actor, request.member_id, home)
    if not seen and not (route and await sees_transfer(look, work.actor, request.member_id, route)):
        raise MemberIsUnknown("member_id")
    if transfer is not None and transfer.member != request.member_id:
        raise TransferIsOfAnotherMember("transfer_id")
    chain = await _serving(request, home, route, work, look)
    bodies = (home, chain[0].id)
    if not await permits_home("RequestHomeService", bodies, request.member_id, work, look):
        raise ActIsNotPermitted("organization_id", code=chain[0].code)
    return Served(id=request.member_id, member=member, home=home, transfer=transfer, chain=chain)


async def _transfer(request: RequestHomeService, work: Work) -> Transfer | None:
    if request.transfer_id is None:
        return None
    transfer = (await work.load(TRANSFERS, request.transfer_id)).state
    if transfer.member is None:
        raise TransferIsOfAnotherMember("transfer_id")
    return transfer


async def _serving(
    request: RequestHomeService, home: UUID, route: Sequence[UUID], work: Work, look: Look
) -> tuple[Body, ...]:
    """Cấp ủy phục vụ, itself first, up to the root: the nearest over the cell, or the one named on the way."""
    above = await look.bodies.chain(home, work.today, work.today)
    committees = [body for body in above if body.type not in CELL_TYPES and body.stands]
    if request.organization_id is None and committees:
        return above[above.index(committees[0]) :]
    chosen = request.organization_id
    chain = await look.bodies.chain(chosen, work.today, work.today) if chosen else ()
    near = {body.id for body in committees} | set(route)
    if not chain or chain[0].id not in near or chain[0].type in CELL_TYPES or chain[0].external or not chain[0].stands:
        raise ServingBodyIsNotOnTheWay("organization_id")
    return chain


def _born(member: Member, seals: Seals) -> date | None:
    kept = member.date_of_birth
    text = seals.open("date_of_birth", kept) if kept else None
    return date.fromisoformat(text) if text else None


def _place(request: RequestHomeService, seals: Seals, proxy: Sealed | None) -> Place:
    address = plain("address", request.address, at_most=_ADDRESS)
    neighbourhood = plain("neighbourhood", request.neighbourhood, at_most=100)
    if not address or not neighbourhood:
        raise AddressIsMissing("address" if not address else "neighbourhood")
    return Place(
        address=seals.seal("home_address", address),
        neighbourhood=seals.seal("home_neighbourhood", neighbourhood),
        proxy=proxy,
    )
