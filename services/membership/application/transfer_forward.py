"""Các bước đi tới của hồ sơ - handlers of review, endorse, receive, present, admit and confirm."""

from services.membership.application.custody import no_open_incident
from services.membership.application.homes import at_home
from services.membership.application.internal import ConfirmAdmittedTransfer, services_only
from services.membership.application.lookups import Look
from services.membership.application.request_transfer import OPEN_TRANSFER
from services.membership.application.transfer_case import Case, settle, taken_up
from services.membership.application.transfer_letters import numbered
from services.membership.application.transfer_pause import begin_paused
from services.membership.application.transfer_stay import end_where_home
from services.membership.contracts.requests import (
    AdmitTransfer,
    ConfirmTransfer,
    EndorseTransfer,
    PresentTransfer,
    ReceiveTransfer,
    ReviewTransfer,
    TransferStepRequest,
)
from services.membership.domain.cell import CELL_TYPES, CELLS, may_leave_to, may_place
from services.membership.domain.member import MEMBERS
from services.membership.domain.member_facts import GuestStayStarted, MemberHomeMoved
from services.membership.domain.refusals_request import DestinationIsUnknown
from services.membership.domain.refusals_transfer import (
    NextBodyIsAlreadyKnown,
    NextBodyIsNotBelow,
    TransferIsUnknown,
)
from services.membership.domain.route import Hop, down_to
from services.membership.domain.transfer import forward
from services.membership.domain.transfer.aside import answer_no
from services.membership.domain.transfer.dated import dated
from services.membership.domain.transfer.facts import TransferFact
from services.membership.domain.transfer.forward import Letter
from services.membership.domain.transfer.state import TRANSFERS
from services.membership.domain.transfer.steps import Step
from shared.eventlog.work import Work
from shared.vocabulary.codes import province_of


async def review_transfer(request: ReviewTransfer, work: Work, look: Look) -> None:
    """Chi bộ nơi đi xem xét."""
    case = await _case(request, Step.REVIEW, work, look)
    no = _no(request, Step.REVIEW, case, work)
    settle(case, work, no or forward.review(case.transfer, case.act, work.today))


async def endorse_transfer(request: EndorseTransfer, work: Work, look: Look) -> None:
    """Cấp ủy nơi đi xác nhận; the last one issues the letter."""
    case = await _case(request, Step.ENDORSE, work, look)
    if no := _no(request, Step.ENDORSE, case, work):
        return settle(case, work, no)
    letter = await _letter(case, work, look) if forward.needs_letter(case.transfer) else None
    settle(case, work, forward.endorse(case.transfer, case.act, letter, work.today))
    return await begin_paused(case.id, case.act, work, look) if letter else None


async def receive_transfer(request: ReceiveTransfer, work: Work, look: Look) -> None:
    """Cấp ủy nơi đến tiếp nhận và giới thiệu xuống."""
    case = await _case(request, Step.RECEIVE, work, look)
    if no := _no(request, Step.RECEIVE, case, work):
        return settle(case, work, no)
    below = await _below(request, case, work, look)
    return settle(case, work, forward.receive(case.transfer, case.act, below, work.today))


async def present_transfer(request: PresentTransfer, work: Work, look: Look) -> None:
    """Nộp giấy cho chi ủy nơi đến."""
    case = await _case(request, Step.PRESENT, work, look)
    no = _no(request, Step.PRESENT, case, work)
    settle(case, work, no or forward.present(case.transfer, case.act, work.today))


async def admit_transfer(request: AdmitTransfer, work: Work, look: Look) -> None:
    """Chi bộ nơi đến tiếp nhận: transfer and member change in one commit, the cell is guarded."""
    case = await _case(request, Step.ADMIT, work, look)
    if no := _no(request, Step.ADMIT, case, work):
        return settle(case, work, no)
    await no_open_incident(case.member, work)
    cell = (await work.load(CELLS, case.transfer.destination.organization)).state
    may_place(cell, case.act.acted_on, "transfer_id")
    member, _ = await at_home(case.member, work)
    facts, moved = forward.admit(case.id, case.transfer, member, case.act, work.today)
    return await _move(case, work, facts, moved, province_of(cell.code))


async def confirm_transfer(request: ConfirmTransfer, work: Work, look: Look) -> None:
    """Phiếu báo của nơi ngoài hệ thống, typed by the issuer: admits and confirms at once."""
    case = await _case(request, Step.CONFIRM, work, look)
    if no := _no(request, Step.CONFIRM, case, work):
        return settle(case, work, no)
    await no_open_incident(case.member, work)
    cell = (await work.load(CELLS, case.transfer.destination.organization)).state
    may_leave_to(cell, "transfer_id")
    member, _ = await at_home(case.member, work)
    facts, moved = forward.confirm_external(case.id, case.transfer, member, case.act, work.today)
    return await _move(case, work, facts, moved, case.transfer.province)


async def confirm_admitted_transfer(request: ConfirmAdmittedTransfer, work: Work, _look: Look) -> None:
    """Xác nhận sau khi tiếp nhận, by the policy."""
    services_only(work)
    transfer = (await work.load(TRANSFERS, request.transfer_id)).state
    if transfer.member is None:
        raise TransferIsUnknown("transfer_id")
    if facts := forward.confirm_admitted(transfer):
        work.record(TRANSFERS, request.transfer_id, *facts, province=transfer.province)
        work.release(OPEN_TRANSFER, str(transfer.member), request.transfer_id)
    work.answer("transfer", request.transfer_id)


async def _case(request: TransferStepRequest, step: Step, work: Work, look: Look) -> Case:
    case = await taken_up(request, step, work, look)
    dated(case.transfer, case.act, work.today)
    if request.forward_to_id is not None and step is not Step.RECEIVE:
        raise NextBodyIsAlreadyKnown("forward_to_id")
    return case


def _no(request: TransferStepRequest, step: Step, case: Case, work: Work) -> tuple[TransferFact, ...]:
    return () if request.accept else answer_no(case.transfer, step, case.act, work.today)


async def _letter(case: Case, work: Work, look: Look) -> Letter:
    issued_on = case.act.acted_on
    clocks = await look.clocks(case.transfer.issuer.organization, issued_on, work.today)
    return Letter(number=await numbered(case, work), present_by=clocks.present_by(issued_on))


async def _below(request: ReceiveTransfer, case: Case, work: Work, look: Look) -> tuple[Hop, ...]:
    """The hops down to the body that the receiving committee chose; a chosen cell is guarded."""
    if request.forward_to_id is None:
        return ()
    chosen = await look.bodies.chain(request.forward_to_id, work.today, work.today)
    if not chosen:
        raise DestinationIsUnknown("forward_to_id")
    below = down_to(case.transfer.holder.organization, chosen)
    if not below or not all(body.stands for body in chosen) or chosen[0].external or chosen[0].type == "GROUP":
        raise NextBodyIsNotBelow("forward_to_id")
    if chosen[0].type in CELL_TYPES:
        may_place((await work.load(CELLS, chosen[0].id)).state, work.today, "forward_to_id")
    return below


async def _move(
    case: Case, work: Work, facts: tuple[TransferFact, ...], moved: MemberHomeMoved | GuestStayStarted, province: str
) -> None:
    member = (await work.load(MEMBERS, case.member)).state
    work.record(MEMBERS, case.member, moved, province=province)
    if isinstance(moved, MemberHomeMoved):
        back = await end_where_home(member, moved.to_cell, case.act, work)
        if back is not None:
            work.record(MEMBERS, case.member, back, province=province)
    settle(case, work, facts)
