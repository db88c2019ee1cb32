"""Tự kiểm điểm, nhận xét, bỏ phiếu, đề nghị - the handlers of the steps below the deciding body."""

from datetime import timedelta
from uuid import UUID

from services.evaluation.application.case import Case, case_for, case_of, evidence, require, sealed
from services.evaluation.application.lookups import Look
from services.evaluation.application.permission import is_own, permitted
from services.evaluation.application.remembering import remembering
from services.evaluation.application.shipped import rule_set
from services.evaluation.contracts.requests import ProposeRating, RecordCellVote, RecordComment, SubmitSelfReview
from services.evaluation.domain.derivation import in_force
from services.evaluation.domain.evaluation import steps
from services.evaluation.domain.evaluation.facts import (
    CellVoteRecorded,
    CommentRecorded,
    RatingProposed,
    SelfReviewSubmitted,
    Subject,
    Votes,
)
from services.evaluation.domain.evaluation.state import EVALUATIONS
from services.evaluation.domain.refusals import (
    CommentIsNotFromThere,
    FormerCellRemarkIsMissing,
    OneOfEvaluationAndSubject,
    OwnEvaluationIsDoneByOthers,
)
from services.evaluation.domain.refusals_rules import FrameIsUnknown
from services.evaluation.domain.review import Review, Score, Tasks
from services.evaluation.domain.rule_set import frame_of
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work

_OLD_PLACE = "eval.old_place_months"
_OLD_PLACE_MONTHS = 6


async def submit_self_review(request: SubmitSelfReview, work: Work, look: Look) -> None:
    """The form, checked and derived under the rules of the campaign; nothing is inferred."""
    look = remembering(look)
    subject = Subject(kind=request.subject_kind.value, id=request.subject_id)
    case = await case_for(work, look, request.campaign_id, subject)
    await require(work, look, "SubmitSelfReview", case, case.chain[0])
    content = await rule_set(work, case.campaign.rule_set)
    frame = frame_of(content, request.frame, subject.kind)
    if frame is None:
        raise FrameIsUnknown("frame", rule_set=content.code)
    review, derivation = steps.self_review(case.evaluation, in_force(frame, case.rules.values), _review(request))
    fact = SelfReviewSubmitted(
        **case.of,  # pyright: ignore[reportArgumentType]
        frame=frame.frame,
        review=review,
        derivation=derivation,
        submitted_on=work.today,
        evidence_hash=evidence(request.evidence_hash),
        remark=await sealed(look, case, "remark", request.remark),
    )
    _record(work, case, fact)


async def record_comment(request: RecordComment, work: Work, look: Look) -> None:
    """From the home cell, where the member lives, the temporary cell, or a cell the member came from."""
    case = await _commented(request, work, look)
    fact = CommentRecorded(
        **case.of,  # pyright: ignore[reportArgumentType]
        kind=request.kind.value,
        organization=request.organization_id,
        commented_on=work.today,
        evidence_hash=evidence(request.evidence_hash),
        remark=await sealed(look, case, "remark", request.remark),
    )
    if steps.comment(case.evaluation, fact.kind, fact.organization) or fact.remark:
        _record(work, case, fact)
    work.answer("evaluation", case.id)


async def record_cell_vote(request: RecordCellVote, work: Work, look: Look) -> None:
    """Tallies from the minutes; the receiving cell votes, wherever the member was before."""
    look = remembering(look)
    case = await case_of(work, look, request.evaluation_id)
    await require(work, look, "RecordCellVote", case, case.chain[0])
    given = request.votes
    votes = Votes(**{name: getattr(given, name) for name in given.__struct_fields__})
    steps.vote(case.evaluation, case.subject.kind, votes)
    fact = CellVoteRecorded(
        **case.of,  # pyright: ignore[reportArgumentType]
        cell=case.place,
        votes=votes,
        voted_on=work.today,
        evidence_hash=evidence(request.evidence_hash),
    )
    _record(work, case, fact)


