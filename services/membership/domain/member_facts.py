"""Đảng viên: what has happened to a member. The TOPICs are stored names; they never change."""

from datetime import date
from uuid import UUID

import msgspec

from shared.vocabulary.facts import Fact, Sealed


class MemberEnrolled(Fact, frozen=True, kw_only=True):
    """Đảng viên được đăng ký vào chi bộ; the responsible body says so, personal values are sealed."""

    TOPIC = "membership.MemberEnrolled"
    cell: UUID
    state: str
    home_since: date
    full_name: Sealed
    personal_id: Sealed
    date_of_birth: Sealed
    file_number: Sealed | None = None
    card_number: Sealed | None = None
    residence_place: Sealed | None = None
    workplace: Sealed | None = None
    admitted_on: date | None = None
    full_member_on: date | None = None
    external_ids: dict[str, Sealed] = msgspec.field(default_factory=dict)
    synthetic: bool = False


class MemberHomeMoved(Fact, frozen=True, kw_only=True):
    """Nơi sinh hoạt chính thức đã đổi; the destination cell says so by admitting the member on that date."""

    TOPIC = "membership.MemberHomeMoved"
    from_cell: UUID
    to_cell: UUID
    on: date
    transfer: UUID


class GuestStayStarted(Fact, frozen=True, kw_only=True):
    """Bắt đầu sinh hoạt tạm thời, told by the guest cell when it admits; the home stays where it is."""

    TOPIC = "membership.GuestStayStarted"
    cell: UUID
    since: date
    return_by: date
    transfer: UUID


class GuestStayExtended(Fact, frozen=True, kw_only=True):
    """Gia hạn sinh hoạt tạm thời, asked for at the guest cell."""

    TOPIC = "membership.GuestStayExtended"
    return_by: date
    transfer: UUID


class GuestStayEnded(Fact, frozen=True, kw_only=True):
    """Hết sinh hoạt tạm thời: the member is back, or the guest cell became the home."""

    TOPIC = "membership.GuestStayEnded"
    on: date
    transfer: UUID


class MemberPlacedByPlan(Fact, frozen=True, kw_only=True):
    """Được phân bổ khi sắp xếp tổ chức: a plan moves the member alone, or its undoing moves the member back."""

    TOPIC = "membership.MemberPlacedByPlan"
    from_cell: UUID
    to_cell: UUID
    on: date
    plan: UUID
    onward: UUID | None = None  # from a holding cell: the organisation that the member is introduced to


class HoldPlaced(Fact, frozen=True, kw_only=True):
    """Tạm giữ chuyển sinh hoạt: a body is looking into something; who, by which document, since when, and no more."""

    TOPIC = "membership.HoldPlaced"
    organization: UUID
    document_number: Sealed
    on: date


class HoldLifted(Fact, frozen=True, kw_only=True):
    """Thôi tạm giữ: the same body has concluded."""

    TOPIC = "membership.HoldLifted"
    organization: UUID
    document_number: Sealed
    on: date


class MemberStateDecided(Fact, frozen=True, kw_only=True):
    """Quyết định về tình trạng đảng viên: which decision, its number and its date; never its grounds."""

    TOPIC = "membership.MemberStateDecided"
    decision: str
    state: str
    exempt: bool
    decision_number: Sealed | None
    decided_on: date
    effective_on: date
    full_member_on: date | None = None


class MemberCorrected(Fact, frozen=True, kw_only=True):
    """Đính chính lý lịch theo minh chứng; what is absent stays as it was, and the history keeps what was before."""

    TOPIC = "membership.MemberCorrected"
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


MemberFact = (
    MemberEnrolled
    | MemberHomeMoved
    | GuestStayStarted
    | GuestStayExtended
    | GuestStayEnded
    | MemberPlacedByPlan
    | HoldPlaced
    | HoldLifted
    | MemberStateDecided
    | MemberCorrected
)
