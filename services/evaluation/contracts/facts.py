"""What evaluation tells the others. Free text travels only as ciphertext; tallies of small or unanimous votes never."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec

from services.evaluation.contracts.enums import (
    CampaignPeriod,
    CapBase,
    CapPlace,
    CommentKind,
    EvaluationState,
    NotRatedReason,
    Rating,
    SubjectKind,
)
from services.evaluation.contracts.register_facts import REGISTER_FACTS
from shared.vocabulary.facts import PublishedFact, Sealed


class RuleSetPublished(PublishedFact, frozen=True, kw_only=True):
    """Ban hành bộ tiêu chí - its code, titles and source; never changed afterwards."""

    TOPIC = "vn.lienthong.evaluation.RuleSetPublished.v1"
    SERVICE = "evaluation"
    AGGREGATE = "rule-set"
    rule_set: UUID
    code: str
    vi: str
    en: str
    source: str
    confirmed: bool


class CampaignOpened(PublishedFact, frozen=True, kw_only=True):
    """Mở đợt đánh giá cho một tổ chức và cấp dưới."""

    TOPIC = "vn.lienthong.evaluation.CampaignOpened.v1"
    SERVICE = "evaluation"
    AGGREGATE = "campaign"
    campaign: UUID
    organization: UUID
    year: int
    period: CampaignPeriod
    code: str  # of the rule set
    opens_on: date
    closes_on: date


class ExplanationStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of why; `depth` makes the list a tree."""

    part: Literal["RATING", "BAND", "POINTS", "GATES", "GATE", "CAP", "DECISION"]
    depth: int
    holds: bool
    allows: Rating | None
    vi: str
    en: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where an evaluation stands after a fact: decided by the domain once, so that nobody else repeats its rules."""

    state: EvaluationState
    points: Decimal | None = None
    derived: Rating | None = None
    proposed: Rating | None = None
    rating: Rating | None = None
    not_rated: NotRatedReason | None = None
    body: UUID | None = None
    published_on: date | None = None


class EvaluationFact(PublishedFact, frozen=True, kw_only=True):
    """What every fact of an evaluation tells. `subject` is a member, or the organisation of a collective."""

    SERVICE = "evaluation"
    AGGREGATE = "evaluation"
    evaluation: UUID
    campaign: UUID
    kind: SubjectKind
    subject: UUID
    place: UUID
    standing: Standing


class SelfReviewSubmitted(EvaluationFact, frozen=True, kw_only=True):
    """Tự kiểm điểm, tự chấm điểm."""

    TOPIC = "vn.lienthong.evaluation.SelfReviewSubmitted.v1"
    steps: tuple[ExplanationStep, ...]
    remark: Sealed | None = None


class CommentRecorded(EvaluationFact, frozen=True, kw_only=True):
    """Nhận xét đã ghi."""

    TOPIC = "vn.lienthong.evaluation.CommentRecorded.v1"
    comment: CommentKind
    organization: UUID
    commented_on: date
    remark: Sealed | None = None


class CellVoteRecorded(EvaluationFact, frozen=True, kw_only=True):
    """Chi bộ đã bỏ phiếu; the counts are None where so few, or so united, were present that they would tell who."""

    TOPIC = "vn.lienthong.evaluation.CellVoteRecorded.v1"
    outcome: Rating | None  # what more than half of those summoned voted for
    summoned: int | None
    present: int | None
    counts: tuple[int, ...] | None  # EXCELLENT, GOOD, COMPLETED, NOT_COMPLETED


class RatingProposed(EvaluationFact, frozen=True, kw_only=True):
    """Đề nghị xếp loại."""

    TOPIC = "vn.lienthong.evaluation.RatingProposed.v1"


class RatingDecided(EvaluationFact, frozen=True, kw_only=True):
    """Xếp loại đã được quyết định."""

    TOPIC = "vn.lienthong.evaluation.RatingDecided.v1"
    steps: tuple[ExplanationStep, ...]


class RatingPublished(EvaluationFact, frozen=True, kw_only=True):
    """Đã công bố kết quả."""

    TOPIC = "vn.lienthong.evaluation.RatingPublished.v1"


class RatingAppealed(EvaluationFact, frozen=True, kw_only=True):
    """Có đề nghị xem xét lại."""

    TOPIC = "vn.lienthong.evaluation.RatingAppealed.v1"


class RatingConfirmed(EvaluationFact, frozen=True, kw_only=True):
    """Giữ nguyên kết quả."""

    TOPIC = "vn.lienthong.evaluation.RatingConfirmed.v1"


class RatingRevised(EvaluationFact, frozen=True, kw_only=True):
    """Thay đổi kết quả."""

    TOPIC = "vn.lienthong.evaluation.RatingRevised.v1"
    steps: tuple[ExplanationStep, ...]


class EvaluationReopened(EvaluationFact, frozen=True, kw_only=True):
    """Mở lại hồ sơ."""

    TOPIC = "vn.lienthong.evaluation.EvaluationReopened.v1"


class RatingsDecided(PublishedFact, frozen=True, kw_only=True):
    """Một quyết định xếp loại - the scope's tally after it, the limit, and what the denominator was counted from."""

    TOPIC = "vn.lienthong.evaluation.RatingsDecided.v1"
    SERVICE = "evaluation"
    AGGREGATE = "quota"
    quota: UUID
    campaign: UUID
    body: UUID
    scope: UUID
    kind: SubjectKind
    decided_on: date
    excellent: int
    good: int
    completed: int
    not_completed: int
    not_rated: int
    limit: int | None
    counted: int
    ratio: Decimal | None
    base: CapBase | None
    confirmed: bool
    outstanding: bool
    organization_sequence: int
    membership_sequence: int


class CapCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """Một đề nghị xuất sắc so với giới hạn."""

    evaluation: UUID
    points: Decimal | None
    place: CapPlace


class CapLimit(msgspec.Struct, frozen=True, kw_only=True):
    """Giới hạn theo một cơ sở tính."""

    base: CapBase
    limit: int


class ScopeOver(msgspec.Struct, frozen=True, kw_only=True):
    """Một phạm vi đề nghị vượt tỷ lệ."""

    scope: UUID
    rated: int
    excellent: int
    limit: int


class CapSimulated(PublishedFact, frozen=True, kw_only=True):
    """Đã xem trước tỷ lệ xuất sắc - kept, so that a meeting's papers can be traced; it decides nothing."""

    TOPIC = "vn.lienthong.evaluation.CapSimulated.v1"
    SERVICE = "evaluation"
    AGGREGATE = "simulation"
    simulation: UUID
    campaign: UUID
    body: UUID
    kind: SubjectKind
    rated: int
    qualified: int
    proposed_excellent: int
    limit: int
    base: CapBase
    ratio: Decimal
    confirmed: bool
    limits: tuple[CapLimit, ...]
    candidates: tuple[CapCandidate, ...]
    vi: str
    en: str
    organization_sequence: int
    membership_sequence: int
    scopes: int = 0  # how many scopes were looked at together; 0: one, the body's own
    over: tuple[ScopeOver, ...] = ()


class EvaluationClosed(EvaluationFact, frozen=True, kw_only=True):
    """Khép hồ sơ theo tình trạng của đối tượng."""

    TOPIC = "vn.lienthong.evaluation.EvaluationClosed.v1"
    steps: tuple[ExplanationStep, ...]


class EvaluationResumed(EvaluationFact, frozen=True, kw_only=True):
    """Hồ sơ đã khép được tiếp tục."""

    TOPIC = "vn.lienthong.evaluation.EvaluationResumed.v1"
    steps: tuple[ExplanationStep, ...]


class RefusedRow(msgspec.Struct, frozen=True, kw_only=True):
    """Một dòng không nhận, và vì sao."""

    row: int
    code: str
    vi: str
    en: str


class RowsEntered(PublishedFact, frozen=True, kw_only=True):
    """Đã nhập danh sách - so many rows were taken, these were not."""

    TOPIC = "vn.lienthong.evaluation.RowsEntered.v1"
    SERVICE = "evaluation"
    AGGREGATE = "entry"
    entry: UUID
    campaign: UUID
    organization: UUID
    entered: int
    refused: tuple[RefusedRow, ...]
    entered_on: date


EVALUATION_FACTS: tuple[type[EvaluationFact], ...] = (
    SelfReviewSubmitted,
    CommentRecorded,
    CellVoteRecorded,
    RatingProposed,
    RatingDecided,
    RatingPublished,
    RatingAppealed,
    RatingConfirmed,
    RatingRevised,
    EvaluationReopened,
    EvaluationClosed,
    EvaluationResumed,
)
PUBLISHED = (
    RuleSetPublished,
    CampaignOpened,
    *EVALUATION_FACTS,
    RatingsDecided,
    CapSimulated,
    RowsEntered,
    *REGISTER_FACTS,
)
