"""What membership tells of a member after the registration: holds, decisions, corrections."""

from datetime import date
from uuid import UUID

from shared.vocabulary.facts import PublishedFact, Sealed


class MemberFact(PublishedFact, frozen=True, kw_only=True):
    """What every later fact of a member tells."""

    SERVICE = "membership"
    AGGREGATE = "member"
    member: UUID


class MemberHoldPlaced(MemberFact, frozen=True, kw_only=True):
    """Tạm giữ - which body, by which document, since when; never what it is about."""

    TOPIC = "vn.lienthong.membership.MemberHoldPlaced.v1"
    organization: UUID
    document_number: Sealed
    on: date


class MemberHoldLifted(MemberFact, frozen=True, kw_only=True):
    """Thôi tạm giữ."""

    TOPIC = "vn.lienthong.membership.MemberHoldLifted.v1"
    organization: UUID
    document_number: Sealed
    on: date


class MemberStateDecided(MemberFact, frozen=True, kw_only=True):
    """Quyết định về đảng viên - `state` and `exempt` are what holds from `effective_on` on."""

    TOPIC = "vn.lienthong.membership.MemberStateDecided.v1"
    decision: str
    state: str
    exempt: bool
    decision_number: Sealed | None
    decided_on: date
    effective_on: date
    full_member_on: date | None = None


class MemberCorrected(MemberFact, frozen=True, kw_only=True):
    """Đính chính lý lịch - what is absent stays as it was."""

    TOPIC = "vn.lienthong.membership.MemberCorrected.v1"
    on: date
    evidence_hash: str
    full_name: Sealed | None = None
    personal_id: Sealed | None = None
    date_of_birth: Sealed | None = None
    file_number: Sealed | None = None
    card_number: Sealed | None = None
    admitted_on: date | None = None
    full_member_on: date | None = None
    seniority_from: date | None = None
    residence_place: Sealed | None = None
    workplace: Sealed | None = None


MEMBER_FACTS: tuple[type[MemberFact], ...] = (
    MemberHoldPlaced,
    MemberHoldLifted,
    MemberStateDecided,
    MemberCorrected,
)
