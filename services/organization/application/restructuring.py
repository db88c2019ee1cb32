"""Phương án sắp xếp - the handlers of its paper side: draft, fill, allocate, count, approve, take back."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from services.organization.application.committee import weaken
from services.organization.application.conflicts import PLAN, claimed, in_the_way, missing, touched
from services.organization.application.look import Look
from services.organization.application.organization import CODE
from services.organization.application.planned import PART, Computed, computed
from services.organization.application.sides import (
    handed_over,
    in_sight,
    refuse_cells_outside,
    refuse_lower_body,
    refuse_outside,
)
from services.organization.contracts.requests import (
    AddOperations,
    AllocateMembers,
    ApproveRestructuring,
    DraftRestructuring,
    DryRunRestructuring,
    UndoRestructuring,
)
from services.organization.domain.code_refusals import CodeIsTaken
from services.organization.domain.days import refuse_far_day, refuse_future_day
from services.organization.domain.restructuring import restructuring as plans
from services.organization.domain.restructuring.effect import EFFECT, EffectReverted, effect_id
from services.organization.domain.restructuring.life_refusals import (
    PlanIsTouchedLater,
    StepNeedsAnotherRole,
    UndoWindowIsOver,
)
from services.organization.domain.restructuring.operations import Operation
from services.organization.domain.restructuring.refusals import PlanIsEmpty
from services.organization.domain.restructuring.restructuring import RESTRUCTURING, Allocation, Restructuring, in_state
from services.organization.domain.restructuring.rows import ENDED, FOUNDED
from shared.eventlog.work import Work
from shared.vocabulary.codes import ROOT
from shared.vocabulary.plain_text import plain
from shared.vocabulary.text import nfc

OFFICERS = frozenset({"committee_officer", "approver"})


async def draft_restructuring(request: DraftRestructuring, work: Work, look: Look) -> None:
    """Whoever is an officer anywhere may draft; what the plan may touch is asked with its operations."""
    if work.actor.role not in OFFICERS or not await look.scope.roots(work.actor):
        raise StepNeedsAnotherRole(needed=", ".join(sorted(OFFICERS)))
    refuse_far_day(request.effective_on, work.today, "effective_on")
    refuse_future_day(request.decision_date, work.today, "decision_date")
    plan = work.new_id("restructuring")
    drafted = plans.RestructuringDrafted(
        plan=plan,
        title=plain("title", request.title),
        effective_on=request.effective_on,
        drafted_by=work.actor.subject,
        decision_number=request.decision_number and plain("decision_number", request.decision_number, at_most=60),
        decision_date=request.decision_date,
        declared=request.declared_counts,
    )
    work.record(RESTRUCTURING, plan, drafted, province=ROOT)
    work.answer("restructuring", plan)


async def add_operations(request: AddOperations, work: Work, look: Look) -> None:
    """The operations are read as they are; what they come to is asked by the dry run."""
    plan = await _draft(request.restructuring_id, work, look)
    if not request.operations:
        raise PlanIsEmpty("operations")
    added = msgspec.convert(msgspec.to_builtins(request.operations), tuple[Operation, ...])
    added = tuple(_clean(operation) for operation in added)
    first = len(plan.operations) + 1
    await refuse_outside(added, request.restructuring_id, work, look, first=first)
    fact = plans.OperationsAdded(plan=request.restructuring_id, first=first, operations=added)
    work.record(RESTRUCTURING, request.restructuring_id, fact, province=ROOT)
    work.answer("restructuring", request.restructuring_id)


async def allocate_members(request: AllocateMembers, work: Work, look: Look) -> None:
    """Each member named goes to the cell named; the dry run lists who is left to the cell's successor."""
    plan = await _draft(request.restructuring_id, work, look)
    await refuse_outside(plan.operations, request.restructuring_id, work, look)
    await refuse_cells_outside([one.cell for one in request.allocations], work, look)
    pairs = tuple(Allocation(member=one.member, cell=one.cell, onward=one.onward) for one in request.allocations)
    fact = plans.MembersAllocated(plan=request.restructuring_id, allocations=pairs)
    work.record(RESTRUCTURING, request.restructuring_id, fact, province=ROOT)
    work.answer("restructuring", request.restructuring_id)


async def dry_run_restructuring(request: DryRunRestructuring, work: Work, look: Look) -> None:
    """The run's own computation; only the report is kept."""
    plan = await _draft(request.restructuring_id, work, look)
    result = await computed(request.restructuring_id, plan, work, look)
    report = msgspec.structs.replace(result.report, conflicts=await in_the_way(plan, result, work))
    fact = plans.RestructuringCounted(plan=request.restructuring_id, report=report)
    work.record(RESTRUCTURING, request.restructuring_id, fact, province=ROOT)
    work.answer("restructuring", request.restructuring_id)


