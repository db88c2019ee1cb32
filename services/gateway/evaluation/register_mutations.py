"""Mutations about lists, meetings, confidence votes, targets and figures."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.evaluation.contracts import requests
from services.gateway.commanding.inputs import request_of
from services.gateway.commanding.settling import settle
from services.gateway.evaluation import register_inputs as inputs
from services.gateway.evaluation.ids import CAMPAIGN, subject_of
from services.gateway.evaluation.mutations import EvaluationError
from services.gateway.evaluation.register_types import ConfidenceVote, ReviewEntry, entry_of, vote_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import MEMBER, ORGANIZATION
from services.gateway.types.scalars import Position

Input = strawberry.argument(description="Nội dung lệnh / The command")
_ERRORS = "Lỗi; rỗng là đã xong / Errors; empty means done"
_POSITION = "Vị trí của điều vừa ghi / Where it was written"


@strawberry.type(description="Kết quả nhập danh sách / What became of an entered list")
class ReviewEntryPayload:
    """Kết quả nhập danh sách."""

    entry: ReviewEntry | None = strawberry.field(description="Từng dòng / Row by row")
    errors: list[EvaluationError] = strawberry.field(description=_ERRORS)
    position: Position | None = strawberry.field(description=_POSITION)


@strawberry.type(description="Kết quả ghi lấy phiếu tín nhiệm / What became of recording a confidence vote")
class ConfidenceVotePayload:
    """Kết quả ghi lấy phiếu."""

    vote: ConfidenceVote | None = strawberry.field(description="Kết quả lấy phiếu / The vote")
    errors: list[EvaluationError] = strawberry.field(description=_ERRORS)
    position: Position | None = strawberry.field(description=_POSITION)


@strawberry.type(description="Kết quả ghi sổ / What became of an entry in a register")
class RegisterPayload:
    """Kết quả ghi sổ."""

    recorded: bool = strawberry.field(description="Đã ghi / Recorded")
    errors: list[EvaluationError] = strawberry.field(description=_ERRORS)
    position: Position | None = strawberry.field(description=_POSITION)


async def _recorded(info: Info, make: Callable[[], Any]) -> RegisterPayload:
    async def yes(_identity: UUID) -> bool:
        return True

    settled = await settle(info.context, "evaluation", make, yes)
    return RegisterPayload(recorded=bool(settled.thing), errors=settled.errors, position=settled.position)


@strawberry.type
class RegisterMutations:
    """Lệnh nhập danh sách và ghi sổ."""

    @strawberry.mutation(
        description="Nhập kiểm điểm, bỏ phiếu, đề nghị của nhiều đối tượng; dòng sai không cản dòng khác"
        " / Enter reviews, votes and proposals of many; a bad row holds up no other"
    )
    async def enter_reviews(self, info: Info, input: Annotated[inputs.EnterReviewsInput, Input]) -> ReviewEntryPayload:
        """Nhập danh sách."""

        def make() -> requests.EnterReviews:
            ids = {"campaign_id": CAMPAIGN, "organization_id": ORGANIZATION}
            rows = tuple(_row(each, input.subject_kind, number) for number, each in enumerate(input.rows))
            return request_of(requests.EnterReviews, input, ids, rows=rows)

        settled = await settle(info.context, "evaluation", make, lambda identity: entry_of(info, identity))
        return ReviewEntryPayload(entry=settled.thing, errors=settled.errors, position=settled.position)

    @strawberry.mutation(description="Ghi một buổi sinh hoạt, họp / Record a meeting")
    async def record_meeting(self, info: Info, input: Annotated[inputs.RecordMeetingInput, Input]) -> RegisterPayload:
        """Ghi một buổi họp."""
        ids = {"organization_id": ORGANIZATION}
        return await _recorded(info, lambda: request_of(requests.RecordMeeting, input, ids))

    @strawberry.mutation(description="Ghi kết quả lấy phiếu tín nhiệm, chỉ tổng số / Record a confidence vote's sums")
    async def record_confidence_vote(
        self, info: Info, input: Annotated[inputs.RecordConfidenceVoteInput, Input]
    ) -> ConfidenceVotePayload:
        """Ghi kết quả lấy phiếu."""

        def make() -> requests.RecordConfidenceVote:
            ids = {"organization_id": ORGANIZATION, "member_id": MEMBER}
            counts = requests.ConfidenceTally(**vars(input.counts))
            return request_of(requests.RecordConfidenceVote, input, ids, counts=counts)

        settled = await settle(info.context, "evaluation", make, lambda identity: vote_of(info, identity))
        return ConfidenceVotePayload(vote=settled.thing, errors=settled.errors, position=settled.position)

    @strawberry.mutation(description="Đặt chỉ tiêu năm / Set a target of a year")
    async def set_target(self, info: Info, input: Annotated[inputs.SetTargetInput, Input]) -> RegisterPayload:
        """Đặt chỉ tiêu."""
        ids = {"organization_id": ORGANIZATION}
        return await _recorded(info, lambda: request_of(requests.SetTarget, input, ids))

    @strawberry.mutation(description="Ghi số liệu của cơ quan khác, kèm văn bản / Record an outside figure")
    async def record_figure(self, info: Info, input: Annotated[inputs.RecordFigureInput, Input]) -> RegisterPayload:
        """Ghi số liệu."""
        ids = {"organization_id": ORGANIZATION, "issued_by_id": ORGANIZATION}
        return await _recorded(info, lambda: request_of(requests.RecordFigure, input, ids))


def _row(given: inputs.ReviewRowInput, kind: Any, number: int) -> requests.ReviewRow:
    scores = tuple(requests.Points(criterion=each.criterion, points=each.points) for each in given.scores or ())
    return requests.ReviewRow(
        subject_id=subject_of(given.subject_id, kind, "input", "rows", str(number), "subjectId"),
        frame=given.frame,
        scores=scores,
        tasks=requests.TaskCounts(**vars(given.tasks)) if given.tasks else None,
        facts=tuple(given.facts or ()),
        votes=requests.VoteCounts(**vars(given.votes)) if given.votes else None,
        rating=given.rating,
        not_rated_reason=given.not_rated_reason,
        evidence_hash=given.evidence_hash,
    )
