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
    ELSEWHERE = "ELSEWHERE"
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


class MeetingOf(StrEnum):
    """Buổi họp của ai."""

    CELL = "CELL"
    COMMITTEE = "COMMITTEE"


class MeetingMode(StrEnum):
    """Hình thức họp."""

    IN_PERSON = "IN_PERSON"
    ONLINE = "ONLINE"


class MeetingQuality(StrEnum):
    """Chất lượng sinh hoạt: Tốt, Khá, Trung bình, Kém."""

    GOOD = "GOOD"
    FAIR = "FAIR"
    AVERAGE = "AVERAGE"
    POOR = "POOR"


class VoteConsequence(StrEnum):
    """Việc phải xem xét sau khi lấy phiếu tín nhiệm."""

    NONE = "NONE"
    CONSIDER_RELEASE = "CONSIDER_RELEASE"
    CONSIDER_DISMISSAL = "CONSIDER_DISMISSAL"


class TargetMeasure(StrEnum):
    """Chỉ tiêu nói về gì."""

    MEMBERS_EXCELLENT = "MEMBERS_EXCELLENT"
    MEMBERS_GOOD_OR_BETTER = "MEMBERS_GOOD_OR_BETTER"
    MEMBERS_COMPLETED_OR_BETTER = "MEMBERS_COMPLETED_OR_BETTER"
    COMMITTEES_EXCELLENT = "COMMITTEES_EXCELLENT"
    COMMITTEES_GOOD_OR_BETTER = "COMMITTEES_GOOD_OR_BETTER"
    COMMITTEES_COMPLETED_OR_BETTER = "COMMITTEES_COMPLETED_OR_BETTER"
    LEADERS_GOOD_OR_BETTER = "LEADERS_GOOD_OR_BETTER"
    LEADERS_COMPLETED_OR_BETTER = "LEADERS_COMPLETED_OR_BETTER"
    ORGANIZATIONS_EXCELLENT = "ORGANIZATIONS_EXCELLENT"
    ORGANIZATIONS_GOOD_OR_BETTER = "ORGANIZATIONS_GOOD_OR_BETTER"
    ORGANIZATIONS_COMPLETED_OR_BETTER = "ORGANIZATIONS_COMPLETED_OR_BETTER"
    MEMBERS_OF_POPULATION = "MEMBERS_OF_POPULATION"
    FRONT_COMMITTEES_FAIR_OR_BETTER = "FRONT_COMMITTEES_FAIR_OR_BETTER"
    YOUTH_BRANCHES_FAIR_OR_BETTER = "YOUTH_BRANCHES_FAIR_OR_BETTER"
    ASSOCIATIONS_FAIR_OR_BETTER = "ASSOCIATIONS_FAIR_OR_BETTER"
    SECURITY_TEAMS_FAIR_OR_BETTER = "SECURITY_TEAMS_FAIR_OR_BETTER"
    AGENCIES_COMPLETED_OR_BETTER = "AGENCIES_COMPLETED_OR_BETTER"
    COMMITTEE_MEMBERS_TRAINED = "COMMITTEE_MEMBERS_TRAINED"
    CELL_MEETINGS_ON_TIME = "CELL_MEETINGS_ON_TIME"
