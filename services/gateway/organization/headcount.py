"""Headcount: how many members are at home at or below an organisation (đảng số). Guests are not in the total."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import strawberry

from services.gateway.membership import guests, transits
from services.gateway.membership.home_figures import at_home
from services.gateway.organization.instants import Instant
from services.gateway.organization.organizations import below_key
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Each, Query


@strawberry.type(description="Đảng số của một tổ chức và cấp dưới / The headcount at and below an organisation")
class Headcount:
    """Đảng số."""

    total: int = strawberry.field(description="Tổng số đảng viên, không tính khách / Members, guests not counted")
    full: int = strawberry.field(description="Đảng viên chính thức / Full members")
    probationary: int = strawberry.field(description="Đảng viên dự bị / Probationary members")
    temporary_guests: int = strawberry.field(description="Đảng viên sinh hoạt tạm thời tại đây / Temporary guests here")
    in_transit: int = strawberry.field(
        description="Đang chuyển: đã giới thiệu, chưa được tiếp nhận; vẫn tính ở nơi đi"
        " / On their way: introduced, not yet admitted; counted at the origin"
    )


async def headcount(info: Info, place: UUID, instant: Instant) -> Headcount:
    """The figures of one organisation; of many in as many statements."""
    loaders = info.context.loaders

    async def ask(query: Query) -> Row | None:
        asked = ("headcount", instant, query.table.name)
        return await loaders.one(asked, lambda keys: replace(query, each=Each("", keys)), "each_key").load(place)

    leaving = loaders.one(("in transit", instant), lambda keys: _leaving(list(keys), instant), "each_key")
    staying = loaders.one(("guests", instant), lambda keys: _staying(list(keys), instant), "each_key")
    counted, moving = await at_home(instant, ask, (below_key(instant, "cell"),)), await leaving.load(place)
    visiting = await staying.load(place)
    return Headcount(
        total=counted.total,
        full=counted.full,
        probationary=counted.total - counted.full,
        temporary_guests=visiting["guests"] if visiting else 0,
        in_transit=moving["in_transit"] if moving else 0,
    )


def _leaving(places: Sequence[UUID], instant: Instant) -> Query:
    return replace(transits.figures(instant, (below_key(instant, "cell"),)), each=Each("", places))


def _staying(places: Sequence[UUID], instant: Instant) -> Query:
    return replace(guests.figures(instant, (below_key(instant, "cell"),)), each=Each("", places))
