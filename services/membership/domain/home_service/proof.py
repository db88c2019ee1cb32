"""Minh chứng - what is taken at a visit and for that visit only; the picture is bound to it when it is taken."""

import hashlib
import hmac
from enum import StrEnum
from uuid import UUID

import msgspec

from services.membership.domain.home_service.facts import HomeProofStored
from services.membership.domain.home_service.moment import Moment
from services.membership.domain.home_service.state import HomeService
from services.membership.domain.home_service.visit import visit_of
from services.membership.domain.refusals_home import HomeServiceHasEnded, VisitEndedOtherwise
from services.membership.domain.refusals_proof import ProofIsNotBound


class Picture(StrEnum):
    """Minh chứng bằng hình: drawn, photographed or scanned. Never a face, never a fingerprint."""

    SIGNATURE = "SIGNATURE"
    PHOTO_OF_SEAL = "PHOTO_OF_SEAL"
    PHOTO_OF_RECEIPT = "PHOTO_OF_RECEIPT"
    WET_SIGNATURE = "WET_SIGNATURE"


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that is safely kept: the digest as taken and of what is kept of it."""

    proof: UUID
    visit: int
    kind: str
    taken_digest: str
    kept_digest: str
    size: int
    moment: Moment


def binding(capture_key: str, service: UUID, visit: int, digest: str) -> str:
    """What the device computes when the picture is taken: HMAC-SHA256 of service, visit and digest, in hex.

    The key belongs to one visit, so a picture taken at one home can never be shown for another.
    """
    said = f"{service}|{visit}|{digest}"
    return hmac.new(capture_key.encode(), said.encode(), hashlib.sha256).hexdigest()


def check_binding(capture_key: str, service: UUID, visit: int, digest: str, shown: str) -> None:
    """Refuse a picture that was not taken for this visit."""
    if not hmac.compare_digest(binding(capture_key, service, visit, digest), shown.lower()):
        raise ProofIsNotBound("binding")


def may_take(service: HomeService, visit: int) -> None:
    """Whether a proof may be taken for the visit now."""
    found = visit_of(service, visit)
    if found.outcome:
        raise VisitEndedOtherwise("visit", outcome=found.outcome)
    if not service.open:
        raise HomeServiceHasEnded("home_service_id", state=service.state)


def keep(service: HomeService, stored: Stored) -> tuple[HomeProofStored, ...]:
    """Lưu minh chứng; one that is known already tells nothing new."""
    if stored.proof in service.proofs:
        return ()
    may_take(service, stored.visit)
    return (HomeProofStored(**msgspec.structs.asdict(stored)),)
