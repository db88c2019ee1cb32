"""What mutations about evaluations take, as the contract has it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import strawberry

from services.gateway.evaluation.enums import (
    CampaignPeriod,
    CommentKind,
    NotRatedReason,
    Rating,
    ReviewFact,
    SubjectKind,
)
from services.gateway.organization.inputs import COMMAND_ID, EXPECTED_VERSION, MIN_POSITION
from services.gateway.types.scalars import Json, Position

CAMPAIGN = "Đợt đánh giá / The campaign"
EVALUATION = "Hồ sơ đánh giá / The evaluation"
KIND = "Loại đối tượng / The kind of subject"
SUBJECT = "Đảng viên, hoặc tổ chức của tập thể / The member, or a collective's organisation"
EVIDENCE = "SHA-256 của bản giấy / The SHA-256 of the paper"
REMARK = "Nội dung (dữ liệu cá nhân, lưu dạng mã hóa) / The words (personal, kept sealed)"


@strawberry.input(description="Ban hành bộ tiêu chí / Publishing a rule set")
class PublishRuleSetInput:
    """Ban hành bộ tiêu chí."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description="Cấp ban hành / Who publishes it")
    code: str = strawberry.field(description="Mã, không bao giờ dùng lại / The code, never used again")
    vi: str = strawberry.field(description="Tên tiếng Việt / The Vietnamese title")
    en: str = strawberry.field(description="Tên tiếng Anh / The English title")
    source: str = strawberry.field(description="Số và ngày của văn bản / The document's number and date")
    confirmed: bool | None = strawberry.field(default=False, description="Đã xác nhận / Confirmed")
    frames: Json = strawberry.field(description="Các khung tiêu chí, tổng điểm 100 / The frames; points sum to 100")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Mở đợt đánh giá / Opening a campaign")
