"""Headcount: how many members are at home at or below an organisation (đảng số). Guests are not in the total."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import strawberry

from services.gateway.membership import guests, homes, transits
from services.gateway.organization.instants import Instant
from services.gateway.organization.organizations import TABLE
from services.gateway.reading.asked import Info
from services.gateway.reading.query import Each, Query, Within, where


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
    """The figures of one organisation; of many in three statements."""
    loaders = info.context.loaders
    members = loaders.one(("headcount", instant), lambda keys: _members(list(keys), instant), "each_key")
    leaving = loaders.one(("in transit", instant), lambda keys: _leaving(list(keys), instant), "each_key")
    staying = loaders.one(("guests", instant), lambda keys: _staying(list(keys), instant), "each_key")
    counted, moving = await members.load(place), await leaving.load(place)
    visiting = await staying.load(place)
    total = counted["total"] if counted else 0
    full = counted["full_members"] if counted else 0
    return Headcount(
        total=total,
        full=full,
        probationary=total - full,
        temporary_guests=visiting["guests"] if visiting else 0,
        in_transit=moving["in_transit"] if moving else 0,
    )


def _members(places: Sequence[UUID], instant: Instant) -> Query:
    return replace(homes.figures(instant, (_below_key(instant),)), each=Each("", places))


def _leaving(places: Sequence[UUID], instant: Instant) -> Query:
    return replace(transits.figures(instant, (_below_key(instant),)), each=Each("", places))


def _staying(places: Sequence[UUID], instant: Instant) -> Query:
    return replace(guests.figures(instant, (_below_key(instant),)), each=Each("", places))


def _below_key(instant: Instant) -> Within:
    there = where("path @> array[keys.each_key]")
    return Within("cell", Query(table=TABLE, columns=("organization",), where=(there, *instant.conditions())))
