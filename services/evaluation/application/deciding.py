"""Quyết định xếp loại - one consistent decision under the cap, or none of it; publication; and looking ahead."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import msgspec

from services.evaluation.application.case import Case, campaign_of, campaign_over, case_of, counted_on, paper
from services.evaluation.application.leading import not_above_unit
from services.evaluation.application.looking_up import looked_up
from services.evaluation.application.lookups import InForce, Look
from services.evaluation.application.permission import is_own, permitted
from services.evaluation.application.remembering import remembering
from services.evaluation.contracts.requests import Decided, DecideRatings, PublishRatings
from services.evaluation.domain import coverage
from services.evaluation.domain.bodies import Body
from services.evaluation.domain.cap import KEYS, Cap, cap_from
from services.evaluation.domain.derivation import Step, decision_step
from services.evaluation.domain.evaluation import steps
from services.evaluation.domain.evaluation.facts import RatingDecided, RatingPublished
from services.evaluation.domain.evaluation.state import EVALUATIONS, rated_once
from services.evaluation.domain.quota import QUOTAS, Decision, RatingsDecided, cap_step, decide, quota_id
from services.evaluation.domain.ratings import NotRated
from services.evaluation.domain.refusals import EvaluationIsUnknown, OwnEvaluationIsDoneByOthers, SubjectIsUnknown
from services.evaluation.domain.refusals_coverage import EarlierSubjectsAreOpen
from services.evaluation.domain.refusals_deciding import (
    ListIsUnfit,
    RatedInAnotherCampaign,
    RatingIsDecidedAlready,
    SubjectIsOutsideTheBody,
)
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of

LONGEST_LIST = 1_000
_ORDER = "eval.order"
_RATED = "rating"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One subject of the list, checked."""

    case: Case
    decision: Decision
    not_rated: NotRated | None
    path: tuple[str, ...] = ("ratings",)
    unit: tuple[Step, ...] = ()


async def decide_ratings(request: DecideRatings, work: Work, look: Look) -> None:
    """All of the list or nothing; each cap's whole scope is counted with it, in its one stream."""
    look = remembering(look)
    body = await deciding_body(work, look, "DecideRatings", request.campaign_id, request.organization_id)
    outstanding = bool(paper(request.outstanding_decision, "outstanding_decision"))
    if outstanding and not (len(body) > 1 and await permitted(look, work.actor, "RecogniseOutstanding", body[1].id)):
        raise ActIsNotPermitted("outstanding_decision", code=body[-1 if len(body) == 1 else 1].code)
    ids = [line.evaluation_id for line in request.ratings]
    refuse_unfit_list(ids, "ratings")
    await _looked_up(ids, work, look)
    lines = [await _line(request, row, given, work, look) for row, given in enumerate(request.ratings)]
    await _refuse_out_of_order([line for line in lines if line], request, work, look)
    quotas: dict[UUID, list[Line]] = {}
    for line in filter(None, lines):
        quotas.setdefault(_quota_of(request.campaign_id, line.case), []).append(line)
    for quota, group in quotas.items():
        await settle(work, quota, group, outstanding=outstanding, number=paper(request.decision_number))
    work.answer("campaign", request.campaign_id)


async def settle(
    work: Work, quota: UUID, lines: Sequence[Line], *, outstanding: bool = False, number: str | None = None
) -> tuple[Cap | None, RatingsDecided]:
    """The scope's decision, and each subject's with its reasons."""
    case = lines[0].case
    responsible = case.responsible
    assert responsible is not None
    before = (await work.load(QUOTAS, quota)).state
    cap = cap_of(case.rules, outstanding=outstanding or before.outstanding)
    decisions = tuple(line.decision for line in lines)
    tally, verdict = decide(before, cap, decisions)
    fact = RatingsDecided(
        campaign=case.campaign_id,
        body=responsible.body.id,
        scope=responsible.scope.id,
        kind=case.subject.kind,
        decisions=decisions,
        decided_on=work.today,
        tally=tally,
        limit=verdict.limit if verdict else None,
        counted=verdict.counted if verdict else tally.rated,
        ratio=cap.ratio if cap else None,
        base=cap.base if cap else None,
        rounding=cap.rounding if cap else None,
        outstanding=outstanding or before.outstanding,
        confirmed=cap.confirmed if cap else True,
        decision_number=number,
        organization_sequence=work.basis.get("organization", 0),
        membership_sequence=work.basis.get("membership", 0),
    )
    work.record(QUOTAS, quota, fact, province=case.province)
    shown = cap_step(cap, verdict)
    for line in lines:
        if line.case.evaluation.state == "PROPOSED":
            why = (*line.unit, decision_step(line.decision.rating, line.not_rated), shown)
            _record_decided(work, line, quota, steps.explained(line.case.evaluation, *why))
    return cap, fact


async def publish_ratings(request: PublishRatings, work: Work, look: Look) -> None:
    """What this body has decided; publishing twice says nothing new."""
    look = remembering(look)
    await deciding_body(work, look, "PublishRatings", request.campaign_id, request.organization_id)
    refuse_unfit_list(request.evaluation_ids, "evaluation_ids")
    await _looked_up(request.evaluation_ids, work, look)
    for row, evaluation in enumerate(request.evaluation_ids):
        path = ("evaluation_ids", str(row))
        case = await case_of(work, look, evaluation, *path)
        if case.campaign_id != request.campaign_id or case.subject.kind != request.subject_kind.value:
            raise EvaluationIsUnknown(*path)
        if case.evaluation.body not in (None, request.organization_id):
            raise SubjectIsOutsideTheBody(*path, code=case.chain[0].code)
        fact = RatingPublished(**case.of, published_on=work.today)  # pyright: ignore[reportArgumentType]
        if facts := steps.publish(case.evaluation, fact):
            work.record(EVALUATIONS, case.id, *facts, province=case.province)
    work.answer("campaign", request.campaign_id)


