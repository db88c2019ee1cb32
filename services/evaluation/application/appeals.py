"""Đề nghị xem xét lại, giải quyết, mở lại - the handlers; the old result is always kept."""

from services.evaluation.application.case import Case, case_of, paper, require, sealed
from services.evaluation.application.deciding import Line, settle
from services.evaluation.application.leading import not_above_unit
from services.evaluation.application.lookups import Look
from services.evaluation.contracts.requests import (
    AppealRating,
    DecideAppeal,
    EvaluationReasonRequest,
    ReopenEvaluation,
)
from services.evaluation.domain.cap import Verdict
from services.evaluation.domain.derivation import decision_step
from services.evaluation.domain.evaluation import steps
from services.evaluation.domain.evaluation.facts import (
    EvaluationReopened,
    RatingAppealed,
    RatingConfirmed,
    RatingRevised,
)
from services.evaluation.domain.evaluation.state import EVALUATIONS
from services.evaluation.domain.quota import Decision, cap_step
from services.evaluation.domain.ratings import PERSONS
from services.evaluation.domain.refusals import PaperNumberIsNeeded, ReasonIsEmpty, ReasonIsNeeded
from shared.authority.refusals import ActIsNotPermitted
from shared.eventlog.work import Work
from shared.vocabulary.facts import Sealed

_APPEAL_DAYS = "eval.appeal_days"


async def appeal_rating(request: AppealRating, work: Work, look: Look) -> None:
    """Within the days of the row, where one claims a number."""
    case = await case_of(work, look, request.evaluation_id)
    await require(work, look, "AppealRating", case, case.chain[0])
    remark, number = await _reason(request, case, look)
    fact = RatingAppealed(**case.of, appealed_on=work.today, paper_number=number, remark=remark)  # pyright: ignore[reportArgumentType]
    _record(work, case, *steps.appeal(case.evaluation, fact, case.rules.values.get(_APPEAL_DAYS)))


async def decide_appeal(request: DecideAppeal, work: Work, look: Look) -> None:
    """The body that decided upholds or revises; a revised rating is counted under the same cap."""
    case = await case_of(work, look, request.evaluation_id)
    await _require_at_body(work, look, "DecideAppeal", case)
    steps.require("DECIDE_APPEAL", case.evaluation)
    remark, number = await _reason(request, case, look)
    said = {**case.of, "decided_on": work.today, "paper_number": number, "remark": remark}
    if request.rating is None or request.rating.value == case.evaluation.rating:
        _record(work, case, RatingConfirmed(**said))  # pyright: ignore[reportArgumentType]
        return
    rating = request.rating.value
    if rating == "NOT_RATED":  # a decision revised away altogether is a reopening, with its reason
        raise ReasonIsNeeded("rating")
    steps.within(case.evaluation, rating)
    unit = await not_above_unit(case, rating, work, "rating")
    assert case.evaluation.quota is not None
    line = Line(case=case, decision=Decision(evaluation=case.id, rating=rating), not_rated=None)
    cap, told = await settle(work, case.evaluation.quota, [line], number=number)
    verdict = None
    if told.limit is not None:
        verdict = Verdict(limit=told.limit, counted=told.counted, excellent=told.tally.excellent)
    why = steps.explained(case.evaluation, *unit, decision_step(rating, None), cap_step(cap, verdict))
    _record(work, case, RatingRevised(**said, rating=rating, steps=why))  # pyright: ignore[reportArgumentType]


async def reopen_evaluation(request: ReopenEvaluation, work: Work, look: Look) -> None:
    """Only the superior of the deciding body; the old rating counts until another is decided."""
    case = await case_of(work, look, request.evaluation_id)
    steps.require("REOPEN", case.evaluation)
    above = case.responsible.above if case.responsible else None
    if above is None:
        raise ActIsNotPermitted("evaluation_id", code=case.chain[0].code)
    await require(work, look, "ReopenEvaluation", case, above)
    remark, number = await _reason(request, case, look)
    fact = EvaluationReopened(**case.of, reopened_on=work.today, paper_number=number, remark=remark)  # pyright: ignore[reportArgumentType]
    _record(work, case, fact)


async def _require_at_body(work: Work, look: Look, action: str, case: Case) -> None:
    body = next((body for body in case.chain if body.id == case.evaluation.body), case.chain[0])
    await require(work, look, action, case, body)


async def _reason(request: EvaluationReasonRequest, case: Case, look: Look) -> tuple[Sealed | None, str | None]:
    """Of a person the words, sealed; of a collective the document that says them."""
    number = paper(request.paper_number)
    if not request.reason.strip():
        raise ReasonIsEmpty("reason")
    if case.subject.kind not in PERSONS and number is None:
        raise PaperNumberIsNeeded("paper_number")
    return await sealed(look, case, "reason", request.reason), number


def _record(work: Work, case: Case, *facts: object) -> None:
    work.record(EVALUATIONS, case.id, *facts, province=case.province)  # pyright: ignore[reportArgumentType]
    work.answer("evaluation", case.id)
