"""Khép và mở lại hồ sơ theo tình trạng của đối tượng - the service's own commands; refused to everyone else.

They decide nothing by themselves: whether a subject is rated follows from membership's and organization's records.
"""

from uuid import UUID

from services.evaluation.application.case import case_of
from services.evaluation.application.lookups import Look
from services.evaluation.domain.coverage import closing_step
from services.evaluation.domain.evaluation import steps
from services.evaluation.domain.evaluation.facts import EvaluationClosed, EvaluationResumed
from services.evaluation.domain.evaluation.state import EVALUATIONS
from services.evaluation.domain.refusals_coverage import ActIsForServicesOnly
from shared.eventlog.work import Work
from shared.vocabulary.requests import Request


class SettleEvaluation(Request, frozen=True, kw_only=True):
    """Khép hồ sơ của người đã mất, ra khỏi Đảng, được miễn, chuyển đi, của tổ chức đã kết thúc; hoặc mở lại."""

    evaluation_id: UUID


async def settle_evaluation(request: SettleEvaluation, work: Work, look: Look) -> None:
    """One that runs is closed when its subject is rated here no more; a closed one goes on when that is over."""
    if work.actor.role != "service":
        raise ActIsForServicesOnly
    case = await case_of(work, look, request.evaluation_id, sees=True)
    why = case.uncovered
    if why is not None and why.closes and steps.runs(case.evaluation):
        fact = EvaluationClosed(**case.of, reason=why.reason, closed_on=work.today, steps=(closing_step(why),))  # pyright: ignore[reportArgumentType]
        work.record(EVALUATIONS, case.id, fact, province=case.province)
    elif (why is None or not why.closes) and case.evaluation.state == "CLOSED":
        fact = EvaluationResumed(**case.of, resumed_on=work.today)  # pyright: ignore[reportArgumentType]
        work.record(EVALUATIONS, case.id, fact, province=case.province)
    work.answer("evaluation", case.id)
