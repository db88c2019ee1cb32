"""Được tải minh chứng - asked before a byte is taken: the visit is the actor's, open, and the picture bound to it."""

from uuid import UUID

from services.membership.application.home_case import home_service_in_sight, permits_home, permitted_case
from services.membership.application.lookups import Look
from services.membership.domain.home_service.proof import check_binding, may_take
from services.membership.domain.refusals_home import ProofIsNotStored, ProofIsOfAnotherVisit
from shared.eventlog.work import Work
from shared.vocabulary.requests import Request

HOME_PROOF = "home_proof"
"""The claim that binds a proof's id to one service."""


class LookAtHomeProof(Request, frozen=True, kw_only=True):
    """Xem minh chứng: who looks is checked here; that somebody looked stays on record as this command."""

    home_service_id: UUID
    proof_id: UUID


async def look_at_home_proof(request: LookAtHomeProof, work: Work, look: Look) -> None:
    """The proof of a service that the actor may look at; absent and out of sight answer alike."""
    case = await home_service_in_sight(request.home_service_id, work, look)
    bodies = (case.organization,)
    seen = await permits_home("SeeHomeProof", bodies, case.member, work, look)
    if not seen or request.proof_id not in case.service.proofs:
        raise ProofIsNotStored("proof")


class CheckHomeProof(Request, frozen=True, kw_only=True):
    """Hỏi trước khi tải: every check that needs no picture; nothing is recorded."""

    home_service_id: UUID
    proof_id: UUID
    visit: int
    digest: str
    binding: str


async def check_home_proof(request: CheckHomeProof, work: Work, look: Look) -> None:
    """Refused here, the upload never begins."""
    case = await permitted_case("MakeHomeVisit", request.home_service_id, work, look)
    if request.proof_id in case.service.proofs:
        return
    if await work.holder(HOME_PROOF, str(request.proof_id)) not in (None, case.id):
        raise ProofIsOfAnotherVisit("proof")
    may_take(case.service, request.visit)
    seals = await look.people.sealer(case.member)
    assert case.service.capture_key is not None
    key = seals.open("capture_key", case.service.capture_key) or ""
    check_binding(key, case.id, request.visit, request.digest, request.binding)
