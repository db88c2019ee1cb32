"""The enums of evaluation as GraphQL enums."""

import strawberry

from services.evaluation.contracts.enums import (
    CampaignPeriod,
    CapBase,
    CapPlace,
    CommentKind,
    EvaluationState,
    MeetingMode,
    MeetingOf,
    MeetingQuality,
    NotRatedReason,
    Rating,
    ReviewFact,
    SubjectKind,
    TargetMeasure,
    VoteConsequence,
)

__all__ = [
    "CampaignPeriod",
    "CapBase",
    "CapPlace",
    "CommentKind",
    "EvaluationState",
    "MeetingMode",
    "MeetingOf",
    "MeetingQuality",
    "NotRatedReason",
    "Rating",
    "ReviewFact",
    "SubjectKind",
    "TargetMeasure",
    "VoteConsequence",
]  # fmt: skip

strawberry.enum(Rating, description="Mức xếp loại chất lượng / The four ratings, and NOT_RATED with its reason")
strawberry.enum(NotRatedReason, description="Lý do không xếp loại / Why somebody is not rated")
strawberry.enum(SubjectKind, description="Loại đối tượng đánh giá / What is evaluated")
strawberry.enum(EvaluationState, description="Bước mà hồ sơ đánh giá đang ở / Where an evaluation stands")
strawberry.enum(CampaignPeriod, description="Kỳ đánh giá / The kind of period")
strawberry.enum(CommentKind, description="Nhận xét của nơi nào / Whose comment")
strawberry.enum(ReviewFact, description="Việc ảnh hưởng đến xếp loại / A fact that bears on the rating")
strawberry.enum(CapBase, description="Cơ sở tính tỷ lệ xuất sắc / What the cap is a share of")
strawberry.enum(CapPlace, description="Trong, ngang hay ngoài giới hạn / Within, tied at, or over the limit")
strawberry.enum(MeetingOf, description="Buổi họp của ai / Whose meeting")
strawberry.enum(MeetingMode, description="Hình thức họp / The mode of a meeting")
strawberry.enum(MeetingQuality, description="Tốt, Khá, Trung bình, Kém / The quality of a meeting")
strawberry.enum(VoteConsequence, description="Việc phải xem xét / What a confidence vote leads to being considered")
strawberry.enum(TargetMeasure, description="Chỉ tiêu nói về gì / What a target is about")
