"""What membership tells the others. Personal values and free text travel only as ciphertext (`Sealed`)."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.contracts.custody_facts import CUSTODY_FACTS
from services.membership.contracts.data_facts import PRIVACY_FACTS
from services.membership.contracts.home_facts import HOME_SERVICE_FACTS
from services.membership.contracts.member_facts import (
    MEMBER_FACTS,
    MemberCorrected,
    MemberFact,
    MemberHoldLifted,
    MemberHoldPlaced,
    MemberStateDecided,
)
from services.membership.contracts.sheet_facts import SHEET_EXPORT_FACTS
from services.membership.contracts.standing import Act, Replaced, Standing
from shared.vocabulary.facts import PublishedFact, Sealed


class MemberRegistered(PublishedFact, frozen=True, kw_only=True):
    """Đăng ký đảng viên - a member has a home in a cell since `home_since`."""

    TOPIC = "vn.lienthong.membership.MemberRegistered.v1"
    SERVICE = "membership"
    AGGREGATE = "member"
    member: UUID
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


class MemberRehomed(PublishedFact, frozen=True, kw_only=True):
    """Chuyển cả tập thể - a restructuring moved the member alone: the home is `to_cell` from `on`, `plan` says why."""

    TOPIC = "vn.lienthong.membership.MemberRehomed.v1"
    SERVICE = "membership"
    AGGREGATE = "member"
    member: UUID
    from_cell: UUID
    to_cell: UUID
    on: date
    plan: UUID
    onward: UUID | None = None  # from a holding cell: the organisation that the member is introduced to


class TransferFact(PublishedFact, frozen=True, kw_only=True):
    """What every fact of a transfer tells."""

    SERVICE = "membership"
    AGGREGATE = "transfer"
    transfer: UUID
    member: UUID
    standing: Standing
    act: Act


class TransferRequested(TransferFact, frozen=True, kw_only=True):
    """Đề nghị chuyển sinh hoạt - by the member, the cell, or the destination (a pull)."""

    TOPIC = "vn.lienthong.membership.TransferRequested.v1"
    kind: str
    reason: str
    origin: UUID
    destination: UUID
    effective_on: date
    start_by: date
    started_late: bool
    decision_number: str | None = None
    decision_date: date | None = None
    return_by: date | None = None
    pull: bool = False
    requested_by: str  # the account


class TransferReviewed(TransferFact, frozen=True, kw_only=True):
    """Chi bộ nơi đi đã xem xét."""

    TOPIC = "vn.lienthong.membership.TransferReviewed.v1"


class TransferEndorsed(TransferFact, frozen=True, kw_only=True):
    """Một cấp ủy nơi đi đã xác nhận."""

    TOPIC = "vn.lienthong.membership.TransferEndorsed.v1"


class TransferIntroduced(TransferFact, frozen=True, kw_only=True):
    """Giới thiệu - the letter is issued; the clock of 30 working days runs from `standing.introduced_on`."""

    TOPIC = "vn.lienthong.membership.TransferIntroduced.v1"


class TransferReceived(TransferFact, frozen=True, kw_only=True):
    """Cấp ủy nơi đến đã tiếp nhận; the destination may have become known here."""

    TOPIC = "vn.lienthong.membership.TransferReceived.v1"
    destination: UUID


class TransferPresented(TransferFact, frozen=True, kw_only=True):
    """Đã nộp giấy cho chi ủy nơi đến: the clock stops."""

    TOPIC = "vn.lienthong.membership.TransferPresented.v1"


class TransferAdmitted(TransferFact, frozen=True, kw_only=True):
    """Chi bộ nơi đến đã tiếp nhận vào sinh hoạt - the one moment at which the home changes."""

    TOPIC = "vn.lienthong.membership.TransferAdmitted.v1"
    from_cell: UUID
    to_cell: UUID
    admitted_on: date


class GuestAdmitted(TransferFact, frozen=True, kw_only=True):
    """Chi bộ nơi đến đã tiếp nhận sinh hoạt tạm thời - a guest since `since`; the home stays where it is."""

    TOPIC = "vn.lienthong.membership.GuestAdmitted.v1"
    home: UUID
    cell: UUID
    since: date
    return_by: date


class GuestStayProlonged(TransferFact, frozen=True, kw_only=True):
    """Đã gia hạn sinh hoạt tạm thời."""

    TOPIC = "vn.lienthong.membership.GuestStayProlonged.v1"
    return_by: date


class GuestReturned(TransferFact, frozen=True, kw_only=True):
    """Đã hết sinh hoạt tạm thời, from `returned_on` on."""

    TOPIC = "vn.lienthong.membership.GuestReturned.v1"
    returned_on: date


class TransferConfirmed(TransferFact, frozen=True, kw_only=True):
    """Phiếu báo đã về nơi đi."""

    TOPIC = "vn.lienthong.membership.TransferConfirmed.v1"


class TransferReturned(TransferFact, frozen=True, kw_only=True):
    """Trả lại để bổ sung tại một chặng."""

    TOPIC = "vn.lienthong.membership.TransferReturned.v1"
    to_hop: int
    voided_number: str | None = None  # back to the origin cell: the letter issued so far is void


class TransferRefused(TransferFact, frozen=True, kw_only=True):
    """Không chấp nhận."""

    TOPIC = "vn.lienthong.membership.TransferRefused.v1"


class TransferWithdrawn(TransferFact, frozen=True, kw_only=True):
    """Rút đề nghị trước khi giới thiệu."""

    TOPIC = "vn.lienthong.membership.TransferWithdrawn.v1"


class TransferCancelled(TransferFact, frozen=True, kw_only=True):
    """Hủy sau khi giới thiệu."""

    TOPIC = "vn.lienthong.membership.TransferCancelled.v1"


class TransferPutOnHold(TransferFact, frozen=True, kw_only=True):
    """Tạm giữ - before the introduction nobody endorses; after it the common superior decides."""

    TOPIC = "vn.lienthong.membership.TransferPutOnHold.v1"


class TransferReleased(TransferFact, frozen=True, kw_only=True):
    """Thôi tạm giữ - the last hold is lifted."""

    TOPIC = "vn.lienthong.membership.TransferReleased.v1"


class TransferPaperReissued(TransferFact, frozen=True, kw_only=True):
    """Cấp lại giấy - `voided_number` is never accepted again."""

    TOPIC = "vn.lienthong.membership.TransferPaperReissued.v1"
    voided_number: str


class TransferBecameOverdue(TransferFact, frozen=True, kw_only=True):
    """Quá hạn nộp giấy - opens a case; never a removal by itself."""

    TOPIC = "vn.lienthong.membership.TransferBecameOverdue.v1"


class OverdueTransferDecided(TransferFact, frozen=True, kw_only=True):
    """Cấp có thẩm quyền đã xem xét trường hợp quá hạn; `standing.present_by` holds the new limit, if any."""

    TOPIC = "vn.lienthong.membership.OverdueTransferDecided.v1"


class PersonErased(PublishedFact, frozen=True, kw_only=True):
    """Xóa dữ liệu cá nhân - the person's key is gone; views and caches blank what they hold in clear."""

    TOPIC = "vn.lienthong.membership.PersonErased.v1"
    SERVICE = "membership"
    AGGREGATE = "member"
    ERASES = "member"
    member: UUID


