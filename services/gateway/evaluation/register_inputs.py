"""What mutations about lists, meetings, confidence votes, targets and figures take."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import strawberry

from services.gateway.evaluation.enums import (
    MeetingMode,
    MeetingOf,
    NotRatedReason,
    Rating,
    ReviewFact,
    SubjectKind,
    TargetMeasure,
)
from services.gateway.evaluation.inputs import (
    CAMPAIGN,
    EVIDENCE,
    KIND,
    SUBJECT,
    PointsInput,
    TaskCountsInput,
    VoteCountsInput,
)
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.types.scalars import Position

PLACE = "Tổ chức / The organisation"
MINUTES = "SHA-256 của biên bản / The SHA-256 of the minutes"


@strawberry.input(description="Một dòng: có gì nhập nấy / A row: what is given is entered")
class ReviewRowInput:
    """Một dòng."""

    subject_id: strawberry.ID = strawberry.field(description=SUBJECT)
    frame: str | None = strawberry.field(default=None, description="Khung tiêu chí / The frame")
    scores: list[PointsInput] | None = strawberry.field(default=None, description="Điểm / The points")
    tasks: TaskCountsInput | None = strawberry.field(default=None, description="Số nhiệm vụ / Task counts")
    facts: list[ReviewFact] | None = strawberry.field(default=None, description="Việc ảnh hưởng / Facts")
    votes: VoteCountsInput | None = strawberry.field(default=None, description="Số phiếu / The tallies")
    rating: Rating | None = strawberry.field(default=None, description="Mức đề nghị / The rating proposed")
    not_rated_reason: NotRatedReason | None = strawberry.field(default=None, description="Lý do / The reason")
    evidence_hash: str | None = strawberry.field(default=None, description=EVIDENCE)


@strawberry.input(
    description="Nhập kiểm điểm, bỏ phiếu, đề nghị của nhiều đối tượng; mỗi dòng một kết quả / A verdict per row"
)
class EnterReviewsInput:
    """Nhập danh sách."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    campaign_id: strawberry.ID = strawberry.field(description=CAMPAIGN)
    organization_id: strawberry.ID = strawberry.field(description="Mọi dòng thuộc tổ chức này / All rows lie below it")
    subject_kind: SubjectKind = strawberry.field(default=SubjectKind.MEMBER, description=KIND)
    rows: list[ReviewRowInput] = strawberry.field(description="Tối đa 250 dòng / At most 250 rows")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Ghi một buổi họp, không ghi tên người dự / Recording a meeting, without names")
class RecordMeetingInput:
    """Ghi một buổi họp."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description=PLACE)
    of: MeetingOf = strawberry.field(default=MeetingOf.CELL, description="Của ai / Whose")
    held_on: date = strawberry.field(description="Ngày họp / Held on")
    mode: MeetingMode = strawberry.field(default=MeetingMode.IN_PERSON, description="Hình thức / The mode")
    thematic: bool | None = strawberry.field(default=False, description="Chuyên đề / On a theme")
    visited: bool | None = strawberry.field(
        default=False, description="Cấp ủy viên phụ trách có dự / The superior's member was there"
    )
    invited: int = strawberry.field(description="Được triệu tập / Summoned")
    present: int = strawberry.field(description="Có mặt / Present")
    excused: int | None = strawberry.field(default=0, description="Vắng có lý do / Excused")
    points: Decimal | None = strawberry.field(default=None, description="Điểm chất lượng / The points")
    full_marks: bool | None = strawberry.field(
        default=False,
        description="Đủ điểm tỷ lệ dự, thời gian, phát biểu, biên bản / Full marks where GOOD needs them",
    )
    minutes_hash: str | None = strawberry.field(default=None, description=MINUTES)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Số phiếu tín nhiệm, chỉ tổng số / Sums only")
class ConfidenceTallyInput:
    """Số phiếu tín nhiệm."""

    summoned: int = strawberry.field(description="Được triệu tập / Summoned")
    present: int = strawberry.field(description="Có mặt / Present")
    high: int = strawberry.field(description="Tín nhiệm cao / High confidence")
    confident: int = strawberry.field(description="Tín nhiệm / Confidence")
    low: int = strawberry.field(description="Tín nhiệm thấp / Low confidence")


@strawberry.input(description="Ghi kết quả lấy phiếu tín nhiệm / Recording a confidence vote")
class RecordConfidenceVoteInput:
    """Ghi kết quả lấy phiếu."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description="Tổ chức lấy phiếu / The body that voted")
    member_id: strawberry.ID = strawberry.field(description="Người được lấy phiếu / Whom it was about")
    held_on: date = strawberry.field(description="Ngày lấy phiếu / Held on")
    counts: ConfidenceTallyInput = strawberry.field(description="Kết quả kiểm phiếu / The sums")
    minutes_hash: str | None = strawberry.field(default=None, description=MINUTES)
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Đặt chỉ tiêu năm / Setting a target")
class SetTargetInput:
    """Đặt chỉ tiêu."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description=PLACE)
    year: int = strawberry.field(description="Năm / The year")
    measure: TargetMeasure = strawberry.field(description="Chỉ tiêu về gì / What it is about")
    least: Decimal | None = strawberry.field(default=None, description="Ít nhất, như 0.95 / At least, like 0.95")
    most: Decimal | None = strawberry.field(default=None, description="Nhiều nhất / At most")
    source: str = strawberry.field(description="Số và ngày của văn bản / The document's number and date")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Ghi số liệu của cơ quan khác / Recording a figure of another body")
class RecordFigureInput:
    """Ghi số liệu."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description=PLACE)
    year: int = strawberry.field(description="Năm / The year")
    measure: TargetMeasure = strawberry.field(description="Số liệu về gì / What it is about")
    numerator: int | None = strawberry.field(default=None, description="Tử số / The numerator")
    denominator: int = strawberry.field(description="Mẫu số; dân số chỉ có mẫu số / The denominator")
    issued_by_id: strawberry.ID | None = strawberry.field(default=None, description="Cơ quan ban hành / Who issued it")
    document_number: str = strawberry.field(description="Số văn bản / The document's number")
    document_date: date = strawberry.field(description="Ngày văn bản / The document's date")
    document_hash: str | None = strawberry.field(default=None, description="SHA-256 / The SHA-256")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)
