"""Queries about evaluations. What lies outside the viewer's scope is absent, never refused."""

from typing import Annotated

import strawberry

from services.gateway.evaluation import campaigns
from services.gateway.evaluation.campaign_type import EvaluationCampaign, campaign_of
from services.gateway.evaluation.campaign_type import shown as shown_campaign
from services.gateway.evaluation.evaluation_type import Evaluation, evaluation_of
from services.gateway.evaluation.ids import CAMPAIGN, EVALUATION
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.types.arguments import After, First, MinPosition
from services.gateway.types.connection import Connection, listed

Id = Annotated[strawberry.ID, strawberry.argument(description="Mã định danh / The id")]


@strawberry.type
class EvaluationQueries:
    """Đọc về đánh giá, xếp loại."""

    @strawberry.field(description="Một đợt đánh giá / One campaign")
    async def evaluation_campaign(
        self, info: Info, id: Id, min_position: MinPosition = None
    ) -> EvaluationCampaign | None:
        """Một đợt đánh giá."""
        await info.context.reach(min_position)
        return await campaign_of(info, uuid_of(id, CAMPAIGN, "id"))

    @strawberry.field(description="Các đợt đánh giá, mới nhất trước / Campaigns, the newest first")
    async def evaluation_campaigns(
        self,
        info: Info,
        *,
        first: First,
        organization: Annotated[
            strawberry.ID | None, strawberry.argument(description="Tổ chức mở đợt / Opened by")
        ] = None,
        year: Annotated[int | None, strawberry.argument(description="Năm / The year")] = None,
        after: After = None,
    ) -> Connection[EvaluationCampaign]:
        """Các đợt đánh giá."""
        place = uuid_of(organization, ORGANIZATION, "organization") if organization is not None else None
        conditions: list[Where | Within] = [where("organization = {}", place)] if place else []
        conditions += [where("year = {}", year)] if year is not None else []
        query = Query(table=campaigns.TABLE, columns=campaigns.COLUMNS, where=tuple(conditions))
        listing, order = f"campaigns|{place}|{year}", campaigns.NEWEST_FIRST
        return await listed(info, listing, query, order, first=first, after=after, make=shown_campaign)

    @strawberry.field(description="Một hồ sơ đánh giá / One evaluation")
    async def evaluation(self, info: Info, id: Id, min_position: MinPosition = None) -> Evaluation | None:
        """Một hồ sơ đánh giá."""
        await info.context.reach(min_position)
        return await evaluation_of(info, uuid_of(id, EVALUATION, "id"))
