"""Đề nghị chuyển sinh hoạt - the handler: which member, who asks, which places on the tree, then the decision."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.application.acts import behalf_is_of
from services.membership.application.homes import at_home
from services.membership.application.lookups import Look
from services.membership.application.permission import entering, own_member, permits, sees_member
from services.membership.contracts.requests import RequestTransfer
from services.membership.domain.cell import CELL_TYPES, CELLS, may_leave_to, may_place
from services.membership.domain.hold import put_on_hold
from services.membership.domain.member import Member, file_number_key
from services.membership.domain.paper import evidence_hash, paper_number
from services.membership.domain.refusals import CellHasEnded
from services.membership.domain.refusals_member import MemberIsUnknown
from services.membership.domain.refusals_request import (
    DestinationHasEnded,
    DestinationIsUnknown,
    MemberAlreadyInTransfer,
    OneOfMemberAndFileNumber,
)
from services.membership.domain.refusals_transfer import StepIsNotYours
from services.membership.domain.route import Body
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.request import Proposal, Way
from services.membership.domain.transfer.request import request as decide_request
from services.membership.domain.transfer.state import TRANSFERS, Transfer
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of

OPEN_TRANSFER = "open_transfer"
"""The claim that keeps a member in one open transfer at a time."""


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """Whose act the request is."""

    body: UUID
    entered_by: UUID | None


async def request_transfer(request: RequestTransfer, work: Work, look: Look) -> None:
    """Open a transfer; the member's open-transfer claim keeps it the only one."""
    member_id, member = await _member(request, work)
    assert member.home is not None
    destination = await look.bodies.chain(request.destination_id, work.today, work.today)
    asking = await _asking(request, work, look, member=member_id, home=member.home, destination=destination)
    if not destination:
        raise DestinationIsUnknown("destination_id")
    way = await _way(request, work, look, member.home)
    await _guard_destination(way.destination[0], work)
    proposal = _proposal(request, work, member_id, way.origin[0])
    evidence = request.on_behalf.evidence_hash if request.on_behalf else None
    act = Act(
        organization=asking.body,
        acted_on=request.acted_on or work.today,
        evidence_hash=evidence_hash(evidence, "on_behalf", "evidence_hash"),
        entered_by=asking.entered_by,
    )
    clocks = await look.clocks(member.home, act.acted_on, work.today)
    fact = decide_request(proposal, member, way, act, clocks=clocks, today=work.today)
    transfer = work.new_id("transfer")
    work.claim(OPEN_TRANSFER, str(member_id), holder=transfer, refusal=MemberAlreadyInTransfer("member_id"))
    work.record(TRANSFERS, transfer, fact, province=fact.province)
    if member.holds and (held := put_on_hold(TRANSFERS.evolve(Transfer(), fact), act)):
        work.record(TRANSFERS, transfer, *held, province=fact.province)
    work.answer("transfer", transfer)


async def _member(request: RequestTransfer, work: Work) -> tuple[UUID, Member]:
    """The member by id or by file number; loading it guards its home against a move at the same time."""
    if (request.member_id is None) == (request.file_number is None):
        raise OneOfMemberAndFileNumber("member_id")
    member_id = request.member_id
    if request.file_number is not None:
        member_id = await work.holder("file_number", file_number_key(request.file_number))
    member, home = await at_home(member_id, work) if member_id else (Member(), None)
    if member_id is None or home is None:
        raise MemberIsUnknown("member_id" if request.member_id else "file_number")
    return member_id, msgspec.structs.replace(member, home=home)


async def _asking(
    request: RequestTransfer, work: Work, look: Look, *, member: UUID, home: UUID, destination: tuple[Body, ...]
) -> Asking:
    """The member, the home cell or, for a pull, the destination; nobody else learns that there is such a member."""
    unknown = MemberIsUnknown("member_id" if request.member_id else "file_number")
    sees = await sees_member(look, work.actor, member, home)
    body = destination[0] if request.pull and destination else None
    place = body.id if body else home
    if not sees and request.on_behalf is not None and request.on_behalf.organization_id != place:
        raise unknown
    behalf = behalf_is_of(request, place)
    is_cell = body is None or body.type in CELL_TYPES
    held = await look.scope.held(work.actor, place)
    asks_for_self = await own_member(look, work.actor) == member and not request.pull
    if not permits("RequestTransfer", held, ownCase=asks_for_self, bodyIsCell=is_cell, onBehalf=behalf):
        raise StepIsNotYours("member_id", step="REQUEST") if sees else unknown
    return Asking(body=place, entered_by=await entering(look, work.actor, place) if behalf else None)


async def _way(request: RequestTransfer, work: Work, look: Look, home: UUID) -> Way:
    """Both chains on the effective date; where bodies of that day stand no longer (or not yet), on today's tree."""
    today = work.today
    first = await _way_on(request, look, home, request.effective_on, today)
    if _stands(first) or request.effective_on >= today:
        return _standing(first)
    return _standing(await _way_on(request, look, home, today, today))


async def _way_on(request: RequestTransfer, look: Look, home: UUID, on: date, today: date) -> Way:
    return Way(
        origin=await look.way(home, on, today),
        destination=await look.way(request.destination_id, on, today),
        on=on,
    )


def _stands(way: Way) -> bool:
    """Whether both chains are whole, up to the root, and every body in them stands."""
    chains = (way.origin, way.destination)
    return all(chain and chain[-1].type == "CENTRAL" and all(body.stands for body in chain) for chain in chains)


def _standing(way: Way) -> Way:
    if not way.origin or not way.origin[0].stands:
        raise CellHasEnded("member_id", ended_on=way.on)
    if not way.destination or not way.destination[0].stands:
        raise DestinationHasEnded("destination_id", on=way.on)
    return way


async def _guard_destination(destination: Body, work: Work) -> None:
    """A destination cell is guarded by the command, so that it cannot end in between."""
    if not destination.external and destination.type not in CELL_TYPES:
        return
    cell = (await work.load(CELLS, destination.id)).state
    if destination.external:
        may_leave_to(cell, "destination_id")
    else:
        may_place(cell, work.today, "destination_id")


def _proposal(request: RequestTransfer, work: Work, member: UUID, origin: Body) -> Proposal:
    return Proposal(
        member=member,
        kind=request.kind.value,
        reason=request.reason.value,
        effective_on=request.effective_on,
        decision_number=paper_number(request.decision_number, "decision_number"),
        decision_date=request.decision_date,
        return_by=request.return_by,
        pull=request.pull,
        requested_by=work.actor.subject,
        province=province_of(origin.code),
    )