async def propose_rating(request: ProposeRating, work: Work, look: Look) -> None:
    """By the body that manages the subject; a former cell of six months or more must have remarked."""
    look = remembering(look)
    case = await _proposed(request, work, look)
    await require(work, look, "ProposeRating", case, case.chain[0])
    fact = RatingProposed(
        **case.of,  # pyright: ignore[reportArgumentType]
        organization=case.place,
        rating=request.rating.value,
        not_rated=request.not_rated_reason.value if request.not_rated_reason else None,
        proposed_on=work.today,
    )
    facts = steps.propose(case.evaluation, fact)
    if facts and fact.rating != "NOT_RATED":
        await _refuse_silent_former_cells(case, look)
    _record(work, case, *facts)


async def _commented(request: RecordComment, work: Work, look: Look) -> Case:
    """A former or residence cell may remark on somebody it does not otherwise see any more."""
    case = await _case_of_commenter(request, work, look)
    chain = await look.bodies.chain(request.organization_id, work.today)
    fits = bool(chain)
    if request.kind.value == "CELL":
        fits = request.organization_id == case.place
    if request.kind.value == "FORMER_CELL":
        fits = request.organization_id in {stay.cell for stay in case.stays} - {case.place}
    if not fits:
        raise CommentIsNotFromThere("organization_id", kind=request.kind.value)
    own = is_own(work.actor, case.subject)
    there = await permitted(look, work.actor, "RecordComment", request.organization_id, ownCase=own)
    if not there and not await permitted(look, work.actor, "RecordComment", case.place, ownCase=own):
        if own:
            raise OwnEvaluationIsDoneByOthers("evaluation_id")
        raise ActIsNotPermitted("organization_id", code=chain[0].code)
    return case


async def _case_of_commenter(request: RecordComment, work: Work, look: Look) -> Case:
    """Seen from the place of the subject, or by a cell where the member was at home in the campaign."""
    state = (await work.load(EVALUATIONS, request.evaluation_id)).state
    if state.campaign is not None and state.subject is not None and request.kind.value == "FORMER_CELL":
        stays = await look.homes.stays(state.subject.id)
        former = request.organization_id in {stay.cell for stay in stays}
        if former and await permitted(look, work.actor, "SeeEvaluation", request.organization_id):
            return await case_of(work, look, request.evaluation_id, sees=True)
    return await case_of(work, look, request.evaluation_id)


async def _proposed(request: ProposeRating, work: Work, look: Look) -> Case:
    if (request.evaluation_id is None) == (request.subject_id is None or request.campaign_id is None):
        raise OneOfEvaluationAndSubject("evaluation_id")
    if request.evaluation_id is not None:
        return await case_of(work, look, request.evaluation_id)
    assert request.campaign_id is not None
    assert request.subject_id is not None
    subject = Subject(kind=request.subject_kind.value, id=request.subject_id)
    return await case_for(work, look, request.campaign_id, subject)


async def _refuse_silent_former_cells(case: Case, look: Look) -> None:
    least = case.rules.values.get(_OLD_PLACE, _OLD_PLACE_MONTHS)
    end = case.campaign.closes_on + timedelta(days=1)
    months: dict[UUID, int] = {}
    for stay in case.stays:
        spent = steps.whole_months(max(stay.since, case.campaign.opens_on), min(stay.until, end))
        months[stay.cell] = months.get(stay.cell, 0) + max(spent, 0)
    for cell, spent in months.items():
        if cell == case.place or spent < least or ("FORMER_CELL", cell) in case.evaluation.comments:
            continue
        chain = await look.bodies.chain(cell, case.campaign.closes_on)
        if chain and chain[0].id == cell:  # one that has ended has nobody left to remark
            raise FormerCellRemarkIsMissing("evaluation_id", code=chain[0].code, months=spent)


def _review(request: SubmitSelfReview) -> Review:
    tasks = request.tasks
    return Review(
        scores=tuple(Score(criterion=score.criterion, points=score.points) for score in request.scores),
        tasks=Tasks(**{name: getattr(tasks, name) for name in tasks.__struct_fields__}),
        facts=tuple(fact.value for fact in request.facts),
    )


def _record(work: Work, case: Case, *facts: object) -> None:
    if facts:
        work.record(EVALUATIONS, case.id, *facts, province=case.province)  # pyright: ignore[reportArgumentType]
    work.answer("evaluation", case.id)
