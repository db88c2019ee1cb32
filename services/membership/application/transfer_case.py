"""Hồ sơ trong tay - what every step begins and ends with: seen, allowed, permitted; recorded, released."""

from uuid import UUID

import msgspec

from services.membership.application.acts import act_of, behalf_is_of
from services.membership.application.lookups import Look
from services.membership.application.permission import entering, own_member, permits, sees_transfer
from services.membership.application.request_transfer import OPEN_TRANSFER
from services.membership.contracts.requests import TransferReasonRequest, TransferStepRequest
from services.membership.domain.refusals_transfer import (
    OwnTransferIsDecidedByOthers,
    StepIsNotYours,
    TransferIsUnknown,
)
from services.membership.domain.route import Hop
from services.membership.domain.transfer.facts import Act, TransferFact
from services.membership.domain.transfer.state import TRANSFERS, Transfer, evolve
from services.membership.domain.transfer.steps import ENDED, OF_THE_ISSUER, Step, require
from shared.authority.held import Held
from shared.eventlog.work import Work

AnyStep = TransferStepRequest | TransferReasonRequest


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer at hand: the actor may see it and take this step, and this is the act."""

    id: UUID
    transfer: Transfer
    member: UUID
    act: Act


async def taken_up(request: AnyStep, step: Step, work: Work, look: Look) -> Case:
    """The case for one step; absent and out of sight answer alike, an illegal step names the allowed ones."""
    transfer = (await work.load(TRANSFERS, request.transfer_id)).state
    route = [hop.organization for hop in transfer.hops]
    if transfer.member is None or not await sees_transfer(look, work.actor, transfer.member, route):
        raise TransferIsUnknown("transfer_id")
    require(step, transfer)
    body, behalf = await _permitted(request, step, transfer, work, look)
    act = await act_of(
        request,
        work,
        look,
        member=transfer.member,
        organization=body.organization,
        entered_by=await entering(look, work.actor, body.organization) if behalf else None,
    )
    work.answer("transfer", request.transfer_id)
    return Case(id=request.transfer_id, transfer=transfer, member=transfer.member, act=act)


def settle(case: Case, work: Work, facts: tuple[TransferFact, ...]) -> None:
    """Record what was decided; a transfer that has ended frees the member for the next one."""
    work.record(TRANSFERS, case.id, *facts, province=case.transfer.province)
    after = case.transfer
    for fact in facts:
        after = evolve(after, fact)
    if after.state in ENDED:
        work.release(OPEN_TRANSFER, str(case.member), case.id)


async def _permitted(request: AnyStep, step: Step, transfer: Transfer, work: Work, look: Look) -> tuple[Hop, bool]:
    """The body whose act it is, and whether a superior enters it; refused to everyone else."""
    bodies = _bodies_of(step, transfer)
    behalf = behalf_is_of(request, *(body.organization for body in bodies))
    for body in bodies:
        if request.on_behalf is not None and request.on_behalf.organization_id != body.organization:
            continue
        if await _may(step, body, transfer, work, look, behalf=behalf):
            return body, behalf
    if _is_own(work, transfer):
        raise OwnTransferIsDecidedByOthers("transfer_id")
    raise StepIsNotYours("transfer_id", step=step)


async def _may(step: Step, body: Hop, transfer: Transfer, work: Work, look: Look, *, behalf: bool) -> bool:
    held = await look.scope.held(work.actor, body.organization)
    common = await _held_over_both(transfer, work, look) if step in OF_THE_ISSUER else Held()
    return permits(
        _action(step),
        held,
        ownCase=_is_own(work, transfer),
        bodyIsCell=body.is_cell,
        onBehalf=behalf,
        asked=work.actor.subject == transfer.requested_by,
        rolesOverBoth=sorted(common.below_root),
    )


async def _held_over_both(transfer: Transfer, work: Work, look: Look) -> Held:
    common = await look.scope.common_superior(transfer.hops[0].organization, transfer.destination.organization)
    return await look.scope.held(work.actor, common) if common else Held()


def _bodies_of(step: Step, transfer: Transfer) -> tuple[Hop, ...]:
    """Whose step it is: the issuer's, the asking body's or the origin cell's, else the holder's."""
    if step in OF_THE_ISSUER:
        return (transfer.issuer,)
    if step is Step.WITHDRAW:
        asking = next((hop for hop in transfer.hops if hop.organization == transfer.asked_by), transfer.hops[0])
        return (asking, transfer.hops[0])
    return (transfer.holder,)


def _action(step: Step) -> str:
    if step is Step.WITHDRAW:
        return "WithdrawTransfer"
    return "IssuerStep" if step in OF_THE_ISSUER else "HolderStep"


def _is_own(work: Work, transfer: Transfer) -> bool:
    own = own_member(work.actor)
    return own is not None and own == transfer.member
