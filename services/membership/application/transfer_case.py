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

_ISSUER_STEP = "IssuerStep"
AnyStep = TransferStepRequest | TransferReasonRequest


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer at hand: the actor may see it and take this step, and this is the act."""

    id: UUID
    transfer: Transfer
    member: UUID
    act: Act


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """Một việc với hồ sơ: its name, what the policies call it, and the bodies whose act it may be."""

    step: str
    action: str
    bodies: tuple[Hop, ...]


async def taken_up(request: AnyStep, step: Step, work: Work, look: Look) -> Case:
    """The case for one step; absent and out of sight answer alike, an illegal step names the allowed ones."""
    transfer = await in_sight(request.transfer_id, work, look)
    require(step, transfer)
    deed = Deed(step=step, action=_action(step), bodies=_bodies_of(step, transfer))
    return await permitted(request, deed, transfer, work, look)


async def in_sight(transfer_id: UUID, work: Work, look: Look) -> Transfer:
    """The transfer, if the actor may know of it."""
    transfer = (await work.load(TRANSFERS, transfer_id)).state
    route = [hop.organization for hop in transfer.hops]
    if transfer.member is None or not await sees_transfer(look, work.actor, transfer.member, route):
        raise TransferIsUnknown("transfer_id")
    return transfer


async def permitted(request: AnyStep, deed: Deed, transfer: Transfer, work: Work, look: Look) -> Case:
    """The case, where the actor may do this deed for one of its bodies."""
    assert transfer.member is not None
    body, behalf = await _whose(request, deed, transfer, work, look)
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


async def _whose(request: AnyStep, deed: Deed, transfer: Transfer, work: Work, look: Look) -> tuple[Hop, bool]:
    """The body whose act it is, and whether a superior enters it; refused to everyone else."""
    behalf = behalf_is_of(request, *(body.organization for body in deed.bodies))
    for body in deed.bodies:
        if request.on_behalf is not None and request.on_behalf.organization_id != body.organization:
            continue
        if await _may(deed.action, body, transfer, work, look, behalf=behalf):
            return body, behalf
    if await _is_own(work, transfer, look):
        raise OwnTransferIsDecidedByOthers("transfer_id")
    raise StepIsNotYours("transfer_id", step=deed.step)


async def _may(action: str, body: Hop, transfer: Transfer, work: Work, look: Look, *, behalf: bool) -> bool:
    held = await look.scope.held(work.actor, body.organization)
    common = await _held_over_both(transfer, work, look) if action == _ISSUER_STEP else Held()
    return permits(
        action,
        held,
        ownCase=await _is_own(work, transfer, look),
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
        return (transfer.desk,)
    if step is Step.WITHDRAW:
        asking = next((hop for hop in transfer.hops if hop.organization == transfer.asked_by), transfer.hops[0])
        return (asking, transfer.hops[0])
    return (transfer.holder,)


def _action(step: Step) -> str:
    if step is Step.WITHDRAW:
        return "WithdrawTransfer"
    return _ISSUER_STEP if step in OF_THE_ISSUER else "HolderStep"


async def _is_own(work: Work, transfer: Transfer, look: Look) -> bool:
    own = await own_member(look, work.actor)
    return own is not None and own == transfer.member
