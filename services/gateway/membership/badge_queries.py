"""Danh sách xét tặng Huy hiệu Đảng - who reaches a level within a quarter (D8), from the dates on record."""

from datetime import date
from typing import Annotated

import strawberry

from services.gateway.membership import badges, members
from services.gateway.membership.member_type import Member
from services.gateway.membership.member_type import shown as shown_member
from services.gateway.organization import organizations
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query, where
from services.gateway.refusing.refusals import QuarterIsNotThere
from services.gateway.types.arguments import After, First
from services.gateway.types.connection import Connection, listed

_SINCE = "coalesce(seniority_from, admitted_on)"
_REACHED = (
    "exists (select from unnest({}::int[]) as level"
    f" where ({_SINCE} + make_interval(years => level))::date >= {{}}"
    f" and ({_SINCE} + make_interval(years => level))::date < {{}})"
)


@strawberry.type(description="Người đủ tuổi đảng trong quý / Someone who reaches a level in the quarter")
class BadgeCandidate:
    """Người được xét tặng."""

    member: Member = strawberry.field(description="Đảng viên / The member")
    level: int = strawberry.field(description="Mức huy hiệu, năm / The level, in years")
    eligible_on: date = strawberry.field(description="Ngày đủ tuổi đảng / The day on which the years are full")


@strawberry.type
class BadgeQueries:
    """Huy hiệu Đảng."""

    @strawberry.field(
        description="Danh sách xét tặng Huy hiệu Đảng trong một quý / Who reaches a badge's level in a quarter"
    )
    async def badge_candidates(
        self,
        info: Info,
        *,
        organization: Annotated[
            strawberry.ID, strawberry.argument(description="Tổ chức, cả cấp dưới / With all below")
        ],
        year: Annotated[int, strawberry.argument(description="Năm / The year")],
        quarter: Annotated[int, strawberry.argument(description="Quý, 1 đến 4 / The quarter, 1 to 4")],
        first: First,
        after: After = None,
    ) -> Connection[BadgeCandidate]:
        """Danh sách xét tặng."""
        begin, end = quarter_of(year, quarter)
        place = uuid_of(organization, ORGANIZATION, "organization")
        conditions = (
            organizations.below(place, Instant(info.context.today), "cell"),
            where("state = 'FULL'"),
            where(_REACHED, list(badges.LEVELS), begin, end),
        )
        query = Query(table=members.TABLE, columns=members.COLUMNS, where=conditions)
        listing = f"badges|{place}|{begin}"

        def make(row: Row) -> BadgeCandidate:
            return _candidate(row, begin)

        return await listed(info, listing, query, members.by_name(), first=first, after=after, make=make)


def quarter_of(year: int, quarter: int) -> tuple[date, date]:
    """The first day of a quarter and the first day after it."""
    if not (1 <= quarter <= 4 and 1960 <= year <= 2200):
        raise QuarterIsNotThere("quarter")
    month = 3 * quarter - 2
    return date(year, month, 1), date(year + month // 10, (month + 2) % 12 + 1, 1)


def _candidate(row: Row, begin: date) -> BadgeCandidate:
    badge = badges.next_badge(row["seniority_from"] or row["admitted_on"], begin)
    assert badge is not None
    return BadgeCandidate(member=shown_member(row, listed=True), level=badge.level, eligible_on=badge.eligible_on)