class TransferReaddressed(TransferFact, frozen=True, kw_only=True):
    """Đổi nơi nhận theo tổ chức kế thừa - bodies on the route have ended; letter, number and clock stay as they are."""

    TOPIC = "vn.lienthong.membership.TransferReaddressed.v1"
    origin: UUID
    destination: UUID
    replaced: tuple[Replaced, ...] = ()


class TransferClockPaused(TransferFact, frozen=True, kw_only=True):
    """Tạm dừng tính hạn nộp giấy - the office itself has carried the file since `since`."""

    TOPIC = "vn.lienthong.membership.TransferClockPaused.v1"
    since: date


class TransferClockResumed(TransferFact, frozen=True, kw_only=True):
    """Tính hạn trở lại - `standing.present_by` is later by the working days of the pause, `since` to `until`."""

    TOPIC = "vn.lienthong.membership.TransferClockResumed.v1"
    since: date
    until: date


class TransferReminded(TransferFact, frozen=True, kw_only=True):
    """Nhắc hạn - `what` is PRESENT, RETURN or ESCALATION, `due` its limit; `act.organization` is who is reminded."""

    TOPIC = "vn.lienthong.membership.TransferReminded.v1"
    what: str
    due: date


TRANSFER_FACTS: tuple[type[TransferFact], ...] = (
    TransferRequested,
    TransferReviewed,
    TransferEndorsed,
    TransferIntroduced,
    TransferReceived,
    TransferPresented,
    TransferAdmitted,
    GuestAdmitted,
    GuestStayProlonged,
    GuestReturned,
    TransferConfirmed,
    TransferReturned,
    TransferRefused,
    TransferWithdrawn,
    TransferCancelled,
    TransferPutOnHold,
    TransferReleased,
    TransferPaperReissued,
    TransferBecameOverdue,
    OverdueTransferDecided,
    TransferReaddressed,
    TransferReminded,
    TransferClockPaused,
    TransferClockResumed,
)
__all__ = [
    "Act",
    "MemberCorrected",
    "MemberFact",
    "MemberHoldLifted",
    "MemberHoldPlaced",
    "MemberStateDecided",
    "Replaced",
    "Standing",
]
_BESIDE = (*HOME_SERVICE_FACTS, *CUSTODY_FACTS, *PRIVACY_FACTS, *SHEET_EXPORT_FACTS)
PUBLISHED = (MemberRegistered, MemberRehomed, *MEMBER_FACTS, *TRANSFER_FACTS, *_BESIDE, PersonErased)
