"""Ghi buổi họp, kết quả lấy phiếu tín nhiệm, chỉ tiêu, số liệu - handlers of what minutes and papers say."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.evaluation.application.case import evidence, paper
from services.evaluation.application.lookups import Look
from services.evaluation.application.permission import is_own, permitted
from services.evaluation.contracts import requests
from services.evaluation.domain import confidence, meeting, target
from services.evaluation.domain.bodies import Body
from services.evaluation.domain.confidence import CONFIDENCE_VOTES, ConfidenceCounts, ConfidenceVoteRecorded
from services.evaluation.domain.evaluation.facts import Subject
from services.evaluation.domain.meeting import MEETINGS, MeetingRecorded
from services.evaluation.domain.refusals import OwnEvaluationIsDoneByOthers, SubjectIsUnknown
from services.evaluation.domain.refusals_campaign import YearIsFarOff
from services.evaluation.domain.refusals_meetings import DocumentIsUnfit, OrganizationIsUnknown
from services.evaluation.domain.target import TARGETS, FigureRecorded, TargetSet
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.plain_text import plain


async def record_meeting(request: requests.RecordMeeting, work: Work, look: Look) -> None:
    """From the minutes of a cell or a committee: counts and quality, no names."""
    chain, rows = await _place(work, look, "RecordMeeting", request.organization_id)
    id = meeting.meeting_id(chain[0].id, request.of.value, request.held_on)
    asked = MeetingRecorded(
        organization=chain[0].id,
        of=request.of.value,
        held_on=request.held_on,
        mode=request.mode.value,
        thematic=request.thematic,
        visited=request.visited,
        invited=request.invited,
        present=request.present,
        excused=request.excused,
        points=request.points,
        full_marks=request.full_marks,
        quality=None,
        every_months=1,
        minutes_hash=evidence(request.minutes_hash),
    )
    facts = meeting.record((await work.load(MEETINGS, id)).state, asked, work.today, rows)
    work.record(MEETINGS, id, *facts, province=province_of(chain[0].code))
    work.answer("meeting", id)


async def record_confidence_vote(request: requests.RecordConfidenceVote, work: Work, look: Look) -> None:
    """Sums of a secret vote about a person, once the counting is over; nobody enters those about himself."""
    chain, rows = await _place(work, look, "RecordConfidenceVote", request.organization_id)
    person = (await look.persons.known([request.member_id])).get(request.member_id)
    home = person.home(work.today) if person else None
    if home is None or not await permitted(look, work.actor, "SeeEvaluation", home):
        raise SubjectIsUnknown("member_id")
    if await is_own(look, work.actor, Subject(kind="LEADER", id=request.member_id)):
        raise OwnEvaluationIsDoneByOthers("member_id")
    counts = request.counts
    id = confidence.confidence_id(chain[0].id, request.member_id, request.held_on)
    asked = ConfidenceVoteRecorded(
        organization=chain[0].id,
        person=request.member_id,
        held_on=request.held_on,
        counts=ConfidenceCounts(**{name: getattr(counts, name) for name in counts.__struct_fields__}),
        consequence="NONE",
        minutes_hash=evidence(request.minutes_hash),
    )
    facts = confidence.record((await work.load(CONFIDENCE_VOTES, id)).state, asked, work.today, rows)
    work.record(CONFIDENCE_VOTES, id, *facts, province=province_of(chain[0].code))
    work.answer("confidence_vote", id)


async def set_target(request: requests.SetTarget, work: Work, look: Look) -> None:
    """By the body or its superior; targets are shown, they decide nothing."""
    chain, _ = await _place(work, look, "SetTarget", request.organization_id)
    asked = TargetSet(
        organization=chain[0].id,
        year=_year(request.year, work),
        measure=request.measure.value,
        least=request.least,
        most=request.most,
        source=plain("source", request.source, at_most=120),
    )
    id = target.target_id(asked.organization, asked.year, asked.measure)
    facts = target.set_target((await work.load(TARGETS, id)).state, asked)
    work.record(TARGETS, id, *facts, province=province_of(chain[0].code))
    work.answer("target", id)


async def record_figure(request: requests.RecordFigure, work: Work, look: Look) -> None:
    """An aggregated figure of another body, never without its document."""
    chain, _ = await _place(work, look, "RecordFigure", request.organization_id)
    number = paper(request.document_number, "document_number")
    if number is None:
        raise DocumentIsUnfit("document_number")
    asked = FigureRecorded(
        organization=chain[0].id,
        year=_year(request.year, work),
        measure=request.measure.value,
        numerator=request.numerator,
        denominator=request.denominator,
        issued_by=request.issued_by_id,
        document_number=number,
        document_date=request.document_date,
        document_hash=evidence(request.document_hash),
    )
    id = target.target_id(asked.organization, asked.year, asked.measure)
    facts = target.record_figure((await work.load(TARGETS, id)).state, asked, work.today)
    work.record(TARGETS, id, *facts, province=province_of(chain[0].code))
    work.answer("target", id)


async def _place(work: Work, look: Look, action: str, organization: UUID) -> tuple[Sequence[Body], Mapping[str, Any]]:
    chain = await look.bodies.chain(organization, work.today)
    if not chain or chain[0].id != organization:
        raise OrganizationIsUnknown("organization_id")
    if not await permitted(look, work.actor, action, organization):
        raise ActIsNotPermitted("organization_id", code=chain[0].code)
    return chain, (await look.in_force(chain, work.today)).values


def _year(year: int, work: Work) -> int:
    if not 1990 <= year <= work.today.year + 5:
        raise YearIsFarOff("year", year=year)
    return year