async def deciding_body(work: Work, look: Look, action: str, campaign_id: UUID, organization: UUID) -> tuple[Body, ...]:
    """The body that decides, with all above it: within the campaign, and the actor may act there."""
    campaign = await campaign_of(work, campaign_id, "campaign_id")
    on = counted_on(campaign, work.today)
    chain = await look.bodies.chain(organization, on)
    if not chain or await campaign_over(look, campaign, on) not in {body.id for body in chain}:
        raise SubjectIsUnknown("organization_id")
    if not await permitted(look, work.actor, action, chain[0].id):
        raise ActIsNotPermitted("organization_id", code=chain[0].code)
    return chain


def refuse_unfit_list(ids: Sequence[UUID], path: str) -> None:
    """One to a thousand, each once."""
    if not 1 <= len(ids) <= LONGEST_LIST or len(set(ids)) < len(ids):
        raise ListIsUnfit(path, limit=LONGEST_LIST)


def cap_of(rules: InForce, *, outstanding: bool) -> Cap | None:
    """The cap of the rows in force at the place."""
    return cap_from(rules.values, outstanding=outstanding, confirmed=rules.confirmed(*KEYS[: 4 + outstanding]))


async def _looked_up(ids: Sequence[UUID], work: Work, look: Look) -> None:
    """One question for the streams, one for the members, one for their cells, however long the list is."""
    states = await asyncio.gather(*(work.load(EVALUATIONS, id) for id in ids))
    subjects = [loaded.state.subject for loaded in states if loaded.state.subject is not None]
    known = next((loaded.state.campaign for loaded in states if loaded.state.campaign is not None), None)
    if known is not None:
        await looked_up(known, subjects[0].kind, [subject.id for subject in subjects], work, look)


async def _line(request: DecideRatings, row: int, given: Decided, work: Work, look: Look) -> Line | None:
    path = ("ratings", str(row))
    case = await case_of(work, look, given.evaluation_id, *path)
    if case.campaign_id != request.campaign_id or case.subject.kind != request.subject_kind.value:
        raise ListIsUnfit(*path, limit=LONGEST_LIST)
    if await is_own(look, work.actor, case.subject):
        raise OwnEvaluationIsDoneByOthers(*path)
    if case.responsible is None or case.responsible.body.id != request.organization_id:
        raise SubjectIsOutsideTheBody(*path, code=case.chain[0].code)
    reason = given.not_rated_reason.value if given.not_rated_reason else None
    state = case.evaluation
    if state.state == "CLOSED" and given.rating.value == "NOT_RATED":
        return None  # the records closed it; the decision says the same
    if state.state in ("DECIDED", "PUBLISHED", "REVISED", "APPEALED"):
        if state.state == "DECIDED" and state.rating == given.rating.value:
            return None  # said again, word for word
        raise RatingIsDecidedAlready(*path)
    coverage.covered(case.uncovered, given.rating.value, *path)
    if case.uncovered is not None:
        reason = reason or case.uncovered.reason
    said = steps.decided(state, given.rating.value, reason, *path)
    unit = await not_above_unit(case, given.rating.value, work, *path)
    decision = Decision(evaluation=case.id, rating=given.rating.value)
    return Line(case=case, decision=decision, not_rated=said, path=path, unit=unit)


async def _refuse_out_of_order(lines: Sequence[Line], request: DecideRatings, work: Work, look: Look) -> None:
    """Members, then committees, leaders, organisations: at a place nothing earlier may be left undecided."""
    if not lines:
        return
    case = lines[0].case
    order, kind = case.rules.values.get(_ORDER, ()), request.subject_kind.value
    earlier = order[: order.index(kind)] if kind in order else ()
    if not earlier:
        return
    places = sorted({line.case.place for line in lines})
    on = counted_on(case.campaign, work.today)
    left = await look.proposals.running(request.campaign_id, earlier, places, on)
    first = next((each for each in earlier if left.get(each)), None)
    if first is not None:
        raise EarlierSubjectsAreOpen("ratings", count=left[first], earlier=first, kind=kind)


def _quota_of(campaign: UUID, case: Case) -> UUID:
    """A subject that was counted once stays counted there, also when it is decided anew."""
    assert case.responsible is not None
    if case.evaluation.quota is not None:
        return case.evaluation.quota
    return quota_id(campaign, case.responsible.scope.id, case.subject.kind, case.responsible.group)


def _record_decided(work: Work, line: Line, quota: UUID, why: tuple) -> None:
    """The rating, and the key that there is only one of: another campaign for the same year finds it taken."""
    case = line.case
    assert case.responsible is not None
    key = rated_once(case.subject, case.campaign.period, case.campaign.closes_on)
    if key and line.decision.rating != "NOT_RATED":
        refusal = RatedInAnotherCampaign(*line.path, code=case.chain[0].code, year=case.campaign.year)
        work.claim(_RATED, key, holder=case.id, refusal=refusal)
    elif key:
        work.release(_RATED, key, case.id)
    fact = RatingDecided(
        **case.of,  # pyright: ignore[reportArgumentType]
        body=case.responsible.body.id,
        quota=quota,
        rating=line.decision.rating,
        not_rated=line.not_rated,
        decided_on=work.today,
        steps=why,
    )
    work.record(EVALUATIONS, case.id, fact, province=province_of(case.chain[0].code))
