"""Nhập cả danh sách - many subjects in one commit, each with its own verdict; a refused row leaves no trace."""

from typing import Any

from msgspec.structs import replace

from services.evaluation.application import forms
from services.evaluation.application.case import (
    Case,
    campaign_of,
    campaign_over,
    case_for,
    counted_on,
    evidence,
    require,
)
from services.evaluation.application.looking_up import looked_up
from services.evaluation.application.lookups import Look
from services.evaluation.application.permission import permitted
from services.evaluation.application.remembering import remembering
from services.evaluation.application.shipped import rule_set
from services.evaluation.contracts.requests import EnterReviews, ReviewRow
from services.evaluation.domain.entry import ENTRIES, RefusedRow, RowsEntered
from services.evaluation.domain.evaluation.facts import Subject
from services.evaluation.domain.evaluation.state import EVALUATIONS, evolve
from services.evaluation.domain.refusals import SubjectIsUnknown
from services.evaluation.domain.refusals_coverage import ListOfRowsIsUnfit
from services.evaluation.domain.refusals_rules import CriterionIsMissing
from services.evaluation.domain.rule_set import RuleSetPublished
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of
from shared.vocabulary.refusals import Refusal

LONGEST_ENTRY = 250


async def enter_reviews(request: EnterReviews, work: Work, look: Look) -> None:
    """Each row goes through its steps like a command of its own; the record says which were refused, and why."""
    look = remembering(look)
    ids = [row.subject_id for row in request.rows]
    if not 1 <= len(ids) <= LONGEST_ENTRY or len(set(ids)) < len(ids):
        raise ListOfRowsIsUnfit("rows", limit=LONGEST_ENTRY)
    campaign = await campaign_of(work, request.campaign_id, "campaign_id")
    on = counted_on(campaign, work.today)
    chain = await look.bodies.chain(request.organization_id, on)
    if not chain or await campaign_over(look, campaign, on) not in {body.id for body in chain}:
        raise SubjectIsUnknown("organization_id")
    if not await permitted(look, work.actor, "SubmitSelfReview", chain[0].id):
        raise ActIsNotPermitted("organization_id", code=chain[0].code)
    content = await rule_set(work, campaign.rule_set)
    await looked_up(request.campaign_id, request.subject_kind.value, ids, work, look)
    refused: list[RefusedRow] = []
    for number, row in enumerate(request.rows):
        try:
            case, facts = await _taken(request, row, content, work, look)
        except Refusal as refusal:
            wire = refusal.wire()
            refused.append(RefusedRow(row=number, code=wire["code"], vi=wire["vi"], en=wire["en"]))
            continue
        work.record(EVALUATIONS, case.id, *facts, province=case.province)
    entry = work.new_id("entry")
    told = RowsEntered(
        campaign=request.campaign_id,
        organization=chain[0].id,
        entered=len(ids) - len(refused),
        refused=tuple(refused),
        entered_on=work.today,
    )
    work.record(ENTRIES, entry, told, province=province_of(chain[0].code))
    work.answer("entry", entry)


async def _taken(
    request: EnterReviews, row: ReviewRow, content: RuleSetPublished, work: Work, look: Look
) -> tuple[Case, list[Any]]:
    """The facts of one row; a later step sees what the earlier ones of the row came to."""
    subject = Subject(kind=request.subject_kind.value, id=row.subject_id)
    case = await case_for(work, look, request.campaign_id, subject)
    if request.organization_id not in {body.id for body in case.chain}:
        raise SubjectIsUnknown("subject_id")
    facts: list[Any] = []
    if row.scores or row.tasks is not None:
        await require(work, look, "SubmitSelfReview", case, case.chain[0])
        if row.tasks is None:
            raise CriterionIsMissing("tasks", criterion="tasks")
        review = forms.reviewed(row.scores, row.tasks, row.facts)
        fact = forms.self_review(case, content, row.frame, review, work.today)
        case = _after(case, facts, replace(fact, evidence_hash=evidence(row.evidence_hash)))
    if row.votes is not None:
        await require(work, look, "RecordCellVote", case, case.chain[0])
        case = _after(case, facts, forms.vote(case, row.votes, work.today))
    if row.rating is not None:
        await require(work, look, "ProposeRating", case, case.chain[0])
        for fact in await forms.proposal(case, look, row.rating, row.not_rated_reason, work.today):
            case = _after(case, facts, fact)
    return case, facts


def _after(case: Case, facts: list[Any], fact: Any) -> Case:
    facts.append(fact)
    return replace(case, evaluation=evolve(case.evaluation, fact))
