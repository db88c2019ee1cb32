"""Mutations about evaluations: posted to evaluation with the user's own token."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from services.evaluation.contracts import requests
from services.gateway.commanding.inputs import request_of
from services.gateway.commanding.settling import settle
from services.gateway.evaluation import inputs
from services.gateway.evaluation.campaign_type import EvaluationCampaign, campaign_of
from services.gateway.evaluation.cap_type import CapSimulation, simulation_of
from services.gateway.evaluation.evaluation_type import Evaluation, evaluation_of
from services.gateway.evaluation.ids import CAMPAIGN, EVALUATION, subject_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.refusing.error_union import ErrorUnion
from services.gateway.refusing.user_error import EvaluationErrors, UserError
from services.gateway.types.scalars import Position

if TYPE_CHECKING:
    EvaluationError = UserError
else:  # the members are known only when the module is loaded
    EvaluationError = ErrorUnion(
        "EvaluationError", EvaluationErrors, "Lỗi của lệnh về đánh giá / What evaluation's commands refuse"
    )
Input = strawberry.argument(description="Nội dung lệnh / The command")
_ERRORS = "Lỗi; rỗng là đã xong / Errors; empty means done"
_POSITION = "Vị trí của điều vừa ghi / Where it was written"


@strawberry.type(description="Kết quả của một lệnh về hồ sơ đánh giá / What became of a command about an evaluation")
class EvaluationPayload:
    """Kết quả về hồ sơ đánh giá."""

    evaluation: Evaluation | None = strawberry.field(description="Hồ sơ đánh giá / The evaluation")
    errors: list[EvaluationError] = strawberry.field(description=_ERRORS)
    position: Position | None = strawberry.field(description=_POSITION)


@strawberry.type(description="Kết quả của một lệnh về đợt đánh giá / What became of a command about a campaign")
class CampaignPayload:
    """Kết quả về đợt đánh giá."""

    campaign: EvaluationCampaign | None = strawberry.field(description="Đợt đánh giá / The campaign")
    errors: list[EvaluationError] = strawberry.field(description=_ERRORS)
    position: Position | None = strawberry.field(description=_POSITION)


@strawberry.type(description="Kết quả xem trước tỷ lệ / What looking at the cap showed")
class CapPayload:
    """Kết quả xem trước."""

    cap: CapSimulation | None = strawberry.field(description="Tỷ lệ xem trước / The cap")
    errors: list[EvaluationError] = strawberry.field(description=_ERRORS)
    position: Position | None = strawberry.field(description=_POSITION)


@strawberry.type(description="Kết quả ban hành bộ tiêu chí / What became of publishing a rule set")
class RuleSetPayload:
    """Kết quả ban hành."""

    code: str | None = strawberry.field(description="Mã bộ tiêu chí / The rule set's code")
    errors: list[EvaluationError] = strawberry.field(description=_ERRORS)
    position: Position | None = strawberry.field(description=_POSITION)


async def _evaluation(info: Info, make: Callable[[], Any]) -> EvaluationPayload:
    settled = await settle(info.context, "evaluation", make, lambda identity: evaluation_of(info, identity))
    return EvaluationPayload(evaluation=settled.thing, errors=settled.errors, position=settled.position)


async def _campaign(info: Info, make: Callable[[], Any]) -> CampaignPayload:
    settled = await settle(info.context, "evaluation", make, lambda identity: campaign_of(info, identity))
    return CampaignPayload(campaign=settled.thing, errors=settled.errors, position=settled.position)


def _reasoned(request: type[Any], description: str) -> Any:
    """The mutation of an act that needs a reason."""

    async def take(self: Any, info: Info, input: Any) -> EvaluationPayload:
        def make() -> Any:
            names = ("command_id", "reason", "paper_number", "expected_version", "min_position")
            more = {"rating": input.rating} if request is requests.DecideAppeal else {}
            identity = uuid_of(input.evaluation_id, EVALUATION, "input", "evaluationId")
            return request(evaluation_id=identity, **{name: getattr(input, name) for name in names}, **more)

        return await _evaluation(info, make)

    take.__annotations__["input"] = Annotated[inputs.EvaluationReasonInput, Input]
    take.__doc__ = description
    return strawberry.mutation(resolver=take, description=description)


@strawberry.type
class EvaluationMutations:
    """Lệnh về đánh giá, xếp loại."""

    @strawberry.mutation(description="Ban hành bộ tiêu chí, không sửa về sau / Publish a rule set; it never changes")
    async def publish_rule_set(self, info: Info, input: Annotated[inputs.PublishRuleSetInput, Input]) -> RuleSetPayload:
        """Ban hành bộ tiêu chí."""

        async def code(_identity: UUID) -> str:
            return input.code

        ids = {"organization_id": ORGANIZATION}
        settled = await settle(
            info.context, "evaluation", lambda: request_of(requests.PublishRuleSet, input, ids), code
        )
        return RuleSetPayload(code=settled.thing, errors=settled.errors, position=settled.position)

    @strawberry.mutation(description="Mở đợt đánh giá / Open a campaign")
    async def open_campaign(self, info: Info, input: Annotated[inputs.OpenCampaignInput, Input]) -> CampaignPayload:
        """Mở đợt đánh giá."""
        ids = {"organization_id": ORGANIZATION}
        return await _campaign(info, lambda: request_of(requests.OpenCampaign, input, ids))

    @strawberry.mutation(description="Tự kiểm điểm, tự chấm điểm / Submit the self-review")
    async def submit_self_review(
        self, info: Info, input: Annotated[inputs.SubmitSelfReviewInput, Input]
    ) -> EvaluationPayload:
        """Tự kiểm điểm."""

        def make() -> requests.SubmitSelfReview:
            return request_of(
                requests.SubmitSelfReview,
                input,
                {"campaign_id": CAMPAIGN},
                subject_id=subject_of(input.subject_id, input.subject_kind, "input", "subjectId"),
                scores=tuple(requests.Points(criterion=each.criterion, points=each.points) for each in input.scores),
                tasks=requests.TaskCounts(**vars(input.tasks)),
                facts=tuple(input.facts or ()),
                roll_up_of=tuple(uuid_of(each, CAMPAIGN, "input", "rollUpOf") for each in input.roll_up_of or ()),
                post_ids=tuple(uuid_of(each, ORGANIZATION, "input", "postIds") for each in input.post_ids or ()),
            )

        return await _evaluation(info, make)

    @strawberry.mutation(description="Ghi nhận xét / Record a comment")
    async def record_comment(self, info: Info, input: Annotated[inputs.RecordCommentInput, Input]) -> EvaluationPayload:
        """Ghi nhận xét."""
        ids = {"evaluation_id": EVALUATION, "organization_id": ORGANIZATION}
        return await _evaluation(info, lambda: request_of(requests.RecordComment, input, ids))

    @strawberry.mutation(description="Ghi kết quả bỏ phiếu của chi bộ, chỉ tổng số / Record the cell's tallies")
    async def record_cell_vote(
        self, info: Info, input: Annotated[inputs.RecordCellVoteInput, Input]
    ) -> EvaluationPayload:
        """Ghi kết quả bỏ phiếu."""
        ids = {"evaluation_id": EVALUATION}

        def make() -> requests.RecordCellVote:
            votes = requests.VoteCounts(**vars(input.votes))
            return request_of(requests.RecordCellVote, input, ids, votes=votes)

        return await _evaluation(info, make)

    @strawberry.mutation(description="Đề nghị xếp loại / Propose a rating")
    async def propose_rating(self, info: Info, input: Annotated[inputs.ProposeRatingInput, Input]) -> EvaluationPayload:
        """Đề nghị xếp loại."""

        def make() -> requests.ProposeRating:
            given = input.subject_id
            subject = subject_of(given, input.subject_kind, "input", "subjectId") if given is not None else None
            ids = {"evaluation_id": EVALUATION, "campaign_id": CAMPAIGN}
            return request_of(requests.ProposeRating, input, ids, subject_id=subject)

        return await _evaluation(info, make)

    @strawberry.mutation(
        description="Xem trước ai trong giới hạn xuất sắc, và vì sao / Who fits under the cap, and why"
    )
    async def simulate_cap(self, info: Info, input: Annotated[inputs.SimulateCapInput, Input]) -> CapPayload:
        """Xem trước tỷ lệ xuất sắc."""
        ids = {"campaign_id": CAMPAIGN, "organization_id": ORGANIZATION, "like_id": ORGANIZATION}
        settled = await settle(
            info.context,
            "evaluation",
            lambda: request_of(requests.SimulateCap, input, ids),
            lambda identity: simulation_of(info, identity),
        )
        return CapPayload(cap=settled.thing, errors=settled.errors, position=settled.position)

    @strawberry.mutation(
        description="Quyết định xếp loại; vượt tỷ lệ thì từ chối cả danh sách / Refused as a whole over the cap"
    )
    async def decide_ratings(self, info: Info, input: Annotated[inputs.DecideRatingsInput, Input]) -> CampaignPayload:
        """Quyết định xếp loại."""

        def make() -> requests.DecideRatings:
            ratings = tuple(
                requests.Decided(
                    evaluation_id=_evaluation_id(each.evaluation_id, row),
                    rating=each.rating,
                    not_rated_reason=each.not_rated_reason,
                )
                for row, each in enumerate(input.ratings)
            )
            ids = {"campaign_id": CAMPAIGN, "organization_id": ORGANIZATION}
            return request_of(requests.DecideRatings, input, ids, ratings=ratings)

        return await _campaign(info, make)

    @strawberry.mutation(description="Công bố kết quả đã quyết định / Publish what was decided")
    async def publish_ratings(self, info: Info, input: Annotated[inputs.DecideRatingsInput, Input]) -> CampaignPayload:
        """Công bố kết quả."""

        def make() -> requests.PublishRatings:
            return requests.PublishRatings(
                command_id=input.command_id,
                campaign_id=uuid_of(input.campaign_id, CAMPAIGN, "input", "campaignId"),
                organization_id=uuid_of(input.organization_id, ORGANIZATION, "input", "organizationId"),
                subject_kind=input.subject_kind,
                evaluation_ids=tuple(_evaluation_id(each.evaluation_id, row) for row, each in enumerate(input.ratings)),
                min_position=input.min_position,
            )

        return await _campaign(info, make)

    reopen_evaluation = _reasoned(
        requests.ReopenEvaluation, "Mở lại hồ sơ, chỉ cấp trên của cấp quyết định / Reopen it, by the superior alone"
    )
    appeal_rating = _reasoned(requests.AppealRating, "Đề nghị xem xét lại / Appeal against a published rating")
    decide_appeal = _reasoned(
        requests.DecideAppeal, "Giải quyết đề nghị: giữ nguyên hoặc đổi / Uphold or revise after an appeal"
    )


def _evaluation_id(identity: str, row: int) -> UUID:
    return uuid_of(identity, EVALUATION, "input", "ratings", str(row), "evaluationId")