async def approve_restructuring(request: ApproveRestructuring, work: Work, look: Look) -> None:
    """Another person, with authority over all of it; from here on no other plan may touch these organisations.

    So nothing that the plan rests on moves any more, and its rows are laid down: by policy, part after part.
    """
    plan = await _draft(request.restructuring_id, work, look)
    if work.actor.role != "approver":
        raise StepNeedsAnotherRole("restructuring_id", needed="approver")
    result = await computed(request.restructuring_id, plan, work, look)
    for refusal in missing(result):
        raise refusal
    await refuse_lower_body(result.planned, result.tree, result.rules, work, look)
    fact = plans.approve(
        request.restructuring_id,
        plan,
        result.report,
        request.digest or "",
        approver=work.actor.subject,
        handed_over=await handed_over(plan.operations, request.restructuring_id, work, look),
        parts=plans.parts_of(result.planned.rows, result.allocations, PART),
    )
    for organization, elsewhere in touched(result).items():
        work.claim(PLAN, str(organization), holder=request.restructuring_id, refusal=elsewhere)
    await _claim_codes(result, work)
    work.record(RESTRUCTURING, request.restructuring_id, fact, province=ROOT)
    work.answer("restructuring", request.restructuring_id)


async def undo_restructuring(request: UndoRestructuring, work: Work, look: Look) -> None:
    """Before it took effect it never will and its organisations are free again; after it all is as before."""
    plan_id = request.restructuring_id
    plan = in_state(await in_sight(plan_id, work, look), "DRAFT", "APPROVED", "EXECUTING", "EXECUTED")
    if work.actor.role != "approver":
        raise StepNeedsAnotherRole("restructuring_id", needed="approver")
    refuse_future_day(request.decision_date, work.today, "decision_date")
    await refuse_outside(plan.operations, plan_id, work, look)
    number = plain("decision_number", request.decision_number, at_most=60)
    by = {"decision_number": number, "decision_date": request.decision_date}
    if plan.took_effect:
        if plan.undoable_until is not None and work.today > plan.undoable_until:
            raise UndoWindowIsOver("restructuring_id", until=plan.undoable_until)
        if codes := await look.register.touched_later(plan_id):
            raise PlanIsTouchedLater("restructuring_id", codes=", ".join(codes))
        await work.load(EFFECT, effect_id(plan_id))
        work.record(EFFECT, effect_id(plan_id), EffectReverted(), province=ROOT)
        fact = plans.RestructuringReverted(
            plan=plan_id, effective_on=plan.effective_on, reverted_by=work.actor.subject, **by
        )
        work.record(RESTRUCTURING, plan_id, fact, province=ROOT)
        await weaken(plan_id, plan.operations, work)
    else:
        if plan.state != "DRAFT":
            await _free(plan_id, plan, work, look)
        fact = plans.RestructuringRevoked(plan=plan_id, revoked_by=work.actor.subject, **by)
        work.record(RESTRUCTURING, plan_id, fact, province=ROOT)
    work.answer("restructuring", plan_id)


async def _claim_codes(result: Computed, work: Work) -> None:
    """A code that nobody bears is taken now; one that passes on inside the plan is safe with its bearer."""
    passed_on = {row.code for row in result.planned.rows if row.kind == ENDED}
    for row in result.planned.rows:
        if row.kind == FOUNDED and row.code not in passed_on and await work.holder(CODE, row.code) is None:
            work.claim(CODE, row.code, holder=row.organization, refusal=CodeIsTaken("operations", code=row.code))


async def _free(plan_id: UUID, plan: Restructuring, work: Work, look: Look) -> None:
    free(claimed(await computed(plan_id, plan, work, look)), plan_id, work)


def free(organizations: Iterable[UUID], plan_id: UUID, work: Work) -> None:
    """Other plans may touch these organisations again."""
    for organization in organizations:
        work.release(PLAN, str(organization), plan_id)


async def _draft(plan_id: UUID, work: Work, look: Look) -> Restructuring:
    return in_state(await in_sight(plan_id, work, look), "DRAFT")


def _clean(operation: Operation) -> Operation:
    """Names as they are kept."""
    new = operation.new
    if new is not None:
        new = msgspec.structs.replace(new, name=plain("operations", nfc(new.name)))
    name = operation.name and plain("operations", operation.name)
    consent = operation.consent_number and plain("operations", operation.consent_number, at_most=60)
    return msgspec.structs.replace(operation, new=new, name=name, consent_number=consent)
