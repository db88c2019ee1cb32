"""Fairness: how bodies rate beside their peers, and over the years. Advice only; small counts are withheld."""

from decimal import Decimal
from uuid import UUID

import strawberry

from services.gateway.evaluation import campaigns, decisions, fairness
from services.gateway.evaluation.enums import SubjectKind
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query, where
from services.gateway.refusing.language import Language

_SAID = {
    "LENIENT": (
        "Cao hơn hẳn các nơi tương đương: nên xem lại cách chấm.",
        "Well above comparable bodies: look at how points are given.",
    ),
    "STRICT": (
        "Thấp hơn hẳn các nơi tương đương: nên xem lại cách chấm.",
        "Well below comparable bodies: look at how points are given.",
    ),
}


@strawberry.type(description="Một cấp quyết định so với các nơi tương đương / A body beside its peers")
class BodyCompared:
    """Một cấp quyết định."""

    body_id: strawberry.Private[UUID]
    rated: int = strawberry.field(description="Được xếp loại: mẫu số / Rated: the denominator")
    excellent_share: Decimal = strawberry.field(description="Tỷ lệ xuất sắc / The share of EXCELLENT")
    good_share: Decimal = strawberry.field(description="Tỷ lệ từ Tốt trở lên / The share of GOOD or better")
    peers_rated: int = strawberry.field(description="Các nơi khác, được xếp loại / Rated elsewhere")
    peers_good_share: Decimal = strawberry.field(description="Các nơi khác, từ Tốt trở lên / GOOD or better elsewhere")
    advice: str | None = strawberry.field(description="Gợi ý; null là không có gì đáng nói / Advice, if any")

    @strawberry.field(description="Tổ chức / The organisation")
    async def organization(self, info: Info) -> Organization:
        """Tổ chức."""
        return await today_of(info, self.body_id)


@strawberry.type(description="Kết quả của một năm / The shares of a year")
class YearShare:
    """Kết quả của một năm."""

    year: int = strawberry.field(description="Năm / The year")
    rated: int = strawberry.field(description="Mẫu số / The denominator")
    excellent_share: Decimal = strawberry.field(description="Tỷ lệ xuất sắc / The share of EXCELLENT")
    good_share: Decimal = strawberry.field(description="Tỷ lệ từ Tốt trở lên / The share of GOOD or better")


@strawberry.type(description="Đối chiếu để tham khảo; không bao giờ về từng người / Advice, never about a person")
class FairnessAdvice:
    """Đối chiếu."""

    bodies: list[BodyCompared] = strawberry.field(
        description="Khác các nơi tương đương nhiều nhất trước; nơi dưới 5 người bị bỏ qua / The furthest first"
    )
    suppressed: int = strawberry.field(description="Số nơi dưới 5 người, không nêu / Bodies with fewer than 5")
    years: list[YearShare] = strawberry.field(description="Qua các năm, cũ trước / Over the years, the oldest first")


async def advised(info: Info, campaign: Row, kind: SubjectKind) -> FairnessAdvice:
    """Of one campaign, with the years of the same organisation before it."""
    read = info.context.reader.rows
    rows = [row for row in await read(decisions.of_campaigns([campaign["campaign"]])) if row["kind"] == kind.value]
    same = where("organization = {} and period = {}", campaign["organization"], campaign["period"])
    until = where("year <= {}", campaign["year"])
    opened = await read(Query(table=campaigns.TABLE, columns=campaigns.COLUMNS, where=(same, until)))
    years = {each["campaign"]: each["year"] for each in opened}
    history = [row for row in await read(decisions.of_campaigns(list(years))) if row["kind"] == kind.value]
    found = fairness.compared(rows)
    english = info.context.language is Language.EN
    return FairnessAdvice(
        bodies=[_shown(one, english=english) for one in found],
        suppressed=len(rows) - len(found),
        years=[
            YearShare(year=one.year, rated=one.rated, excellent_share=one.excellent_share, good_share=one.good_share)
            for one in fairness.yearly([(years[row["campaign"]], row) for row in history])
        ],
    )


def _shown(one: fairness.Compared, *, english: bool) -> BodyCompared:
    return BodyCompared(
        body_id=one.body,
        rated=one.rated,
        excellent_share=one.excellent_share,
        good_share=one.good_share,
        peers_rated=one.peers_rated,
        peers_good_share=one.peers_good_share,
        advice=_SAID[one.advice][english] if one.advice else None,
    )
