"""Các bước rẽ ngang của hồ sơ - handlers of return, refuse, withdraw, cancel, reissue, and what lateness needs."""

from services.membership.application.internal import MarkTransferOverdue, services_only
from services.membership.application.lookups import Look
from services.membership.application.transfer_case import Case, settle, taken_up
from services.membership.application.transfer_letters import numbered
from services.membership.contracts.requests import (
    CancelTransfer,
    DecideOverdueTransfer,
    RefuseTransfer,
    ReissueTransferPaper,
    ReturnTransfer,
    TransferReasonRequest,
    WithdrawTransfer,
)
from services.membership.domain.refusals import ReasonIsMissing
from services.membership.domain.refusals_request import ReturnDateIsForTemporary
from services.membership.domain.refusals_transfer import TransferIsUnknown
from services.membership.domain.transfer import aside
from services.membership.domain.transfer.dated import dated
from services.membership.domain.transfer.lateness import became_overdue, decide_overdue, limit
from services.membership.domain.transfer.state import TRANSFERS
from services.membership.domain.transfer.steps import Step
from shared.eventlog.work import Work


async def return_transfer(request: ReturnTransfer, work: Work, look: Look) -> None:
    """Trả lại để bổ sung."""
    case = await _case(request, Step.RETURN, work, look)
    settle(case, work, aside.give_back(case.transfer, case.act, request.to_hop, work.today))


async def refuse_transfer(request: RefuseTransfer, work: Work, look: Look) -> None:
    """Không chấp nhận."""
    case = await _case(request, Step.REFUSE, work, look)
    settle(case, work, aside.refuse(case.transfer, case.act, work.today))


async def withdraw_transfer(request: WithdrawTransfer, work: Work, look: Look) -> None:
    """Rút đề nghị."""
    case = await _case(request, Step.WITHDRAW, work, look)
    settle(case, work, aside.withdraw(case.transfer, case.act, work.today))


async def cancel_transfer(request: CancelTransfer, work: Work, look: Look) -> None:
    """Hủy sau khi giới thiệu."""
    case = await _case(request, Step.CANCEL, work, look)
    settle(case, work, aside.cancel(case.transfer, case.act, work.today))


async def reissue_transfer_paper(request: ReissueTransferPaper, work: Work, look: Look) -> None:
    """Cấp lại giấy bị mất; the new number comes from the register of the year in which it is issued."""
    case = await _case(request, Step.REISSUE, work, look)
    settle(case, work, aside.reissue(case.transfer, case.act, await numbered(case, work), work.today))


async def decide_overdue_transfer(request: DecideOverdueTransfer, work: Work, look: Look) -> None:
    """Xem xét quá hạn."""
    case = await _case(request, Step.DECIDE_OVERDUE, work, look)
    settle(case, work, decide_overdue(case.transfer, case.act, request.present_by, work.today))


async def mark_transfer_overdue(request: MarkTransferOverdue, work: Work, look: Look) -> None:
    """Ghi nhận quá hạn, by the timer: decided anew by today's calendar, nothing where it is not late."""
    services_only(work)
    transfer = (await work.load(TRANSFERS, request.transfer_id)).state
    if transfer.member is None:
        raise TransferIsUnknown("transfer_id")
    if transfer.introduced_on is not None:
        clocks = await look.clocks(transfer.issuer.organization, transfer.introduced_on, work.today)
        if facts := became_overdue(transfer, limit(transfer, clocks), work.today):
            work.record(TRANSFERS, request.transfer_id, *facts, province=transfer.province)
    work.answer("transfer", request.transfer_id)


async def _case(request: TransferReasonRequest, step: Step, work: Work, look: Look) -> Case:
    case = await taken_up(request, step, work, look)
    dated(case.transfer, case.act, work.today)
    if case.act.remark is None:
        raise ReasonIsMissing("reason")
    if request.return_by is not None:
        raise ReturnDateIsForTemporary("return_by")
    return case
