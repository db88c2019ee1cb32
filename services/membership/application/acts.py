"""Từ yêu cầu thành việc đã làm - what a request says of its paper, checked, its free text sealed."""

from typing import Protocol
from uuid import UUID

from services.membership.application.lookups import Look
from services.membership.contracts.requests import OnBehalf, TransferReasonRequest, TransferStepRequest
from services.membership.domain.paper import evidence_hash, paper_number
from services.membership.domain.refusals import OnBehalfOfAnotherBody
from services.membership.domain.transfer.facts import Act
from shared.eventlog.work import Work
from shared.vocabulary.facts import Sealed
from shared.vocabulary.plain_text import plain

_LONGEST_REMARK = 2_000
_LONGEST_NAME = 100


class HasOnBehalf(Protocol):
    """A request that a superior may enter for a body below."""

    @property
    def on_behalf(self) -> OnBehalf | None:
        """For whom."""
        ...


def behalf_is_of(request: HasOnBehalf, *bodies: UUID) -> bool:
    """Whether the request is entered on behalf; refused where it names another body than the one whose act it is."""
    if request.on_behalf is None:
        return False
    if request.on_behalf.organization_id not in bodies:
        raise OnBehalfOfAnotherBody("on_behalf")
    return True


async def act_of(
    request: TransferStepRequest | TransferReasonRequest,
    work: Work,
    look: Look,
    *,
    member: UUID,
    organization: UUID,
    entered_by: UUID | None,
) -> Act:
    """The act as the facts keep it; without a date it was done today."""
    remark, signatory = await _sealed(request, look, member)
    behalf = request.on_behalf.evidence_hash if request.on_behalf else None
    return Act(
        organization=organization,
        acted_on=request.acted_on or work.today,
        remark=remark,
        paper_number=paper_number(request.paper_number, "paper_number"),
        signatory=signatory,
        evidence_hash=evidence_hash(request.evidence_hash or behalf, "evidence_hash"),
        entered_by=entered_by,
    )


async def _sealed(
    request: TransferStepRequest | TransferReasonRequest, look: Look, member: UUID
) -> tuple[Sealed | None, Sealed | None]:
    """Remark and signatory under the member's key; blank text is no text."""
    field, said = _said(request)
    remark = plain(field, said, at_most=_LONGEST_REMARK, lines=True) if said else ""
    signatory = plain("signatory", request.signatory, at_most=_LONGEST_NAME) if request.signatory else ""
    if not remark and not signatory:
        return None, None
    sealer = await look.people.sealer(member)
    return (
        sealer.seal("remark", remark) if remark else None,
        sealer.seal("signatory", signatory) if signatory else None,
    )


def _said(request: TransferStepRequest | TransferReasonRequest) -> tuple[str, str | None]:
    if isinstance(request, TransferReasonRequest):
        return "reason", request.reason
    return "remark", request.remark
