"""Tự kiểm điểm, nhận xét, bỏ phiếu, đề nghị - the handlers of the steps below the deciding body."""

from uuid import UUID

from msgspec.structs import replace

from services.evaluation.application import forms
from services.evaluation.application.case import Case, case_for, case_of, evidence, require, sealed
from services.evaluation.application.forms import reviewed
from services.evaluation.application.lookups import Look
from services.evaluation.application.permission import is_own, permitted
from services.evaluation.application.remarks import may_remark
from services.evaluation.application.remembering import remembering
from services.evaluation.application.shipped import rule_set
from services.evaluation.contracts.requests import ProposeRating, RecordCellVote, RecordComment, SubmitSelfReview
from services.evaluation.domain.evaluation import steps
from services.evaluation.domain.evaluation.facts import (
    CommentRecorded,
    Subject,
)
from services.evaluation.domain.evaluation.state import EVALUATIONS, evaluation_id
from services.evaluation.domain.refusals import (
    CommentIsNotFromThere,
    OneOfEvaluationAndSubject,
    OwnEvaluationIsDoneByOthers,
)
from services.evaluation.domain.refusals_coverage import PostsAreForLeaders, TooManyParts
from services.evaluation.domain.review import Review
from services.evaluation.domain.rolling_up import rolled_up
from services.evaluation.domain.rule_set import RuleSetPublished, frame_of
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work

_MOST_POSTS, _MOST_PARTS = 8, 12


async def submit_self_review(request: SubmitSelfReview, work: Work, look: Look) -> None:
    """The form, checked and derived under the rules of the campaign; nothing is inferred."""
    look = remembering(look)
    subject = Subject(kind=request.subject_kind.value, id=request.subject_id)
    posts = _posts(request)
    case = await case_for(work, look, request.campaign_id, subject, posts)
    await require(work, look, "SubmitSelfReview", case, case.chain[0])
    content = await rule_set(work, case.campaign.rule_set)
    review = reviewed(request.scores, request.tasks, request.facts)
    review = await _rolled_up(request, review, content, subject, work)
    fact = forms.self_review(case, content, request.frame, review, work.today)
    more = {
        "evidence_hash": evidence(request.evidence_hash),
        "remark": await sealed(look, case, "remark", request.remark),
        "posts": posts or case.evaluation.posts,
    }
    _record(work, case, replace(fact, **more))


async def record_comment(request: RecordComment, work: Work, look: Look) -> None:
    """From the home cell, where the member lives, a temporary or former cell, or where a further post is held."""
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
    fact = replace(forms.vote(case, request.votes, work.today), evidence_hash=evidence(request.evidence_hash))
    _record(work, case, fact)


async def propose_rating(request: ProposeRating, work: Work, look: Look) -> None:
    """By the body that manages the subject; a former cell of six months or more must have remarked."""
    look = remembering(look)
    case = await _proposed(request, work, look)
    await require(work, look, "ProposeRating", case, case.chain[0])
    _record(work, case, *await forms.proposal(case, look, request.rating, request.not_rated_reason, work.today))


async def _commented(request: RecordComment, work: Work, look: Look) -> Case:
    """A former or residence cell may remark on somebody it does not otherwise see any more."""
    case = await _case_of_commenter(request, work, look)
    chain = await look.bodies.chain(request.organization_id, work.today)
    if not chain or not may_remark(case, request.kind.value, request.organization_id):
        raise CommentIsNotFromThere("organization_id", kind=request.kind.value)
    own = await is_own(look, work.actor, case.subject)
    there = await permitted(look, work.actor, "RecordComment", request.organization_id, ownCase=own)
    if not there and not await permitted(look, work.actor, "RecordComment", case.place, ownCase=own):
        if own:
            raise OwnEvaluationIsDoneByOthers("evaluation_id")
        raise ActIsNotPermitted("organization_id", code=chain[0].code)
    return case


async def _case_of_commenter(request: RecordComment, work: Work, look: Look) -> Case:
    """Seen from the place of the subject, or by who must remark: former and guest cells, further posts."""
    state = (await work.load(EVALUATIONS, request.evaluation_id)).state
    away = state.subject is not None and request.kind.value in ("FORMER_CELL", "TEMPORARY", "POST")
    if away and await permitted(look, work.actor, "SeeEvaluation", request.organization_id):
        case = await case_of(work, look, request.evaluation_id, sees=True)
        if may_remark(case, request.kind.value, request.organization_id):
            return case
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


async def _rolled_up(
    request: SubmitSelfReview, review: Review, content: RuleSetPublished, subject: Subject, work: Work
) -> Review:
    """The parts are the same subject's reviews in those campaigns; who has none there is left out."""
    frame = frame_of(content, request.frame, subject.kind)
    if not request.roll_up_of or frame is None:
        return review
    if len(request.roll_up_of) > _MOST_PARTS:
        raise TooManyParts("roll_up_of", limit=_MOST_PARTS)
    ids = [evaluation_id(campaign, subject) for campaign in request.roll_up_of]
    parts = [(await work.load(EVALUATIONS, id)).state.review for id in ids]
    return replace(review, scores=rolled_up(frame, review.scores, parts))


def _posts(request: SubmitSelfReview) -> tuple[UUID, ...]:
    posts = request.post_ids
    unfit = request.subject_kind.value != "LEADER" or len(posts) > _MOST_POSTS or len(set(posts)) < len(posts)
    if posts and unfit:
        raise PostsAreForLeaders("post_ids")
    return posts


def _record(work: Work, case: Case, *facts: object) -> None:
    if facts:
        work.record(EVALUATIONS, case.id, *facts, province=case.province)  # pyright: ignore[reportArgumentType]
    work.answer("evaluation", case.id)
