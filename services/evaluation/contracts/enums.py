"""The names that evaluations go by on the wire and in the API (domain.md 5)."""

from enum import StrEnum


class Rating(StrEnum):
    """Mức xếp loại chất lượng."""

    EXCELLENT = "EXCELLENT"
    GOOD = "GOOD"
    COMPLETED = "COMPLETED"
    NOT_COMPLETED = "NOT_COMPLETED"
    NOT_RATED = "NOT_RATED"


class NotRatedReason(StrEnum):
    """Lý do không xếp loại."""

    EXEMPT = "EXEMPT"
    SUSPENDED = "SUSPENDED"
    NEWLY_ADMITTED = "NEWLY_ADMITTED"
    NEWLY_FOUNDED = "NEWLY_FOUNDED"
    LEFT = "LEFT"
    DECEASED = "DECEASED"
    ENDED = "ENDED"
    OTHER = "OTHER"


class SubjectKind(StrEnum):
    """Đối tượng đánh giá."""

    MEMBER = "MEMBER"
    LEADER = "LEADER"
    COMMITTEE = "COMMITTEE"
    ORGANIZATION = "ORGANIZATION"


class EvaluationState(StrEnum):
    """Bước mà hồ sơ đánh giá đang ở."""

    OPEN = "OPEN"
    SELF_REVIEWED = "SELF_REVIEWED"
    COMMENTED = "COMMENTED"
    VOTED = "VOTED"
    PROPOSED = "PROPOSED"
    DECIDED = "DECIDED"
    PUBLISHED = "PUBLISHED"
    APPEALED = "APPEALED"
    REVISED = "REVISED"
    CLOSED = "CLOSED"


class CampaignPeriod(StrEnum):
    """Kỳ đánh giá."""

    YEAR = "YEAR"
    QUARTER = "QUARTER"
    TERM = "TERM"
    AD_HOC = "AD_HOC"


class CommentKind(StrEnum):
    """Nhận xét của nơi nào."""

    CELL = "CELL"
    RESIDENCE = "RESIDENCE"
    TEMPORARY = "TEMPORARY"
    FORMER_CELL = "FORMER_CELL"
    POST = "POST"


class ReviewFact(StrEnum):
    """Việc có ảnh hưởng đến xếp loại, do người có trách nhiệm ghi nhận."""

    DISQUALIFYING = "DISQUALIFYING"
    SUBORDINATE_DISCIPLINED = "SUBORDINATE_DISCIPLINED"
    SHORTCOMINGS_LEFT = "SHORTCOMINGS_LEFT"
    FIELD_LED_FELL_SHORT = "FIELD_LED_FELL_SHORT"


class CapBase(StrEnum):
    """Cơ sở tính tỷ lệ xuất sắc."""

    GOOD_ONLY = "GOOD_ONLY"
    GOOD_AND_ABOVE = "GOOD_AND_ABOVE"
    ALL_RATED = "ALL_RATED"


class CapPlace(StrEnum):
    """Vị trí của một đề nghị xuất sắc so với giới hạn."""

    FITS = "FITS"
    TIED = "TIED"
    OVER = "OVER"
