"""What membership may be asked to do: the bodies of its HTTP API."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.contracts.enums import MemberDecision, MemberState, TransferKind, TransferReason, TransferStep
from shared.vocabulary.requests import Request


class ExternalId(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Mã ở hệ thống khác."""

    system: str
    value: str


class RegisterMember(Request, frozen=True, kw_only=True):
    """Đăng ký đảng viên vào chi bộ. Personal values come in clear over the service's own TLS and are sealed at once."""

    organization_id: UUID
    full_name: str
    personal_id: str
    date_of_birth: date
    state: MemberState
    file_number: str | None = None
    card_number: str | None = None
    admitted_on: date | None = None
    full_member_on: date | None = None
    home_since: date | None = None
    residence_place_id: UUID | None = None
    workplace_id: UUID | None = None
    external_ids: tuple[ExternalId, ...] = ()


class NewMember(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Một dòng của danh sách đăng ký: what RegisterMember says of one person."""

    full_name: str
    personal_id: str
    date_of_birth: date
    state: MemberState
    file_number: str | None = None
    card_number: str | None = None
    admitted_on: date | None = None
    full_member_on: date | None = None
    home_since: date | None = None
    residence_place_id: UUID | None = None
    workplace_id: UUID | None = None


class RegisterMembers(Request, frozen=True, kw_only=True):
    """Đăng ký danh sách đảng viên của một chi bộ: all or none. `synthetic` marks made-up persons (services only)."""

    organization_id: UUID
    members: tuple[NewMember, ...]
    synthetic: bool = False


class HoldRequest(Request, frozen=True, kw_only=True):
    """What placing and lifting a hold share: the body, its document, the day. Never what it is about."""

    member_id: UUID
    organization_id: UUID
    document_number: str
    on: date | None = None


class PlaceHold(HoldRequest, frozen=True, kw_only=True):
    """Tạm giữ chuyển sinh hoạt."""


class LiftHold(HoldRequest, frozen=True, kw_only=True):
    """Thôi tạm giữ."""


class DecideMemberState(Request, frozen=True, kw_only=True):
    """Ghi quyết định về đảng viên: number and date only, never its grounds."""

    member_id: UUID
    decision: MemberDecision
    decision_number: str | None = None
    decision_date: date
    effective_on: date | None = None


class CorrectMember(Request, frozen=True, kw_only=True):
    """Đính chính lý lịch theo minh chứng; what is absent stays."""

    member_id: UUID
    evidence_hash: str
    full_name: str | None = None
    personal_id: str | None = None
    date_of_birth: date | None = None
    file_number: str | None = None
    card_number: str | None = None
    admitted_on: date | None = None
    full_member_on: date | None = None
    seniority_from: date | None = None
    residence_place_id: UUID | None = None
    workplace_id: UUID | None = None


class OnBehalf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nhập thay: the superior enters what a body below did on paper."""

    organization_id: UUID
    evidence_hash: str | None = None


class RequestTransfer(Request, frozen=True, kw_only=True):
    """Đề nghị chuyển sinh hoạt đảng. Exactly one of member_id and file_number; a pull knows only the number."""

    member_id: UUID | None = None
    file_number: str | None = None
    kind: TransferKind
    destination_id: UUID
    reason: TransferReason
    decision_number: str | None = None
    decision_date: date | None = None
    effective_on: date
    acted_on: date | None = None
    return_by: date | None = None
    pull: bool = False
    on_behalf: OnBehalf | None = None


class IncomingPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Đảng viên chưa có hồ sơ ở đây, as the letter and the file that he brings describe him."""

    full_name: str
    personal_id: str
    date_of_birth: date
    state: MemberState
    file_number: str | None = None
    card_number: str | None = None
    admitted_on: date | None = None
    full_member_on: date | None = None


class RegisterIncomingTransfer(Request, frozen=True, kw_only=True):
    """Đăng ký giấy giới thiệu từ tổ chức ngoài hệ thống. Exactly one of member_id, file_number and person."""

    origin_id: UUID
    destination_id: UUID
    kind: TransferKind
    reason: TransferReason
    member_id: UUID | None = None
    file_number: str | None = None
    person: IncomingPerson | None = None
    letter_number: str
    introduced_on: date
    effective_on: date | None = None
    return_by: date | None = None
    signatory: str | None = None
    evidence_hash: str | None = None


class TransferStepRequest(Request, frozen=True, kw_only=True):
    """What REVIEW, ENDORSE, RECEIVE, PRESENT, ADMIT and CONFIRM share. accept: false is REFUSE, reason in remark."""

    transfer_id: UUID
    accept: bool = True
    acted_on: date | None = None
    remark: str | None = None
    forward_to_id: UUID | None = None
    paper_number: str | None = None
    signatory: str | None = None
    evidence_hash: str | None = None
    on_behalf: OnBehalf | None = None


class ReviewTransfer(TransferStepRequest, frozen=True, kw_only=True):
    """Chi bộ nơi đi xem xét."""


class EndorseTransfer(TransferStepRequest, frozen=True, kw_only=True):
    """Cấp ủy nơi đi xác nhận; the last origin hop's endorsement issues the letter."""


class ReceiveTransfer(TransferStepRequest, frozen=True, kw_only=True):
    """Cấp ủy nơi đến tiếp nhận và giới thiệu xuống."""


class PresentTransfer(TransferStepRequest, frozen=True, kw_only=True):
    """Nộp giấy cho chi ủy nơi đến: the clock stops."""


class AdmitTransfer(TransferStepRequest, frozen=True, kw_only=True):
    """Chi bộ nơi đến tiếp nhận vào sinh hoạt: the home changes."""


class ConfirmTransfer(TransferStepRequest, frozen=True, kw_only=True):
    """Phiếu báo: typed only where the other side is not connected."""


class LetterBox(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Một ô trên giấy giới thiệu: which step, of which body (the holder, unless said), on which day."""

    step: TransferStep
    acted_on: date
    organization_id: UUID | None = None
    forward_to_id: UUID | None = None
    paper_number: str | None = None
    signatory: str | None = None
    remark: str | None = None
    evidence_hash: str | None = None


class RecordPaperLetter(Request, frozen=True, kw_only=True):
    """Nhập các ô của một giấy giới thiệu trong một lần: all of them or none."""

    transfer_id: UUID
    boxes: tuple[LetterBox, ...]
    evidence_hash: str | None = None


class TransferReasonRequest(Request, frozen=True, kw_only=True):
    """What RETURN, REFUSE, WITHDRAW, CANCEL, REISSUE and DECIDE_OVERDUE share. to_hop: index in route, 0 the origin."""

    transfer_id: UUID
    reason: str
    to_hop: int | None = None
    present_by: date | None = None
    return_by: date | None = None
    acted_on: date | None = None
    paper_number: str | None = None
    signatory: str | None = None
    evidence_hash: str | None = None
    on_behalf: OnBehalf | None = None


class ExtendTemporaryTransfer(TransferReasonRequest, frozen=True, kw_only=True):
    """Gia hạn sinh hoạt tạm thời đến return_by mới."""


class EndTemporaryTransfer(TransferReasonRequest, frozen=True, kw_only=True):
    """Kết thúc sinh hoạt tạm thời: the member is back at home."""


class ReturnTransfer(TransferReasonRequest, frozen=True, kw_only=True):
    """Trả lại để bổ sung, sửa chữa."""


class RefuseTransfer(TransferReasonRequest, frozen=True, kw_only=True):
    """Không chấp nhận."""


class WithdrawTransfer(TransferReasonRequest, frozen=True, kw_only=True):
    """Rút đề nghị, chỉ trước khi giới thiệu."""


class CancelTransfer(TransferReasonRequest, frozen=True, kw_only=True):
    """Hủy sau khi giới thiệu: quyết định bị thu hồi."""


class ReissueTransferPaper(TransferReasonRequest, frozen=True, kw_only=True):
    """Cấp lại giấy bị mất: số cũ mất hiệu lực vĩnh viễn."""


class DecideOverdueTransfer(TransferReasonRequest, frozen=True, kw_only=True):
    """Xem xét trường hợp quá hạn nộp giấy: giữ nguyên hoặc cho hạn mới (present_by)."""


class ErasePerson(Request, frozen=True, kw_only=True):
    """Xóa dữ liệu cá nhân của một đảng viên theo quyết định. Nobody can take it back; operators and services only."""

    member_id: UUID
    decision_number: str
    decided_on: date


class CheckRegistration(RegisterMember, frozen=True, kw_only=True):
    """Thử một dòng đăng ký: every check of RegisterMember, and nothing is recorded."""


class CheckTransferRequest(RequestTransfer, frozen=True, kw_only=True):
    """Thử một dòng đề nghị chuyển: every check of RequestTransfer, and nothing is recorded."""
