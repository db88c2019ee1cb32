"""Số năm liên tục xuất sắc - what "five years in a row" is counted from: yearly campaigns, published ratings."""

from collections.abc import Iterable
from uuid import UUID

from services.gateway.evaluation import campaigns, evaluations
from services.gateway.reading.asked import Info

_YEAR, _EXCELLENT = "YEAR", "EXCELLENT"


async def excellent_years(info: Info, subject: UUID) -> int:
    """Of a member, or of an organisation as a collective."""
    rated = await info.context.loaders.many("told ratings", evaluations.told_of, "subject").load(subject)
    by_campaign = info.context.loaders.one("campaign", campaigns.by_id, "campaign")
    given: dict[int, set[str]] = {}
    for row in rated:
        campaign = await by_campaign.load(row["campaign"])
        if campaign is not None and campaign["period"] == _YEAR:
            given.setdefault(campaign["year"], set()).add(row["rating"])
    return in_a_row(given[year] == {_EXCELLENT} and year for year in sorted(given, reverse=True))


def in_a_row(years: Iterable[int | bool]) -> int:
    """How many of these, the newest first, follow one another without a gap; False ends them."""
    count, last = 0, None
    for year in years:
        if year is False or (last is not None and year != last - 1):
            return count
        count, last = count + 1, int(year)
    return count
