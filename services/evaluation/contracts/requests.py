"""What evaluation may be asked to do: the bodies of its HTTP API."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from services.evaluation.contracts.enums import (
    CampaignPeriod,
    CommentKind,
    MeetingMode,
    MeetingOf,
    NotRatedReason,
    Rating,
    ReviewFact,
    SubjectKind,
    TargetMeasure,
)
from shared.vocabulary.requests import Request


class PublishRuleSet(Request, frozen=True, kw_only=True):
    """Ban hành bộ tiêu chí; `frames` have the shape of the shipped sets (docs/reference/schemas)."""

    organization_id: UUID
    code: str
    vi: str
    en: str
    source: str
    confirmed: bool = False
    frames: Any


class OpenCampaign(Request, frozen=True, kw_only=True):
    """Mở đợt đánh giá cho một tổ chức và cấp dưới. Without `rule_set` the one in force on `closes_on`."""

    organization_id: UUID
    year: int
    period: CampaignPeriod = CampaignPeriod.YEAR
    opens_on: date | None = None
    closes_on: date | None = None
    rule_set: str | None = None


class Points(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Điểm của một tiêu chí; for graded frames the grade, 4 the best."""

    criterion: str
    points: Decimal


class TaskCounts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Số nhiệm vụ được giao, đúng hạn, vượt mức, chậm."""

    assigned: int
    on_time: int
    exceeded: int
    late: int


class SubmitSelfReview(Request, frozen=True, kw_only=True):
    """Tự kiểm điểm, tự chấm điểm: by the subject, or typed by the cell or a superior from the paper."""

    campaign_id: UUID
    subject_kind: SubjectKind = SubjectKind.MEMBER
    subject_id: UUID
    frame: str | None = None
    scores: tuple[Points, ...]
    tasks: TaskCounts
    facts: tuple[ReviewFact, ...] = ()
    roll_up_of: tuple[UUID, ...] = ()  # campaigns of shorter periods, in order: see Criterion.roll_up
    post_ids: tuple[UUID, ...] = ()  # of a leader: where posts are held; the one nearest to the root manages
    remark: str | None = None
    evidence_hash: str | None = None


class RecordComment(Request, frozen=True, kw_only=True):
    """Ghi nhận xét của chi bộ, nơi cư trú, nơi sinh hoạt tạm thời hoặc chi bộ cũ."""

    evaluation_id: UUID
    kind: CommentKind
    organization_id: UUID
    remark: str | None = None
    evidence_hash: str | None = None


class VoteCounts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kết quả kiểm phiếu: tallies only."""

    summoned: int
    present: int
    excellent: int
    good: int
    completed: int
    not_completed: int


class RecordCellVote(Request, frozen=True, kw_only=True):
    """Ghi kết quả bỏ phiếu của chi bộ."""

    evaluation_id: UUID
    votes: VoteCounts
    evidence_hash: str | None = None


class ProposeRating(Request, frozen=True, kw_only=True):
    """Đề nghị xếp loại. The evaluation, or (for NOT_RATED without a review) the campaign and the subject."""

    evaluation_id: UUID | None = None
    campaign_id: UUID | None = None
    subject_kind: SubjectKind = SubjectKind.MEMBER
    subject_id: UUID | None = None
    rating: Rating
    not_rated_reason: NotRatedReason | None = None


class ReviewRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Một dòng của danh sách: what is given is entered, in the order review, vote, proposal."""

    subject_id: UUID
    frame: str | None = None
    scores: tuple[Points, ...] = ()
    tasks: TaskCounts | None = None
    facts: tuple[ReviewFact, ...] = ()
    votes: VoteCounts | None = None
    rating: Rating | None = None
    not_rated_reason: NotRatedReason | None = None
    evidence_hash: str | None = None


class EnterReviews(Request, frozen=True, kw_only=True):
    """Nhập kiểm điểm, bỏ phiếu, đề nghị của nhiều đối tượng; a verdict per row, one bad row holds up no other."""

    BULK = True
    campaign_id: UUID
    organization_id: UUID  # all rows count at or below it
    subject_kind: SubjectKind = SubjectKind.MEMBER
    rows: tuple[ReviewRow, ...]


class SimulateCap(Request, frozen=True, kw_only=True):
    """Xem trước tỷ lệ xuất sắc của một cấp quyết định, theo các đề nghị đã có; decides nothing."""

    campaign_id: UUID
    organization_id: UUID
    subject_kind: SubjectKind = SubjectKind.MEMBER
    like_id: UUID | None = None  # an organisation of the group, where the cap is counted within similar groups


class Decided(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Một dòng của quyết định."""

    evaluation_id: UUID
    rating: Rating
    not_rated_reason: NotRatedReason | None = None


class DecideRatings(Request, frozen=True, kw_only=True):
    """Quyết định xếp loại: all or none. `outstanding_decision`: the superior's paper for the higher ratio."""

    campaign_id: UUID
    organization_id: UUID
    subject_kind: SubjectKind = SubjectKind.MEMBER
    ratings: tuple[Decided, ...]
    decision_number: str | None = None
    outstanding_decision: str | None = None


class PublishRatings(Request, frozen=True, kw_only=True):
    """Công bố kết quả đã quyết định."""

    campaign_id: UUID
    organization_id: UUID
    subject_kind: SubjectKind = SubjectKind.MEMBER
    evaluation_ids: tuple[UUID, ...]


class EvaluationReasonRequest(Request, frozen=True, kw_only=True):
    """What appeals and reopenings share. For a collective the reason stands in the document `paper_number`."""

    evaluation_id: UUID
    reason: str
    paper_number: str | None = None


class AppealRating(EvaluationReasonRequest, frozen=True, kw_only=True):
    """Đề nghị xem xét lại kết quả đã công bố."""


class DecideAppeal(EvaluationReasonRequest, frozen=True, kw_only=True):
    """Giải quyết đề nghị: `rating` is the new one, absent it is upheld. The cap holds here too."""

    rating: Rating | None = None


class ReopenEvaluation(EvaluationReasonRequest, frozen=True, kw_only=True):
    """Mở lại hồ sơ: only the superior of the deciding body."""


class RecordMeeting(Request, frozen=True, kw_only=True):
    """Ghi một buổi sinh hoạt chi bộ hoặc họp cấp ủy, theo biên bản; không ghi tên người dự."""

    organization_id: UUID
    of: MeetingOf = MeetingOf.CELL
    held_on: date
    mode: MeetingMode = MeetingMode.IN_PERSON
    thematic: bool = False
    visited: bool = False  # the superior's member assigned to it was there
    invited: int
    present: int
    excused: int = 0
    points: Decimal | None = None
    full_marks: bool = False  # for attendance, length, taking part and minutes
    minutes_hash: str | None = None


class ConfidenceTally(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kết quả kiểm phiếu tín nhiệm: sums only."""

    summoned: int
    present: int
    high: int
    confident: int
    low: int


class RecordConfidenceVote(Request, frozen=True, kw_only=True):
    """Ghi kết quả lấy phiếu tín nhiệm đối với một cá nhân."""

    organization_id: UUID
    member_id: UUID
    held_on: date
    counts: ConfidenceTally
    minutes_hash: str | None = None


class SetTarget(Request, frozen=True, kw_only=True):
    """Đặt chỉ tiêu năm: shares like 0.95; `source` is the document that sets it."""

    organization_id: UUID
    year: int
    measure: TargetMeasure
    least: Decimal | None = None
    most: Decimal | None = None
    source: str


class RecordFigure(Request, frozen=True, kw_only=True):
    """Ghi số liệu tổng hợp của cơ quan khác; of a population the denominator alone."""

    organization_id: UUID
    year: int
    measure: TargetMeasure
    numerator: int | None = None
    denominator: int
    issued_by_id: UUID | None = None
    document_number: str
    document_date: date
    document_hash: str | None = None
