"""Đề nghị phục vụ tại nhà - who is served, on whose word, and when nobody comes any more."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.dates import not_in_future
from services.membership.domain.home_service.catalogue import HomeRules, Offer
from services.membership.domain.home_service.facts import HomeServiceCancelled, HomeServiceRequested, Place
from services.membership.domain.home_service.state import HomeService
from services.membership.domain.member import ACTIVE, Member
from services.membership.domain.refusals_home import (
    AuthorisationIsMissing,
    ConsentIsMissing,
    HomeServiceHasEnded,
    NotEligibleForHomeService,
)
from services.membership.domain.refusals_member import MemberHasLeft
from shared.vocabulary.facts import Sealed

AGE, FLAG, EXEMPT = "AGE", "FLAG", "EXEMPT"
RELATIVE = "RELATIVE"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the request says, its texts sealed already."""

    member: UUID
    home: UUID
    organization: UUID
    fallback: UUID
    transfer: UUID | None
    task_code: str
    asked_by: str
    requested_by: str
    consents: bool
    consent_on: date
    evidence_hash: str | None
    eligible_by: Sealed
    place: Place
    province: str


def eligibility(member: Member, born: date | None, weak: bool, rules: HomeRules, today: date) -> str:
    """Tuổi cao, sức khỏe yếu (có hoặc không, không chẩn đoán) hoặc được miễn sinh hoạt; one of them suffices."""
    if member.state not in ACTIVE:
        raise MemberHasLeft("member_id")
    if member.exempt:
        return EXEMPT
    if born is not None and rules.min_age is not None and _age(born, today) >= rules.min_age:
        return AGE
    if weak:
        return FLAG
    raise NotEligibleForHomeService("member_id")


def request(asked: Asked, offer: Offer, rules: HomeRules, today: date) -> tuple[HomeServiceRequested]:
    """Nothing is done at a home without the member's recorded consent; a relative shows the authorisation."""
    if not asked.consents:
        raise ConsentIsMissing("consent")
    not_in_future(asked.consent_on, today, "consent_on")
    if asked.asked_by == RELATIVE and asked.evidence_hash is None:
        raise AuthorisationIsMissing("authorisation_hash")
    return (
        HomeServiceRequested(
            member=asked.member,
            service=offer.code,
            flow=offer.flow,
            carries_file=offer.carries_file,
            proofs=offer.proofs,
            organization=asked.organization,
            fallback=asked.fallback,
            home=asked.home,
            transfer=asked.transfer,
            task_code=asked.task_code,
            asked_by=asked.asked_by,
            requested_by=asked.requested_by,
            consent_on=asked.consent_on,
            max_attempts=rules.max_attempts,
            eligible_by=asked.eligible_by,
            address=asked.place.address,
            neighbourhood=asked.place.neighbourhood,
            proxy=asked.place.proxy,
            evidence_hash=asked.evidence_hash,
            province=asked.province,
        ),
    )


def cancel(service: HomeService, remark: Sealed) -> tuple[HomeServiceCancelled]:
    """Thôi phục vụ, while it has not ended."""
    if not service.open:
        raise HomeServiceHasEnded("home_service_id", state=service.state)
    return (HomeServiceCancelled(remark=remark),)


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
