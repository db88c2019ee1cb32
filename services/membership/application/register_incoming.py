"""Đăng ký giấy chuyển đến - the handler: who may, which person, then the transfer as the letter states it."""

from uuid import UUID

from services.membership.application.lookups import Look
from services.membership.application.permission import permits, sees_member
from services.membership.application.register_member import enrolled, papers_of, record
from services.membership.application.request_transfer import OPEN_TRANSFER
from services.membership.contracts.requests import RegisterIncomingTransfer
from services.membership.domain.cell import CELL_TYPES, CELLS, Cell, may_leave_to, may_place
from services.membership.domain.member import ACTIVE, MEMBERS, Member, file_number_key
from services.membership.domain.paper import evidence_hash, paper_number
from services.membership.domain.refusals_kinds import MemberIsNotThere, OneOfMemberAndPerson, OriginIsNotOutside
from services.membership.domain.refusals_member import MemberHasLeft, MemberIsUnknown
from services.membership.domain.refusals_request import (
    DestinationHasEnded,
    DestinationIsUnknown,
    MemberAlreadyInTransfer,
)
from services.membership.domain.refusals_transfer import LetterNumberIsTaken
from services.membership.domain.route import Body, incoming_route
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.incoming import Incoming, register
from services.membership.domain.transfer.state import TRANSFERS
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.plain_text import plain

INCOMING_LETTER = "incoming_letter"
"""The claim on a letter's number: one paper is registered once."""


async def register_incoming_transfer(request: RegisterIncomingTransfer, work: Work, look: Look) -> None:
    """The member stands at the origin outside until he is admitted here: one home at any instant."""
    destination = await _destination(request, work, look)
    origin = await _origin(request, work, look)
    route = incoming_route(origin, destination)
    await _permitted(route.hops[1].organization, destination[0], work, look)
    number = paper_number(request.letter_number, "letter_number") or ""
    member_id, member = await _member(request, work, look)
    letter = Incoming(
        member=member_id,
        kind=request.kind.value,
        reason=request.reason.value,
        letter_number=number,
        introduced_on=request.introduced_on,
        effective_on=request.effective_on or request.introduced_on,
        return_by=request.return_by,
        requested_by=work.actor.subject,
        province=province_of(destination[0].code),
        is_guest=member.stay is not None,
    )
    act = await _act(request, route.hops[1].organization, member_id, look)
    clocks = await look.clocks(route.hops[1].organization, request.introduced_on, work.today)
    facts = register(letter, route, act, clocks=clocks, today=work.today)
    transfer = work.new_id("transfer")
    year = request.introduced_on.year
    paper = f"{request.origin_id}/{year}/{number.upper()}"
    work.claim(INCOMING_LETTER, paper, holder=transfer, refusal=LetterNumberIsTaken("letter_number", year=year))
    work.claim(OPEN_TRANSFER, str(member_id), holder=transfer, refusal=MemberAlreadyInTransfer("member_id"))
    work.record(TRANSFERS, transfer, *facts, province=letter.province)
    work.answer("transfer", transfer)


async def _destination(request: RegisterIncomingTransfer, work: Work, look: Look) -> tuple[Body, ...]:
    chain = await look.way(request.destination_id, work.today, work.today)
    if not chain:
        raise DestinationIsUnknown("destination_id")
    if not chain[0].stands:
        raise DestinationHasEnded("destination_id", on=work.today)
    if chain[0].type in CELL_TYPES:
        may_place((await work.load(CELLS, chain[0].id)).state, work.today, "destination_id")
    return chain


async def _origin(request: RegisterIncomingTransfer, work: Work, look: Look) -> Body:
    cell: Cell = (await work.load(CELLS, request.origin_id)).state
    may_leave_to(cell, "origin_id")
    chain = await look.bodies.chain(request.origin_id, work.today, work.today)
    if not cell.external or not chain:
        raise OriginIsNotOutside("origin_id")
    return chain[0]


async def _permitted(body: UUID, destination: Body, work: Work, look: Look) -> None:
    """The first body of ours on the way, or one over it; a cell that receives directly does so by its superior."""
    held = await look.scope.held(work.actor, body)
    if not permits("RegisterIncoming", held):
        raise ActIsNotPermitted("destination_id", code=destination.code)


async def _member(request: RegisterIncomingTransfer, work: Work, look: Look) -> tuple[UUID, Member]:
    if sum(given is not None for given in (request.member_id, request.file_number, request.person)) != 1:
        raise OneOfMemberAndPerson("member_id")
    if request.person is not None:
        return await _newcomer(request, work, look)
    member_id = request.member_id
    if request.file_number is not None:
        member_id = await work.holder("file_number", file_number_key(request.file_number))
    member = (await work.load(MEMBERS, member_id)).state if member_id else Member()
    if member_id is None or member.home is None:
        raise MemberIsUnknown("member_id")
    if member.home != request.origin_id:
        known = await sees_member(look, work.actor, member_id, member.home)
        raise MemberIsNotThere("member_id") if known else MemberIsUnknown("member_id")
    if member.state not in ACTIVE:
        raise MemberHasLeft("member_id")
    return member_id, member


async def _newcomer(request: RegisterIncomingTransfer, work: Work, look: Look) -> tuple[UUID, Member]:
    """Người chưa có hồ sơ: enrolled at the origin outside as of the letter's date."""
    assert request.person is not None
    papers = papers_of(request.person, request.introduced_on, work.today)
    member = work.new_id("member")
    sealer = await look.people.sealer(member)
    fact = enrolled(papers, request.origin_id, sealer, extras={})
    origin = (await work.load(CELLS, request.origin_id)).state
    record(work, member, fact, papers, origin)
    return member, MEMBERS.evolve(Member(), fact)


async def _act(request: RegisterIncomingTransfer, entered_by: UUID, member: UUID, look: Look) -> Act:
    signatory = plain("signatory", request.signatory, at_most=100) if request.signatory else ""
    sealer = await look.people.sealer(member) if signatory else None
    return Act(
        organization=request.origin_id,
        acted_on=request.introduced_on,
        paper_number=paper_number(request.letter_number, "letter_number"),
        signatory=sealer.seal("signatory", signatory) if sealer else None,
        evidence_hash=evidence_hash(request.evidence_hash, "evidence_hash"),
        entered_by=entered_by,
    )
