"""Evaluation: one subject's evaluation, as the API shows it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import cast
from uuid import UUID

import strawberry

from services.gateway.evaluation import comments, evaluations, stays
from services.gateway.evaluation.campaign_type import EvaluationCampaign, campaign_of
from services.gateway.evaluation.enums import CommentKind, EvaluationState, Rating, SubjectKind
from services.gateway.evaluation.explanation_type import RatingExplanation, explanation_of
from services.gateway.evaluation.ids import EVALUATION, PERSONS
from services.gateway.evaluation.streaks import excellent_years
from services.gateway.membership import members
from services.gateway.membership.member_type import Member
from services.gateway.membership.member_type import shown as shown_member
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import global_id
from services.gateway.reading.pages import Row
from services.gateway.types.node import Node


@strawberry.type(description="Đối tượng được đánh giá / Who or what is evaluated")
class EvaluationSubject:
    """Đối tượng."""

    identity: strawberry.Private[UUID]
    kind: SubjectKind = strawberry.field(description="Loại / The kind")

    @strawberry.field(description="Đảng viên, nếu là cá nhân / The member, of a person")
    async def member(self, info: Info) -> Member | None:
        """Đảng viên."""
        if self.kind not in PERSONS:
            return None
        row = await info.context.loaders.one("member", members.by_id, "member").load(self.identity)
        return shown_member(row) if row else None

    @strawberry.field(description="Tổ chức, nếu là tập thể / The organisation, of a collective")
    async def organization(self, info: Info) -> Organization | None:
        """Tổ chức."""
        return None if self.kind in PERSONS else await today_of(info, self.identity)


@strawberry.type(description="Thời gian sinh hoạt tại một chi bộ trong kỳ / A stay in one cell within the period")
class ServiceSegment:
    """Một khoảng thời gian."""

    cell: strawberry.Private[UUID]
    from_: date = strawberry.field(name="from", description="Từ ngày / From")
    to: date = strawberry.field(description="Đến hết ngày / To the end of")
    months: int = strawberry.field(description="Số tháng trọn / Full months")

    @strawberry.field(description="Chi bộ / The cell")
    async def organization(self, info: Info) -> Organization:
        """Chi bộ."""
        return await today_of(info, self.cell)


@strawberry.type(description="Một nhận xét / A comment")
class EvaluationComment:
    """Một nhận xét."""

    place: strawberry.Private[UUID]
    kind: CommentKind = strawberry.field(description="Nhận xét của nơi nào / Whose comment")
    commented_on: date = strawberry.field(description="Ngày ghi / Recorded on")

    @strawberry.field(description="Tổ chức nhận xét / The organisation that commented")
    async def organization(self, info: Info) -> Organization:
        """Tổ chức nhận xét."""
        return await today_of(info, self.place)


@strawberry.type(description="Kết quả bỏ phiếu; số nhỏ hoặc đồng thuận tuyệt đối thì chỉ nêu kết quả / The cell's vote")
class CellVote:
    """Kết quả bỏ phiếu."""

    outcome: Rating | None = strawberry.field(description="Mức quá nửa tán thành / What more than half voted for")
    summoned: int | None = strawberry.field(description="Được triệu tập / Summoned")
    present: int | None = strawberry.field(description="Có mặt / Present")
    counts: list[int] | None = strawberry.field(
        description="Phiếu theo thứ tự xuất sắc, tốt, hoàn thành, không hoàn thành / Votes, from the highest down"
    )


@strawberry.type(description="Hồ sơ đánh giá, xếp loại của một đối tượng trong một đợt / One subject's evaluation")
class Evaluation(Node):
    """Hồ sơ đánh giá."""

    row: strawberry.Private[Row]
    version: int = strawberry.field(description="Phiên bản, cho expectedVersion / The version, for expectedVersion")
    state: EvaluationState = strawberry.field(description="Bước đang ở / Where it stands")
    points: Decimal | None = strawberry.field(description="Điểm; null là chưa có, không phải 0 / Null is not zero")
    proposed: Rating | None = strawberry.field(description="Mức được đề nghị / What is proposed")
    rating: Rating | None = strawberry.field(description="Mức đã quyết định / What was decided")
    not_rated_reason: str | None = strawberry.field(
        description="Lý do không xếp loại, một mã của NotRatedReason / Why not rated, a code of NotRatedReason"
    )
    published_on: date | None = strawberry.field(description="Ngày công bố / Published on")

    @strawberry.field(description="Đối tượng / The subject")
    def subject(self) -> EvaluationSubject:
        """Đối tượng."""
        return EvaluationSubject(identity=self.row["subject"], kind=SubjectKind(self.row["kind"]))

    @strawberry.field(description="Đợt đánh giá / The campaign")
    async def campaign(self, info: Info) -> EvaluationCampaign:
        """Đợt đánh giá."""
        return cast(EvaluationCampaign, await campaign_of(info, self.row["campaign"]))

    @strawberry.field(description="Nơi tính xếp loại theo bước sau cùng / Where it counted at the last step")
    async def place(self, info: Info) -> Organization:
        """Nơi tính xếp loại."""
        return await today_of(info, self.row["place"])

    @strawberry.field(description="Cấp đã quyết định / The body that decided")
    async def decided_by(self, info: Info) -> Organization | None:
        """Cấp đã quyết định."""
        return await today_of(info, self.row["body"]) if self.row["body"] else None

    @strawberry.field(description="Vì sao / Why")
    def explanation(self, info: Info) -> RatingExplanation:
        """Vì sao."""
        return explanation_of(self.row, info.context.language)

    @strawberry.field(
        description="Số năm liên tục xuất sắc của đối tượng / Years of EXCELLENT in a row, of the subject"
    )
    async def excellent_streak(self, info: Info) -> int:
        """Số năm liên tục xuất sắc."""
        return await excellent_years(info, self.row["subject"])

    @strawberry.field(description="Các nhận xét, cũ nhất trước / The comments, the oldest first")
    async def comments(self, info: Info) -> list[EvaluationComment]:
        """Các nhận xét."""
        loader = info.context.loaders.many("comments", comments.of_evaluations, "evaluation")
        rows = await loader.load(self.row["evaluation"])
        return [
            EvaluationComment(
                place=row["organization"], kind=CommentKind(row["kind"]), commented_on=row["commented_on"]
            )
            for row in rows
        ]

    @strawberry.field(description="Kết quả bỏ phiếu của chi bộ / The cell's vote")
    async def vote(self, info: Info) -> CellVote | None:
        """Kết quả bỏ phiếu."""
        row = await info.context.loaders.one("votes", comments.votes_on, "evaluation").load(self.row["evaluation"])
        if row is None:
            return None
        outcome = Rating(row["outcome"]) if row["outcome"] else None
        return CellVote(outcome=outcome, summoned=row["summoned"], present=row["present"], counts=row["counts"])

    @strawberry.field(description="Đã sinh hoạt ở đâu trong kỳ, bao lâu / Where the person was, for how long")
    async def segments(self, info: Info) -> list[ServiceSegment]:
        """Các khoảng thời gian."""
        if SubjectKind(self.row["kind"]) not in PERSONS:
            return []
        campaign = await self.campaign(info)  # pyright: ignore[reportCallIssue] - a resolver is callable
        start, end = campaign.opens_on, campaign.closes_on
        loader = info.context.loaders.many(("stays", start, end), lambda keys: stays.within(keys, start, end), "member")
        return [_segment(row, start, end) for row in await loader.load(self.row["subject"])]


def _segment(row: Row, start: date, end: date) -> ServiceSegment:
    begins = max(row["valid_from"], start)
    ends = min(row["valid_to"] - timedelta(days=1), end) if row["valid_to"] else end
    return ServiceSegment(cell=row["cell"], from_=begins, to=ends, months=stays.months(begins, ends))


def shown(row: Row) -> Evaluation:
    """The API's form of a row."""
    return Evaluation(
        id=strawberry.ID(global_id(EVALUATION, row["evaluation"])),
        row=row,
        version=row["version"],
        state=EvaluationState(row["state"]),
        points=row["points"],
        proposed=Rating(row["proposed"]) if row["proposed"] else None,
        rating=Rating(row["rating"]) if row["rating"] else None,
        not_rated_reason=row["not_rated"],
        published_on=row["published_on"],
    )


async def evaluation_of(info: Info, identity: UUID) -> Evaluation | None:
    """An evaluation by id, as far as the viewer reaches it."""
    row = await info.context.loaders.one("evaluation", evaluations.by_id, "evaluation").load(identity)
    return shown(row) if row else None
