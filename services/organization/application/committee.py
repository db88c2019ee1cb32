"""Cấp ủy - the handlers: a decision about a committee, a class it held, seats that end or stand again."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from services.organization.application.authority import permitted_place
from services.organization.application.look import Look
from services.organization.contracts.requests import AppointCommittee, RecordTraining
from services.organization.domain import committee
from services.organization.domain.committee import COMMITTEE, CommitteeFact, SeatTaken, committee_id
from services.organization.domain.committee_refusals import MemberIsNotOfThisOrganization, TrainingIsMalformed
from services.organization.domain.days import refuse_far_day, refuse_future_day
from services.organization.domain.organization import standing
from services.organization.domain.restructuring.life_refusals import StepNeedsAnotherRole
from services.organization.domain.restructuring.operations import STRENGTHEN, Operation
from shared.eventlog.work import Work
from shared.vocabulary.codes import ROOT, province_of
from shared.vocabulary.plain_text import plain
from shared.vocabulary.requests import Request


class SeatEnd(msgspec.Struct, frozen=True, kw_only=True):
    """A seat that ends, or stands again (`on` None), because of what became of the organisation or the member.

    `told_at`: the sequence of what was told of it last, for the same may become of it once more.
    """

    seat: UUID
    on: date | None = None
    why: str = ""
    told_at: int = 0


class SettleSeats(Request, frozen=True, kw_only=True):
    """Chốt ghế cấp ủy theo tổ chức và đảng viên: from the system alone."""

    organization_id: UUID
    ends: tuple[SeatEnd, ...]


async def appoint_committee(request: AppointCommittee, work: Work, look: Look) -> None:
    """Who leaves leaves first, so that one decision may change a secretary."""
    place = await permitted_place(work, look, "AppointCommittee", request.organization_id, "organization_id")
    on = request.on or work.today
    standing(place.organization, on, "organization_id")
    refuse_far_day(on, work.today, "on")
    refuse_future_day(request.decision_date, work.today, "decision_date")
    stream, state = await _load(request.organization_id, work)
    facts: list[CommitteeFact] = []
    if request.planned_size is not None:
        term = committee.CommitteeTermSet(
            organization=request.organization_id,
            planned_size=request.planned_size,
            term_from=request.term_from or on,
            term_to=request.term_to,
        )
        facts.append(committee.set_term(term))
    for one in request.leaving:
        left = committee.leave(
            state, request.organization_id, one.member_id, one.position.value, on=on, why=one.why.value
        )
        facts.append(left)
        state = committee.evolve(state, left)
    number = request.decision_number and plain("decision_number", request.decision_number, at_most=60)
    asked = [
        SeatTaken(
            organization=request.organization_id,
            seat=work.new_id(f"seat/{row}"),
            member=one.member_id,
            position=one.position.value,
            way=one.way.value,
            since=on,
            decision_number=number,
            decision_date=request.decision_date,
            degree=one.degree and one.degree.value,
            theory=one.theory and one.theory.value,
            dual_roles=tuple(role.value for role in one.dual_roles),
        )
        for row, one in enumerate(request.seats)
    ]
    await _refuse_strangers(asked, request.organization_id, look)
    room = await _room(request.organization_id, place.organization.type, place.codes, on, look)
    facts += committee.take(state, asked, room)
    committee.somebody(facts)
    work.record(COMMITTEE, stream, *facts, province=province_of(place.organization.code))
    work.answer("organization", request.organization_id)


async def record_training(request: RecordTraining, work: Work, look: Look) -> None:
    """A class and how many attended; no names."""
    place = await permitted_place(work, look, "AppointCommittee", request.organization_id, "organization_id")
    refuse_future_day(request.held_on, work.today, "held_on")
    if request.attendances < 1:
        raise TrainingIsMalformed("attendances")
    stream, _ = await _load(request.organization_id, work)
    held = committee.TrainingHeld(
        organization=request.organization_id,
        training=work.new_id("training"),
        held_on=request.held_on,
        attendances=request.attendances,
        decision_number=request.decision_number and plain("decision_number", request.decision_number, at_most=60),
    )
    work.record(COMMITTEE, stream, held, province=province_of(place.organization.code))
    work.answer("organization", request.organization_id)


async def settle_seats(request: SettleSeats, work: Work, _look: Look) -> None:
    """A seat that has left stays so; one that is held does not stand again."""
    if work.actor.role != "service":
        raise StepNeedsAnotherRole("organization_id", needed="service")
    stream, state = await _load(request.organization_id, work)
    facts: list[CommitteeFact] = []
    for end in request.ends:
        seat = state.seats.get(end.seat)
        if seat is None or (seat.left_on is None) == (end.on is None):
            continue
        if end.on is not None:
            on = max(end.on, seat.since)
            facts.append(committee.SeatVacated(organization=request.organization_id, seat=end.seat, on=on, why=end.why))
        else:
            facts.append(committee.SeatReopened(organization=request.organization_id, seat=end.seat))
    if facts:
        work.record(COMMITTEE, stream, *facts, province=ROOT)
    work.answer("organization", request.organization_id)


async def strengthen(plan: UUID, operations: Sequence[Operation], on: date, work: Work) -> None:
    """The seats that a plan gives are taken in the commit in which it takes effect."""
    for row, one in enumerate(operations, start=1):
        if one.kind != STRENGTHEN:
            continue
        organization = one.sources[0]
        stream, state = await _load(organization, work)
        asked = [
            SeatTaken(
                organization=organization,
                seat=work.new_id(f"seat/{row}/{number}"),
                member=seat.member,
                position=seat.position,
                way=seat.way,
                since=on,
                plan=plan,
            )
            for number, seat in enumerate(one.seats)
            if not any((held.member, held.position) == (seat.member, seat.position) for held in state.held.values())
        ]
        if asked:
            work.record(COMMITTEE, stream, *asked, province=ROOT)


async def weaken(plan: UUID, operations: Sequence[Operation], work: Work) -> None:
    """The plan is undone: the seats that it gave are left."""
    for one in operations:
        if one.kind != STRENGTHEN:
            continue
        stream, state = await _load(one.sources[0], work)
        given = {(seat.member, seat.position) for seat in one.seats}
        left = [
            committee.SeatVacated(organization=one.sources[0], seat=seat, on=held.since, why="REVOKED")
            for seat, held in state.held.items()
            if held.plan == plan and (held.member, held.position) in given
        ]
        if left:
            work.record(COMMITTEE, stream, *left, province=ROOT)


async def _load(organization: UUID, work: Work) -> tuple[UUID, committee.Committee]:
    stream = committee_id(organization)
    return stream, (await work.load(COMMITTEE, stream)).state


async def _refuse_strangers(asked: Sequence[SeatTaken], organization: UUID, look: Look) -> None:
    """Full members at home in the organisation or below it; a probationary member is no candidate."""
    at_home = await look.members.full_members_under(organization, [one.member for one in asked])
    for row, one in enumerate(asked, start=1):
        if one.member not in at_home:
            raise MemberIsNotOfThisOrganization("seats", row=row)


async def _room(organization: UUID, kind: str, codes: Sequence[str], on: date, look: Look) -> committee.Room:
    size = (await look.members.sizes([organization])).get(organization)
    return committee.Room(
        type=kind,
        full_members=size.full if size else 0,
        chi_uy_from=await look.rules.value("chi_uy.min_official", codes, on),
        chi_uy_max=await look.rules.value("chi_uy.max", codes, on),
    )
