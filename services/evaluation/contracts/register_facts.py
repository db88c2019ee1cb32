"""What evaluation tells of meetings, confidence votes, targets and outside figures: no attendance, no ballot."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from services.evaluation.contracts.enums import (
    MeetingMode,
    MeetingOf,
    MeetingQuality,
    TargetMeasure,
    VoteConsequence,
)
from shared.vocabulary.facts import PublishedFact


class MeetingRecorded(PublishedFact, frozen=True, kw_only=True):
    """Đã họp - the newest word on one meeting; `every_months` is how often the rules want one."""

    TOPIC = "vn.lienthong.evaluation.MeetingRecorded.v1"
    SERVICE = "evaluation"
    AGGREGATE = "meeting"
    meeting: UUID
    organization: UUID
    of: MeetingOf
    held_on: date
    mode: MeetingMode
    thematic: bool
    visited: bool
    invited: int
    present: int
    excused: int
    points: Decimal | None
    quality: MeetingQuality | None
    every_months: int
    minutes_hash: str | None = None


class ConfidenceVoteRecorded(PublishedFact, frozen=True, kw_only=True):
    """Kết quả lấy phiếu tín nhiệm; no sums where so few, or so united, were present that they would tell who."""

    TOPIC = "vn.lienthong.evaluation.ConfidenceVoteRecorded.v1"
    SERVICE = "evaluation"
    AGGREGATE = "confidence-vote"
    vote: UUID
    organization: UUID
    person: UUID
    held_on: date
    consequence: VoteConsequence
    summoned: int | None
    present: int | None
    sums: tuple[int, ...] | None  # high, confident, low


class TargetSet(PublishedFact, frozen=True, kw_only=True):
    """Đã đặt chỉ tiêu năm."""

    TOPIC = "vn.lienthong.evaluation.TargetSet.v1"
    SERVICE = "evaluation"
    AGGREGATE = "target"
    target: UUID
    organization: UUID
    year: int
    measure: TargetMeasure
    least: Decimal | None
    most: Decimal | None
    source: str


class FigureRecorded(PublishedFact, frozen=True, kw_only=True):
    """Đã ghi số liệu của cơ quan khác, with its document."""

    TOPIC = "vn.lienthong.evaluation.FigureRecorded.v1"
    SERVICE = "evaluation"
    AGGREGATE = "target"
    target: UUID
    organization: UUID
    year: int
    measure: TargetMeasure
    numerator: int | None
    denominator: int
    issued_by: UUID | None
    document_number: str
    document_date: date
    document_hash: str | None = None


REGISTER_FACTS: tuple[type[PublishedFact], ...] = (
    MeetingRecorded,
    ConfidenceVoteRecorded,
    TargetSet,
    FigureRecorded,
)
