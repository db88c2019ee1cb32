"""EvaluationCampaign: a campaign with its decisions and figures, as the API shows it."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from services.gateway.evaluation import campaigns, decisions, evaluations
from services.gateway.evaluation.enums import CampaignPeriod, CapBase, EvaluationState, SubjectKind
from services.gateway.evaluation.fairness_type import FairnessAdvice, advised
from services.gateway.evaluation.ids import CAMPAIGN
from services.gateway.organization import organizations
from services.gateway.organization.instants import Instant
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, global_id, uuid_of
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Where, Within, where
from services.gateway.types.arguments import After, First
from services.gateway.types.connection import Connection, listed
from services.gateway.types.node import Node

if TYPE_CHECKING:
    from services.gateway.evaluation.evaluation_type import Evaluation

FEWEST = 5
"""Figures of fewer than so many would tell of single persons."""
Place = Annotated[
    strawberry.ID | None, strawberry.argument(description="Tổ chức, cả cấp dưới / An organisation with all below it")
]


@strawberry.type(description="Kết quả của một phạm vi và giới hạn xuất sắc của nó / A scope's tally and its cap")
class ScopeDecision:
    """Kết quả của một phạm vi."""

    row: strawberry.Private[Row]
    kind: SubjectKind = strawberry.field(description="Loại đối tượng / What was rated")
    decided_on: date = strawberry.field(description="Ngày quyết định sau cùng / The last decision's date")
    excellent: int = strawberry.field(description="Xuất sắc: tử số / EXCELLENT: the numerator")
    good: int = strawberry.field(description="Tốt / GOOD")
    completed: int = strawberry.field(description="Hoàn thành / COMPLETED")
    not_completed: int = strawberry.field(description="Không hoàn thành / NOT_COMPLETED")
    not_rated: int = strawberry.field(description="Không xếp loại, ngoài mọi mẫu số / In no denominator")
    limit: int | None = strawberry.field(description="Xuất sắc tối đa / The most EXCELLENT there may be")
    counted: int = strawberry.field(description="Mẫu số / The denominator")
    base: CapBase | None = strawberry.field(description="Cơ sở tính / What the denominator counts")
    ratio: Decimal | None = strawberry.field(description="Tỷ lệ tối đa / The ratio")
    confirmed: bool = strawberry.field(description="Các quy định đã xác nhận / The rows are confirmed")
    outstanding: bool = strawberry.field(description="Tổ chức nổi trội / Recognised as outstanding")
    organization_sequence: int = strawberry.field(
        description="Mẫu số tính theo dữ liệu tổ chức đến số này / Counted at this sequence of organization"
    )
    membership_sequence: int = strawberry.field(
        description="Mẫu số tính theo dữ liệu đảng viên đến số này / Counted at this sequence of membership"
    )

    @strawberry.field(description="Cấp quyết định / The body that decided")
    async def body(self, info: Info) -> Organization:
        """Cấp quyết định."""
        return await today_of(info, self.row["body"])


@strawberry.type(description="Phân bố xếp loại; số nhỏ được giấu / The distribution; small counts are withheld")
class RatingDistribution:
    """Phân bố."""

    rated: int | None = strawberry.field(description="Được xếp loại: mẫu số / Rated: the denominator")
    excellent: int | None = strawberry.field(description="Xuất sắc / EXCELLENT")
    good: int | None = strawberry.field(description="Tốt / GOOD")
    completed: int | None = strawberry.field(description="Hoàn thành / COMPLETED")
    not_completed: int | None = strawberry.field(description="Không hoàn thành / NOT_COMPLETED")
    not_rated: int | None = strawberry.field(description="Không xếp loại / Not rated")
    suppressed: bool = strawberry.field(description="Ít hơn 5 nên không nêu / Fewer than 5, so nothing is said")


@strawberry.type(description="Đợt kiểm điểm, đánh giá, xếp loại / A campaign of reviews and ratings")
class EvaluationCampaign(Node):
    """Đợt đánh giá."""

    row: strawberry.Private[Row]
    version: int = strawberry.field(description="Phiên bản / The version")
    year: int = strawberry.field(description="Năm / The year")
    period: CampaignPeriod = strawberry.field(description="Kỳ / The kind of period")
    rule_set: str = strawberry.field(description="Mã bộ tiêu chí / The code of the rule set")
    opens_on: date = strawberry.field(description="Từ ngày / From")
    closes_on: date = strawberry.field(
        description="Đến ngày; nơi xếp loại xác định theo ngày này / To; who counts where is asked as of this day"
    )

    @strawberry.field(description="Tổ chức mở đợt / The organisation that opened it")
    async def organization(self, info: Info) -> Organization:
        """Tổ chức mở đợt."""
        return await today_of(info, self.row["organization"])

    @strawberry.field(description="Kết quả từng phạm vi, với giới hạn / Each scope's tally beside its cap")
    async def decisions(self, info: Info) -> list[ScopeDecision]:
        """Kết quả từng phạm vi."""
        loader = info.context.loaders.many("decisions", decisions.of_campaigns, "campaign")
        return [_decision(row) for row in await loader.load(self.row["campaign"])]

    @strawberry.field(description="Phân bố xếp loại đã quyết định / The distribution of what is decided")
    async def distribution(
        self,
        info: Info,
        under: Place = None,
        kind: Annotated[SubjectKind, strawberry.argument(description="Loại / The kind")] = SubjectKind.MEMBER,
    ) -> RatingDistribution:
        """Phân bố xếp loại."""
        campaign, read = self.row["campaign"], info.context.reader.row
        whole = await read(decisions.figures(campaign, kind.value, _below(info, under, "scope")))
        if whole and whole["scopes"]:
            return _distribution(whole)
        return _distribution(await read(evaluations.figures(campaign, kind.value, _below(info, under))) or {})

    @strawberry.field(
        description="Đối chiếu các cấp quyết định với nhau và qua các năm; chỉ để tham khảo, không đổi gì"
        " / How bodies rate beside their peers and over the years: advice, it changes nothing"
    )
    async def fairness(
        self,
        info: Info,
        kind: Annotated[SubjectKind, strawberry.argument(description="Loại / The kind")] = SubjectKind.MEMBER,
    ) -> FairnessAdvice:
        """Đối chiếu."""
        return await advised(info, self.row, kind)

    @strawberry.field(description="Các hồ sơ trong phạm vi người xem / The evaluations within the viewer's scope")
    async def evaluations(
        self,
        info: Info,
        first: First,
        under: Place = None,
        state: Annotated[EvaluationState | None, strawberry.argument(description="Bước / The state")] = None,
        after: After = None,
    ) -> Connection[Annotated["Evaluation", strawberry.lazy("services.gateway.evaluation.evaluation_type")]]:
        """Các hồ sơ."""
        from services.gateway.evaluation.evaluation_type import shown as shown_evaluation

        campaign = self.row["campaign"]
        conditions = [where("campaign = {}", campaign), *_below(info, under)]
        conditions += [where("state = {}", state.value)] if state else []
        listing = f"evaluations|{campaign}|{under}|{state}"
        query, order = evaluations.chosen(conditions), evaluations.OLDEST_FIRST
        return await listed(info, listing, query, order, first=first, after=after, make=shown_evaluation)


def _below(info: Info, under: str | None, column: str = "place") -> list[Where | Within]:
    if under is None:
        return []
    place = uuid_of(under, ORGANIZATION, "under")
    return [organizations.below(place, Instant(info.context.today), column)]


def _decision(row: Row) -> ScopeDecision:
    plain = ("decided_on", "excellent", "good", "completed", "not_completed", "not_rated", "counted", "ratio",
             "confirmed", "outstanding", "organization_sequence", "membership_sequence")  # fmt: skip
    return ScopeDecision(
        row=row,
        kind=SubjectKind(row["kind"]),
        base=CapBase(row["base"]) if row["base"] else None,
        limit=row["cap_limit"],
        **{name: row[name] for name in plain},
    )


def _distribution(row: Row) -> RatingDistribution:
    names = ("excellent", "good", "completed", "not_completed")
    rated = sum(row.get(name, 0) for name in names)
    if rated < FEWEST:
        nothing = dict.fromkeys((*names, "not_rated", "rated"))
        return RatingDistribution(**nothing, suppressed=True)
    counts = {name: row[name] for name in (*names, "not_rated")}
    return RatingDistribution(rated=rated, **counts, suppressed=False)


def shown(row: Row) -> EvaluationCampaign:
    """The API's form of a row."""
    plain = ("version", "year", "rule_set", "opens_on", "closes_on")
    return EvaluationCampaign(
        id=strawberry.ID(global_id(CAMPAIGN, row["campaign"])),
        row=row,
        period=CampaignPeriod(row["period"]),
        **{name: row[name] for name in plain},
    )


async def campaign_of(info: Info, identity: UUID) -> EvaluationCampaign | None:
    """A campaign by id."""
    row = await info.context.loaders.one("campaign", campaigns.by_id, "campaign").load(identity)
    return shown(row) if row else None
