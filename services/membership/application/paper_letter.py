"""Nhập giấy giới thiệu - several boxes of one paper letter as one act: all of them are kept, or none."""

from collections.abc import Awaitable, Callable

from services.membership.application import transfer_forward as forward
from services.membership.application.lookups import Look
from services.membership.application.transfer_case import in_sight
from services.membership.contracts import requests
from services.membership.contracts.enums import TransferStep
from services.membership.contracts.requests import LetterBox, OnBehalf, RecordPaperLetter
from services.membership.domain.refusals_transfer import BoxIsNotOnALetter, LetterHasNoBoxes
from shared.eventlog.work import Work
from shared.vocabulary.refusals import Refusal

MOST_BOXES = 12
Take = Callable[..., Awaitable[None]]
_BOXES: dict[TransferStep, tuple[type[requests.TransferStepRequest], Take]] = {
    TransferStep.REVIEW: (requests.ReviewTransfer, forward.review_transfer),
    TransferStep.ENDORSE: (requests.EndorseTransfer, forward.endorse_transfer),
    TransferStep.RECEIVE: (requests.ReceiveTransfer, forward.receive_transfer),
    TransferStep.PRESENT: (requests.PresentTransfer, forward.present_transfer),
    TransferStep.ADMIT: (requests.AdmitTransfer, forward.admit_transfer),
    TransferStep.CONFIRM: (requests.ConfirmTransfer, forward.confirm_transfer),
}


async def record_paper_letter(request: RecordPaperLetter, work: Work, look: Look) -> None:
    """Every box goes through the rules of its own step; a refusal names the box it is about."""
    if not 1 <= len(request.boxes) <= MOST_BOXES:
        raise LetterHasNoBoxes("boxes", limit=MOST_BOXES)
    for index, box in enumerate(request.boxes):
        try:
            await _enter(box, request, work, look)
        except Refusal as refusal:
            refusal.path = ["boxes", str(index), *refusal.path]
            raise


async def _enter(box: LetterBox, request: RecordPaperLetter, work: Work, look: Look) -> None:
    if box.step not in _BOXES:
        raise BoxIsNotOnALetter("step", step=box.step.value)
    kind, take = _BOXES[box.step]
    transfer = await in_sight(request.transfer_id, work, look)
    holder = transfer.desk if box.step is TransferStep.CONFIRM else transfer.holder
    step = kind(
        command_id=request.command_id,
        transfer_id=request.transfer_id,
        acted_on=box.acted_on,
        forward_to_id=box.forward_to_id,
        paper_number=box.paper_number,
        signatory=box.signatory,
        remark=box.remark,
        evidence_hash=box.evidence_hash or request.evidence_hash,
        on_behalf=OnBehalf(organization_id=box.organization_id or holder.organization),
    )
    await take(step, work, look)