class OpenCampaignInput:
    """Mở đợt đánh giá."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description="Cho tổ chức này và cấp dưới / For this subtree")
    year: int = strawberry.field(description="Năm / The year")
    period: CampaignPeriod = strawberry.field(default=CampaignPeriod.YEAR, description="Kỳ / The kind of period")
    opens_on: date | None = strawberry.field(default=None, description="Từ ngày / From; 1 January by default")
    closes_on: date | None = strawberry.field(default=None, description="Đến ngày / To; 31 December by default")
    rule_set: str | None = strawberry.field(default=None, description="Mã bộ tiêu chí / The rule set's code")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Điểm của một tiêu chí / The points of one criterion")
class PointsInput:
    """Điểm của một tiêu chí."""

    criterion: str = strawberry.field(description="Mã tiêu chí / The criterion")
    points: Decimal = strawberry.field(description="Điểm, hoặc cấp độ 1–4 / The points, or the grade 1–4")


@strawberry.input(description="Số nhiệm vụ / Task counts")
class TaskCountsInput:
    """Số nhiệm vụ."""

    assigned: int = strawberry.field(description="Được giao / Assigned")
    on_time: int = strawberry.field(description="Hoàn thành đúng hạn / Done on time")
    exceeded: int = strawberry.field(description="Vượt mức / Exceeded")
    late: int = strawberry.field(description="Hoàn thành chậm / Done late")


@strawberry.input(description="Tự kiểm điểm, tự chấm điểm / The self-review")
class SubmitSelfReviewInput:
    """Tự kiểm điểm."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    campaign_id: strawberry.ID = strawberry.field(description=CAMPAIGN)
    subject_kind: SubjectKind = strawberry.field(default=SubjectKind.MEMBER, description=KIND)
    subject_id: strawberry.ID = strawberry.field(description=SUBJECT)
    frame: str | None = strawberry.field(default=None, description="Mã khung tiêu chí / The frame of the rule set")
    scores: list[PointsInput] = strawberry.field(description="Điểm từng tiêu chí, đủ cả / Every criterion's points")
    tasks: TaskCountsInput = strawberry.field(description="Số nhiệm vụ / The task counts")
    facts: list[ReviewFact] | None = strawberry.field(
        default=None, description="Việc ảnh hưởng / Facts that bear on it"
    )
    roll_up_of: list[strawberry.ID] | None = strawberry.field(
        default=None,
        description="Các đợt của kỳ ngắn hơn, theo thứ tự / Campaigns of shorter periods that roll up, in order",
    )
    post_ids: list[strawberry.ID] | None = strawberry.field(
        default=None,
        description="Với LEADER: nơi giữ chức vụ; nơi gần gốc nhất quản lý và xếp loại"
        " / Of a LEADER: where posts are held; the one nearest to the root manages and rates",
    )
    remark: str | None = strawberry.field(default=None, description=REMARK)
    evidence_hash: str | None = strawberry.field(default=None, description=EVIDENCE)
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Ghi một nhận xét / Recording a comment")
class RecordCommentInput:
    """Ghi một nhận xét."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    evaluation_id: strawberry.ID = strawberry.field(description=EVALUATION)
    kind: CommentKind = strawberry.field(description="Nhận xét của nơi nào / Whose comment")
    organization_id: strawberry.ID = strawberry.field(description="Tổ chức nhận xét / The organisation")
    remark: str | None = strawberry.field(default=None, description=REMARK)
    evidence_hash: str | None = strawberry.field(default=None, description=EVIDENCE)
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Số phiếu, chỉ tổng số / Tallies only")
class VoteCountsInput:
    """Số phiếu."""

    summoned: int = strawberry.field(description="Được triệu tập / Summoned")
    present: int = strawberry.field(description="Có mặt / Present")
    excellent: int = strawberry.field(description="Phiếu xuất sắc / For EXCELLENT")
    good: int = strawberry.field(description="Phiếu tốt / For GOOD")
    completed: int = strawberry.field(description="Phiếu hoàn thành / For COMPLETED")
    not_completed: int = strawberry.field(description="Phiếu không hoàn thành / For NOT_COMPLETED")


@strawberry.input(description="Ghi kết quả bỏ phiếu của chi bộ / Recording the cell's vote")
class RecordCellVoteInput:
    """Ghi kết quả bỏ phiếu."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    evaluation_id: strawberry.ID = strawberry.field(description=EVALUATION)
    votes: VoteCountsInput = strawberry.field(description="Số phiếu / The tallies")
    evidence_hash: str | None = strawberry.field(default=None, description=EVIDENCE)
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(
    description="Đề nghị xếp loại: nêu evaluationId; chưa có tự kiểm điểm thì campaignId và subjectId, chỉ NOT_RATED"
    " / Proposing: evaluationId; without a review campaignId and subjectId, NOT_RATED only"
)
class ProposeRatingInput:
    """Đề nghị xếp loại."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    evaluation_id: strawberry.ID | None = strawberry.field(default=None, description=EVALUATION)
    campaign_id: strawberry.ID | None = strawberry.field(default=None, description=CAMPAIGN)
    subject_kind: SubjectKind = strawberry.field(default=SubjectKind.MEMBER, description=KIND)
    subject_id: strawberry.ID | None = strawberry.field(default=None, description=SUBJECT)
    rating: Rating = strawberry.field(description="Mức đề nghị / The rating proposed")
    not_rated_reason: NotRatedReason | None = strawberry.field(
        default=None, description="Lý do, khi NOT_RATED / The reason, with NOT_RATED"
    )
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Xem trước tỷ lệ xuất sắc / Looking at the cap ahead")
class SimulateCapInput:
    """Xem trước tỷ lệ."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    campaign_id: strawberry.ID = strawberry.field(description=CAMPAIGN)
    organization_id: strawberry.ID = strawberry.field(description="Cấp quyết định / The deciding body")
    subject_kind: SubjectKind = strawberry.field(default=SubjectKind.MEMBER, description=KIND)
    like_id: strawberry.ID | None = strawberry.field(
        default=None, description="Một tổ chức của nhóm, khi tỷ lệ tính theo nhóm / One of the similar group"
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Một dòng của quyết định / One line of a decision")
class DecidedRatingInput:
    """Một dòng."""

    evaluation_id: strawberry.ID = strawberry.field(description=EVALUATION)
    rating: Rating = strawberry.field(description="Mức xếp loại / The rating")
    not_rated_reason: NotRatedReason | None = strawberry.field(default=None, description="Lý do / The reason")


@strawberry.input(
    description="Quyết định hoặc công bố nhiều hồ sơ cùng lúc, tất cả hoặc không / Deciding or publishing, all or none"
)
class DecideRatingsInput:
    """Quyết định hoặc công bố."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    campaign_id: strawberry.ID = strawberry.field(description=CAMPAIGN)
    organization_id: strawberry.ID = strawberry.field(description="Cấp quyết định / The deciding body")
    subject_kind: SubjectKind = strawberry.field(default=SubjectKind.MEMBER, description=KIND)
    ratings: list[DecidedRatingInput] = strawberry.field(description="Tối đa 1.000 hồ sơ / At most 1,000 evaluations")
    decision_number: str | None = strawberry.field(default=None, description="Số quyết định / The decision's number")
    outstanding_decision: str | None = strawberry.field(
        default=None,
        description="Văn bản của cấp trên công nhận nổi trội, chỉ cấp trên nhập / The superior's recognition",
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Xem xét lại, giải quyết, mở lại / Appealing, deciding on it, reopening")
class EvaluationReasonInput:
    """Một việc cần nêu lý do."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    evaluation_id: strawberry.ID = strawberry.field(description=EVALUATION)
    reason: str = strawberry.field(description="Lý do / The reason")
    paper_number: str | None = strawberry.field(
        default=None, description="Số văn bản; bắt buộc với tập thể / The document; needed for a collective"
    )
    rating: Rating | None = strawberry.field(
        default=None,
        description="Chỉ với decideAppeal: mức mới; bỏ trống là giữ nguyên / With decideAppeal: the new one",
    )
    expected_version: int | None = strawberry.field(default=None, description=EXPECTED_VERSION)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)
