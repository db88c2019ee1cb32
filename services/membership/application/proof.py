"""Lưu minh chứng - the handler behind an upload: the picture is in the store already, now it is on record."""

from datetime import datetime
from uuid import UUID, uuid5

from services.membership.application.home_case import HomeCase, settle_home
from services.membership.application.internal import services_only
from services.membership.application.lookups import Look
from services.membership.application.proof_check import HOME_PROOF
from services.membership.domain.home_service.moment import DeviceTime, moment_of
from services.membership.domain.home_service.proof import Picture, Stored, keep
from services.membership.domain.home_service.state import HOME_SERVICES
from services.membership.domain.refusals_home import HomeServiceIsUnknown, ProofIsOfAnotherVisit
from shared.eventlog.work import Work
from shared.vocabulary.requests import Request

_PICTURE = "home_picture"
"""The claim on a picture's digest: one picture proves one visit."""


class KeepHomeProof(Request, frozen=True, kw_only=True):
    """Ghi nhận minh chứng đã lưu; asked by the upload's own process, which has checked and kept the bytes."""

    home_service_id: UUID
    proof_id: UUID
    visit: int
    kind: Picture
    taken_digest: str
    kept_digest: str
    size: int
    device_time: datetime
    synced_at: datetime
    monotonic_offset_ms: int


async def keep_home_proof(request: KeepHomeProof, work: Work, _look: Look) -> None:
    """A picture whose digest has proven another visit is refused, whatever id it comes under."""
    services_only(work)
    service = (await work.load(HOME_SERVICES, request.home_service_id)).state
    if service.member is None or service.organization is None:
        raise HomeServiceIsUnknown("home_service_id")
    case = HomeCase(
        id=request.home_service_id, service=service, member=service.member, organization=service.organization
    )
    device = DeviceTime(
        device_time=request.device_time,
        synced_at=request.synced_at,
        monotonic_offset_ms=request.monotonic_offset_ms,
    )
    stored = Stored(
        proof=request.proof_id,
        visit=request.visit,
        kind=request.kind.value,
        taken_digest=request.taken_digest,
        kept_digest=request.kept_digest,
        size=request.size,
        moment=moment_of(device, work.now),
    )
    work.answer("home_service", case.id)
    if facts := keep(service, stored):
        visit = uuid5(case.id, str(request.visit))
        elsewhere = ProofIsOfAnotherVisit("proof")
        work.claim(HOME_PROOF, str(request.proof_id), holder=case.id, refusal=elsewhere)
        work.claim(_PICTURE, request.taken_digest, holder=visit, refusal=elsewhere)
        await settle_home(case, work, facts)
