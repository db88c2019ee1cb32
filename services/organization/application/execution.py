"""Thực hiện phương án - laid down in parts once it is approved; one small fact makes all of it count, and is proved.

Each step is a command of its own with an id that follows from the plan: after a crash the steps go on where they were.
"""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid5

import msgspec

from services.organization.application.committee import strengthen
from services.organization.application.conflicts import claimed
from services.organization.application.look import Look
from services.organization.application.planned import PART, laid_down, part
from services.organization.application.restructuring import free
from services.organization.application.sides import in_sight, refuse_outside
from services.organization.contracts.requests import ExecuteRestructuring
from services.organization.domain.organization import ORGANIZATION, OrganizationStaged
from services.organization.domain.restructuring import restructuring as plans
from services.organization.domain.restructuring.effect import EFFECT, EffectTaken, effect_id
from services.organization.domain.restructuring.life_refusals import RestructuringIsNotInThatState, StepNeedsAnotherRole
from services.organization.domain.restructuring.report import Figures, proof_of
from services.organization.domain.restructuring.restructuring import (
    RESTRUCTURING,
    both_sides,
    in_state,
    parts_of,
    same_digest,
)
from shared.eventlog.work import Work
from shared.vocabulary.codes import ROOT, province_of
from shared.vocabulary.requests import Request


class StageRestructuring(Request, frozen=True, kw_only=True):
    """Ghi một phần của phương án."""

    restructuring_id: UUID
    part: int


class LetRestructuringTakeEffect(Request, frozen=True, kw_only=True):
    """Cho phương án có hiệu lực."""

    restructuring_id: UUID


class ProveRestructuring(Request, frozen=True, kw_only=True):
    """Chứng minh bảo toàn, once the views show the effect."""

    restructuring_id: UUID
    before: Figures


async def execute_restructuring(request: ExecuteRestructuring, work: Work, look: Look) -> None:
    """From now on it counts as soon as it may: on its day, when the last part is laid down."""
    plan_id = request.restructuring_id
    plan = both_sides(in_state(await in_sight(plan_id, work, look), "APPROVED"))
    await refuse_outside(plan.operations, plan_id, work, look)
    same_digest(plan.report, request.digest or "")
    result = await laid_down(plan_id, plan, work, look)
    parts = parts_of(result.planned.rows, result.allocations, PART)
    fact = plans.RestructuringExecutionStarted(
        plan=plan_id,
        effective_on=plan.effective_on,
        digest=result.report.digest,
        parts=parts,
        laid_down=plan.staged,
    )
    work.record(RESTRUCTURING, plan_id, fact, province=ROOT)
    work.answer("restructuring", plan_id)


async def stage_restructuring(request: StageRestructuring, work: Work, look: Look) -> None:
    """One part: a published fact of inert rows, and each row in its organisation's own stream; of a plan that lives."""
    _services_only(work)
    plan_id = request.restructuring_id
    plan = (await work.load(RESTRUCTURING, plan_id)).state
    work.answer("restructuring", plan_id)
    if plan.state not in ("APPROVED", "EXECUTING") or request.part < plan.staged:
        return
    if request.part > plan.staged:
        raise RestructuringIsNotInThatState("restructuring_id", state=plan.staged, needed=request.part)
    result = await laid_down(plan_id, plan, work, look)
    rows = part(result.planned.rows, request.part, PART)
    allocations = part(result.allocations, request.part, PART)
    await asyncio.gather(*(work.load(ORGANIZATION, row.organization) for row in rows))
    for row in rows:
        staged = OrganizationStaged(plan=plan_id, row=row)
        work.record(ORGANIZATION, row.organization, staged, province=province_of(row.code))
    fact = plans.RestructuringStaged(plan=plan_id, part=request.part, rows=rows, allocations=allocations)
    work.record(RESTRUCTURING, plan_id, fact, province=ROOT)


async def let_restructuring_take_effect(request: LetRestructuringTakeEffect, work: Work, look: Look) -> None:
    """All parts are down and the day has come: from this commit on the plan counts."""
    _services_only(work)
    plan_id = request.restructuring_id
    plan = (await work.load(RESTRUCTURING, plan_id)).state
    work.answer("restructuring", plan_id)
    in_state(plan, "EXECUTING")
    if plan.staged < plan.parts or work.today < plan.effective_on:
        raise RestructuringIsNotInThatState("restructuring_id", state=plan.state, needed=plan.effective_on)
    assert plan.report is not None
    result = await laid_down(plan_id, plan, work, look)
    days = result.rules.undo_days
    await work.load(EFFECT, effect_id(plan_id))
    work.record(EFFECT, effect_id(plan_id), EffectTaken(effective_on=plan.effective_on), province=ROOT)
    fact = plans.RestructuringTookEffect(
        plan=plan_id,
        effective_on=plan.effective_on,
        digest=plan.report.digest,
        before=await figures(look),
        undoable_until=None if days is None else max(work.today, plan.effective_on) + timedelta(days=days),
        decision_number=plan.decision_number,
        decision_date=plan.decision_date,
    )
    work.record(RESTRUCTURING, plan_id, fact, province=ROOT)
    free(claimed(result), plan_id, work)
    await strengthen(plan_id, plan.operations, plan.effective_on, work)


async def prove_restructuring(request: ProveRestructuring, work: Work, look: Look) -> None:
    """Count again everyone who was counted before."""
    _services_only(work)
    plan = (await work.load(RESTRUCTURING, request.restructuring_id)).state
    work.answer("restructuring", request.restructuring_id)
    if not plan.took_effect or plan.proof is not None:
        return
    after = await figures(look, request.before)
    ended = await look.seats.ended(request.before.seated_at, request.restructuring_id)
    proof = proof_of(request.before, after, ended)
    fact = plans.RestructuringProved(plan=request.restructuring_id, proof=proof)
    work.record(RESTRUCTURING, request.restructuring_id, fact, province=ROOT)


async def figures(look: Look, pinned: Figures | None = None) -> Figures:
    """What is there now; `pinned`: of all that was there then, so that what came meanwhile does not count."""
    members = await look.members.figures(pinned.counted_at if pinned else None)
    evaluations, evaluated_at = await look.evaluations.running(pinned.evaluated_at if pinned else None)
    seats, seated_at = await look.seats.standing(pinned.seated_at if pinned else None)
    more = {"evaluations": evaluations, "evaluated_at": evaluated_at, "seats": seats, "seated_at": seated_at}
    return msgspec.structs.replace(members, **more)


def step_id(plan: UUID, step: str) -> UUID:
    """The command id of one step of a plan."""
    return uuid5(plan, f"step|{step}")


def _services_only(work: Work) -> None:
    if work.actor.role != "service":
        raise StepNeedsAnotherRole("restructuring_id", needed="service")
