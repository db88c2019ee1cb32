"""Chỉ số phục vụ tại nhà - what the initiative is judged by: how many, how fast, how often in vain, who was late."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import strawberry

from services.gateway.membership import transfers
from services.gateway.membership.home import home_services
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Asked, Info
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.refusing.refusals import PeriodIsNotInOrder

_TOOK = "(happened_at at time zone 'Asia/Ho_Chi_Minh')::date - consent_on"
_COLUMNS = (
    "count(*)::int as requested",
    "count(*) filter (where state = 'DONE')::int as done",
    "count(*) filter (where state = 'DONE' and recipient in ('MEMBER', 'PROXY'))::int as at_home",
    "count(*) filter (where state = 'FELL_BACK')::int as fell_back",
    "count(*) filter (where state = 'CANCELLED')::int as cancelled",
    "coalesce(sum(attempts), 0)::int as failed_visits",
    f"percentile_cont(0.5) within group (order by {_TOOK}) filter (where state = 'DONE') as median_days",
)
_LATE = ("count(*)::int as moved", "count(*) filter (where overdue or presented_on > present_by)::int as late")


@dataclass(frozen=True)
class _Moved:
    moved: int
    late: int


@strawberry.type(description="Chỉ số phục vụ tại nhà / Indicators of the service at home")
class HomeServiceIndicators:
    """Chỉ số."""

    requested: int = strawberry.field(description="Số đề nghị trong kỳ / Asked for in the period")
    done: int = strawberry.field(description="Đã xong / Done")
    at_home: int = strawberry.field(
        description="Trong đó giao nhận tại nhà, cho đảng viên hoặc người được ủy quyền / Of those, at the home itself"
    )
    fell_back: int = strawberry.field(description="Chuyển về cấp ủy sau các lần không gặp / Fell back to the committee")
    cancelled: int = strawberry.field(description="Thôi phục vụ / Called off")
    failed_visits: int = strawberry.field(description="Số lần đến không gặp / Visits in vain")
    median_days: float | None = strawberry.field(
        description="Trung vị số ngày từ đề nghị đến giao nhận; null: chưa có / Median days from request to hand-over"
    )
    served_transfers: int = strawberry.field(
        description="Số lần chuyển có phục vụ tại nhà, hiệu lực trong kỳ / Transfers with a service, of the period"
    )
    served_late: int = strawberry.field(description="Trong đó nộp giấy quá hạn / Of those, presented late or overdue")
    other_transfers: int = strawberry.field(description="Số lần chuyển không có phục vụ / Transfers without one")
    other_late: int = strawberry.field(description="Trong đó nộp giấy quá hạn / Of those, presented late or overdue")


async def indicators_of(asked: Asked, place: UUID, begin: date, after: date) -> HomeServiceIndicators:
    """Three statements, whatever the period."""
    today = Instant(asked.today)
    period = where("consent_on >= {} and consent_on < {}", begin, after)
    served = Query(table=home_services.TABLE, columns=_COLUMNS, where=(home_services.touching(place, today), period))
    figures = await asked.reader.row(served)
    assert figures is not None, "a count is always one row"
    moves = (transfers.touching(place, today), where("effective_on >= {} and effective_on < {}", begin, after))
    linked = Query(table=home_services.TABLE, columns=("transfer",), where=(where("transfer is not null"),))
    with_service = await _moved(asked, *moves, Within("transfer", linked))
    every = await _moved(asked, *moves)
    return HomeServiceIndicators(
        **figures,
        served_transfers=with_service.moved,
        served_late=with_service.late,
        other_transfers=every.moved - with_service.moved,
        other_late=every.late - with_service.late,
    )


async def _moved(asked: Asked, *conditions: Where | Within) -> _Moved:
    row = await asked.reader.row(replace(_TRANSFERS, where=conditions))
    assert row is not None, "a count is always one row"
    return _Moved(row["moved"], row["late"])


_TRANSFERS = Query(table=transfers.TABLE, columns=_LATE)


@strawberry.type
class IndicatorQueries:
    """Chỉ số phục vụ tại nhà."""

    @strawberry.field(
        description="Chỉ số phục vụ tại nhà của một tổ chức và cấp dưới trong một kỳ; so hai kỳ bằng hai lần hỏi"
        " / Indicators of the service at home below an organisation; two periods are compared by asking twice"
    )
    async def home_service_indicators(
        self,
        info: Info,
        *,
        organization: Annotated[
            strawberry.ID, strawberry.argument(description="Tổ chức, cả cấp dưới / With all below")
        ],
        begin: Annotated[date, strawberry.argument(description="Từ ngày / From")],
        end: Annotated[date, strawberry.argument(description="Đến hết ngày / To, inclusive")],
    ) -> HomeServiceIndicators:
        """Chỉ số."""
        if end < begin:
            raise PeriodIsNotInOrder("end")
        place = uuid_of(organization, ORGANIZATION, "organization")
        return await indicators_of(info.context, place, begin, end + timedelta(days=1))
