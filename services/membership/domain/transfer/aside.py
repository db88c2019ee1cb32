"""Các bước rẽ ngang - return, refuse, withdraw, cancel, and a letter issued anew. Each needs its reason."""

from datetime import date

from services.membership.domain.refusals import ReasonIsMissing
from services.membership.domain.refusals_transfer import HopIsNotBefore
from services.membership.domain.transfer import facts as told
from services.membership.domain.transfer.dated import dated
from services.membership.domain.transfer.facts import Act
from services.membership.domain.transfer.state import Transfer
from services.membership.domain.transfer.steps import Step, require


def give_back(transfer: Transfer, act: Act, to_hop: int | None, today: date) -> tuple[told.TransferFact, ...]:
    """Trả lại để bổ sung: to the hop before, or to an earlier one; back to the origin cell the letter is void."""
    _check(Step.RETURN, transfer, act, today)
    hop = transfer.hop - 1 if to_hop is None else to_hop
    if not transfer.first_hop <= hop < transfer.hop:
        raise HopIsNotBefore("to_hop", last=transfer.hop - 1)
    voided = transfer.letter_number if hop == 0 else None
    return (told.TransferReturned(act=act, to_hop=hop, voided_number=voided),)


def refuse(transfer: Transfer, act: Act, today: date) -> tuple[told.TransferFact, ...]:
    """Không chấp nhận."""
    _check(Step.REFUSE, transfer, act, today)
    return (told.TransferRefused(act=act),)


def answer_no(transfer: Transfer, step: Step, act: Act, today: date) -> tuple[told.TransferFact, ...]:
    """A step with accept: false is a refusal, where the step itself could have been taken."""
    require(step, transfer)
    require(Step.REFUSE, transfer)
    dated(transfer, act, today)
    if act.remark is None:
        raise ReasonIsMissing("remark")
    return (told.TransferRefused(act=act, step=step),)


def withdraw(transfer: Transfer, act: Act, today: date) -> tuple[told.TransferFact, ...]:
    """Rút đề nghị, only before the introduction."""
    _check(Step.WITHDRAW, transfer, act, today)
    return (told.TransferWithdrawn(act=act),)


def cancel(transfer: Transfer, act: Act, today: date) -> tuple[told.TransferFact, ...]:
    """Hủy sau khi giới thiệu."""
    _check(Step.CANCEL, transfer, act, today)
    return (told.TransferCancelled(act=act),)


def reissue(transfer: Transfer, act: Act, number: str, today: date) -> tuple[told.TransferFact, ...]:
    """Cấp lại giấy bị mất: a new number voids the old one; the clock stays as it is."""
    _check(Step.REISSUE, transfer, act, today)
    assert transfer.letter_number is not None
    return (told.TransferPaperReissued(act=act, letter_number=number, voided_number=transfer.letter_number),)


def _check(step: Step, transfer: Transfer, act: Act, today: date) -> None:
    require(step, transfer)
    dated(transfer, act, today)
    if act.remark is None:
        raise ReasonIsMissing("reason")
