"""Chuyển sinh hoạt: what has happened to a transfer. The TOPICs are stored names; they never change."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.route import Hop
from shared.vocabulary.facts import Fact, Sealed


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Ai làm, ngày nào, theo giấy nào - the body that acted, on which date, by which paper; free text is sealed."""

    organization: UUID
    acted_on: date
    remark: Sealed | None = None
    paper_number: str | None = None
    signatory: Sealed | None = None
    evidence_hash: str | None = None
    entered_by: UUID | None = None  # the superior that typed what a body below did on paper


class TransferFact(Fact, frozen=True, kw_only=True):
    """What every fact of a transfer has."""

    act: Act


class TransferRequested(TransferFact, frozen=True, kw_only=True):
    """Đề nghị chuyển sinh hoạt: the member, the cell or the destination (a pull) asks."""

    TOPIC = "membership.TransferRequested"
    member: UUID
    kind: str
    reason: str
    origin: UUID
    destination: UUID
    hops: tuple[Hop, ...]
    origin_hops: int
    effective_on: date
    start_by: date
    started_late: bool
    decision_number: str | None = None
    decision_date: date | None = None
    return_by: date | None = None
    pull: bool = False
    requested_by: str
    province: str


class TransferReviewed(TransferFact, frozen=True, kw_only=True):
    """Chi bộ nơi đi đồng ý."""

    TOPIC = "membership.TransferReviewed"


class TransferEndorsed(TransferFact, frozen=True, kw_only=True):
    """Một cấp ủy nơi đi xác nhận and passes it on to the next."""

    TOPIC = "membership.TransferEndorsed"


class TransferIntroduced(TransferFact, frozen=True, kw_only=True):
    """Cấp ủy cuối ở nơi đi giới thiệu: the letter and its clock; after a return both are the same as before."""

    TOPIC = "membership.TransferIntroduced"
    letter_number: str
    introduced_on: date
    present_by: date


class TransferReceived(TransferFact, frozen=True, kw_only=True):
    """Cấp ủy nơi đến tiếp nhận; `below` are the hops it chose where it is itself the destination."""

    TOPIC = "membership.TransferReceived"
    below: tuple[Hop, ...] = ()


class TransferPresented(TransferFact, frozen=True, kw_only=True):
    """Giấy đã nộp cho chi ủy nơi đến: the clock stops."""

    TOPIC = "membership.TransferPresented"


class TransferAdmitted(TransferFact, frozen=True, kw_only=True):
    """Chi bộ nơi đến tiếp nhận: the one moment at which the home changes."""

    TOPIC = "membership.TransferAdmitted"
    from_cell: UUID
    to_cell: UUID
    external: bool = False


class GuestAdmitted(TransferFact, frozen=True, kw_only=True):
    """Chi bộ nơi đến tiếp nhận sinh hoạt tạm thời: a guest until `return_by`; the home stays where it is."""

    TOPIC = "membership.GuestAdmitted"
    home: UUID
    cell: UUID
    return_by: date
    external: bool = False


class GuestStayProlonged(TransferFact, frozen=True, kw_only=True):
    """Gia hạn sinh hoạt tạm thời đến ngày mới."""

    TOPIC = "membership.GuestStayProlonged"
    return_by: date


class GuestReturned(TransferFact, frozen=True, kw_only=True):
    """Hết sinh hoạt tạm thời: back at home, or at home there now."""

    TOPIC = "membership.GuestReturned"


class TransferConfirmed(TransferFact, frozen=True, kw_only=True):
    """Phiếu báo đã về nơi đi: the end."""

    TOPIC = "membership.TransferConfirmed"


class TransferReturned(TransferFact, frozen=True, kw_only=True):
    """Trả lại một chặng trước để bổ sung; back to the origin cell voids the letter."""

    TOPIC = "membership.TransferReturned"
    to_hop: int
    voided_number: str | None = None


class TransferRefused(TransferFact, frozen=True, kw_only=True):
    """Không chấp nhận, with a reason. `step` is the step that was answered with a no, if it was one."""

    TOPIC = "membership.TransferRefused"
    step: str | None = None


class TransferWithdrawn(TransferFact, frozen=True, kw_only=True):
    """Rút đề nghị trước khi giới thiệu."""

    TOPIC = "membership.TransferWithdrawn"


class TransferCancelled(TransferFact, frozen=True, kw_only=True):
    """Hủy sau khi giới thiệu: the decision behind the move is revoked."""

    TOPIC = "membership.TransferCancelled"


class TransferPutOnHold(TransferFact, frozen=True, kw_only=True):
    """Tạm giữ: before the introduction nobody endorses it; after it the common superior decides."""

    TOPIC = "membership.TransferPutOnHold"


class TransferReleased(TransferFact, frozen=True, kw_only=True):
    """Thôi tạm giữ: the last hold is lifted."""

    TOPIC = "membership.TransferReleased"


class TransferPaperReissued(TransferFact, frozen=True, kw_only=True):
    """Cấp lại giấy bị mất: the old number is void for good, the clock stays."""

    TOPIC = "membership.TransferPaperReissued"
    letter_number: str
    voided_number: str


class TransferBecameOverdue(TransferFact, frozen=True, kw_only=True):
    """Quá hạn nộp giấy: a case is opened; the calendar says so. `present_by` is the limit as it stands today."""

    TOPIC = "membership.TransferBecameOverdue"
    present_by: date


class OverdueTransferDecided(TransferFact, frozen=True, kw_only=True):
    """Cấp có thẩm quyền đã xem xét quá hạn; `present_by` is the new limit where lateness is accepted."""

    TOPIC = "membership.OverdueTransferDecided"
    present_by: date | None = None


class TransferReminded(TransferFact, frozen=True, kw_only=True):
    """Nhắc hạn: `what` is PRESENT, RETURN or ESCALATION (told to a superior), `due` the limit it is about."""

    TOPIC = "membership.TransferReminded"
    what: str
    due: date


class TransferClockPaused(TransferFact, frozen=True, kw_only=True):
    """Tạm dừng tính hạn: from `since` on the office itself carries the member's file; `present_by` is the old limit."""

    TOPIC = "membership.TransferClockPaused"
    since: date
    present_by: date


class TransferClockResumed(TransferFact, frozen=True, kw_only=True):
    """Tính hạn trở lại: the file is in the member's hands, or where it was to go; `present_by` is the new limit."""

    TOPIC = "membership.TransferClockResumed"
    since: date
    until: date
    present_by: date
    issuer: UUID
    late: bool = False  # the old limit was over before the pause began


class Replaced(msgspec.Struct, frozen=True):
    """A body that has ended and what stands for it now."""

    ended: UUID
    successor: UUID


class TransferReaddressed(TransferFact, frozen=True, kw_only=True):
    """Đổi nơi nhận theo tổ chức kế thừa: every body of the route that has ended is now what succeeded it."""

    TOPIC = "membership.TransferReaddressed"
    hops: tuple[Hop, ...]
    origin: UUID
    destination: UUID
    replaced: tuple[Replaced, ...] = ()


FACTS: tuple[type[TransferFact], ...] = (
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
