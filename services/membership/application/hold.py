"""Tạm giữ, thôi tạm giữ - the handlers: the body's own inspection officer; the open transfer hears of it at once."""

from uuid import UUID

from services.membership.application.lookups import Look
from services.membership.application.member_in_sight import known_member, permitted_at, province_at
from services.membership.application.open_transfer import open_transfer
from services.membership.contracts.requests import HoldRequest, LiftHold, PlaceHold
from services.membership.domain import hold
from services.membership.domain.member import MEMBERS, Member
from services.membership.domain.paper import paper_number
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.state import TRANSFERS
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.facts import Sealed


async def place_hold(request: PlaceHold, work: Work, look: Look) -> None:
    """Before the introduction nobody endorses; after it the common superior is told and decides."""
    member, home, document = await _asked(request, work, look)
    on = request.on or work.today
    placed = hold.place(member, request.organization_id, document, on, work.today)
    work.record(MEMBERS, request.member_id, placed, province=await province_at(home, work))
    if found := await open_transfer(request.member_id, work):
        transfer_id, transfer = found
        if facts := hold.put_on_hold(transfer, Act(organization=request.organization_id, acted_on=on)):
            work.record(TRANSFERS, transfer_id, *facts, province=transfer.province)
    work.answer("member", request.member_id)


async def lift_hold(request: LiftHold, work: Work, look: Look) -> None:
    """The transfer goes on once no body holds the member any more."""
    member, home, document = await _asked(request, work, look)
    on = request.on or work.today
    lifted = hold.lift(member, request.organization_id, document, on, work.today)
    work.record(MEMBERS, request.member_id, lifted, province=await province_at(home, work))
    if found := await open_transfer(request.member_id, work):
        transfer_id, transfer = found
        after = MEMBERS.evolve(member, lifted)
        if facts := hold.let_go(transfer, after, Act(organization=request.organization_id, acted_on=on)):
            work.record(TRANSFERS, transfer_id, *facts, province=transfer.province)
    work.answer("member", request.member_id)


async def _asked(request: HoldRequest, work: Work, look: Look) -> tuple[Member, UUID, Sealed]:
    """The member below the body, and the document's number under the member's key."""
    member, home = await known_member(request.member_id, work, look)
    await permitted_at("Hold", request.member_id, request.organization_id, work, look, path="organization_id")
    if all(node.organization != request.organization_id for node in await look.scope.ancestors(home)):
        raise ActIsNotPermitted("organization_id", code="")
    number = paper_number(request.document_number, "document_number") or ""
    sealer = await look.people.sealer(request.member_id)
    return member, home, sealer.seal("document_number", number)
