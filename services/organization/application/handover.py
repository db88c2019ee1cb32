"""Chuyển giao hai bên - the receiving side's word on what is handed over; until then the giver counts it.

09-HD/BTCTW 5-6-2017: the giving side decides on the hand-over, the receiving side decides to take over, both sign.
"""

from services.organization.application.conflicts import claimed
from services.organization.application.look import Look
from services.organization.application.planned import laid_down
from services.organization.application.restructuring import free
from services.organization.application.sides import in_sight, named_in, receiving, refuse_those
from services.organization.contracts.requests import AcceptHandover, RefuseHandover, RestructuringStep
from services.organization.domain.restructuring.life_refusals import (
    HandoverIsNotAsked,
    StepNeedsAnotherRole,
)
from services.organization.domain.restructuring.restructuring import (
    RESTRUCTURING,
    HandoverAccepted,
    HandoverRefused,
    Restructuring,
    in_state,
    same_digest,
)
from shared.eventlog.work import Work
from shared.vocabulary.codes import ROOT


async def accept_handover(request: AcceptHandover, work: Work, look: Look) -> None:
    """From here on the plan may be executed."""
    await _asked(request, work, look)
    fact = HandoverAccepted(plan=request.restructuring_id, accepted_by=work.actor.subject)
    work.record(RESTRUCTURING, request.restructuring_id, fact, province=ROOT)


async def refuse_handover(request: RefuseHandover, work: Work, look: Look) -> None:
    """The plan will never count; its organisations are free again."""
    plan = await _asked(request, work, look)
    free(claimed(await laid_down(request.restructuring_id, plan, work, look)), request.restructuring_id, work)
    fact = HandoverRefused(plan=request.restructuring_id, refused_by=work.actor.subject)
    work.record(RESTRUCTURING, request.restructuring_id, fact, province=ROOT)


async def _asked(request: RestructuringStep, work: Work, look: Look) -> Restructuring:
    """Another approver than the giver's, over every place that receives, with the digest that was read."""
    plan_id = request.restructuring_id
    plan = in_state(await in_sight(plan_id, work, look), "APPROVED")
    if work.actor.role != "approver":
        raise StepNeedsAnotherRole("restructuring_id", needed="approver")
    if not plan.handed_over or plan.accepted_by:
        raise HandoverIsNotAsked("restructuring_id")
    same_digest(plan.report, request.digest or "")
    roots = [root.organization for root in await look.scope.roots(work.actor)]
    targets = receiving(plan.operations, plan_id, plan.handed_over)
    rows = named_in(plan.operations, plan_id)
    refuse_those(await look.register.outside(sorted(targets), roots), rows, "operations")
    work.answer("restructuring", plan_id)
    return plan
