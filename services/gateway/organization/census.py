"""Census: organisations and members counted as of any date, as known at any instant (D1)."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import strawberry

from services.gateway.membership import transits
from services.gateway.membership.home_figures import at_home
from services.gateway.organization.enums import OrganizationType
from services.gateway.organization.instants import Instant
from services.gateway.organization.organizations import STANDING, TABLE
from services.gateway.reading.asked import Asked, Info
from services.gateway.reading.query import Query, Within, where
from services.gateway.reading.viewer import Viewer

_COMMUNE = where("length(code) = 8 and code ~ '^[0-9]{{2}}\\.[0-9]{{5}}$' as is_commune")
_GRASSROOTS = frozenset({OrganizationType.GRASSROOTS_COMMITTEE, OrganizationType.GRASSROOTS_CELL})


@strawberry.type(description="Số tổ chức của một loại / How many organisations of a kind")
class CountByType:
    """Số tổ chức theo loại."""

    type: OrganizationType = strawberry.field(description="Loại tổ chức / The kind of organisation")
    count: int = strawberry.field(description="Số lượng / How many")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Members as far as the viewer counts them; `hidden` says why these are not all of the place asked for."""

    members: int
    full: int
    moving: int
    hidden: str | None

    def told(self, info: Info, figure: int) -> int:
        """The figure; that it is not the whole one is said under extensions.masked."""
        if self.hidden:
            info.context.mask(info, self.hidden)
        return figure


@strawberry.type(description="Thống kê tổ chức và đảng viên tại một ngày / Organisations and members on a date")
class Census:
    """Thống kê."""

    as_of: date = strawberry.field(description="Ngày được thống kê / The date counted")
    by_type: list[CountByType] = strawberry.field(description="Số tổ chức theo loại / Organisations by kind")
    provinces: int = strawberry.field(description="Đảng bộ cấp tỉnh / Provincial organisations")
    communes: int = strawberry.field(
        description="Đơn vị cấp xã, theo mã số, bất kể loại / Commune-level units by their code, whatever their kind"
    )
    grassroots_organizations: int = strawberry.field(
        description="Tổ chức cơ sở đảng / Grassroots organisations: GRASSROOTS_COMMITTEE and GRASSROOTS_CELL"
    )
    cells: int = strawberry.field(description="Chi bộ trực thuộc / Organisations of type CELL")
    figures: strawberry.Private[Figures]

    @strawberry.field(description="Đảng viên trong phạm vi người xem / Members within the viewer's scope")
    def members(self, info: Info) -> int:
        """Đảng viên."""
        return self.figures.told(info, self.figures.members)

    @strawberry.field(description="Đảng viên chính thức / Full members")
    def full_members(self, info: Info) -> int:
        """Chính thức."""
        return self.figures.told(info, self.figures.full)

    @strawberry.field(description="Đảng viên dự bị / Probationary members")
    def probationary_members(self, info: Info) -> int:
        """Dự bị."""
        return self.figures.told(info, self.figures.members - self.figures.full)

    @strawberry.field(description="Đang chuyển sinh hoạt / On their way between two cells")
    def in_transit(self, info: Info) -> int:
        """Đang chuyển."""
        return self.figures.told(info, self.figures.moving)


def hidden_from(viewer: Viewer, path: Sequence[UUID] | None) -> str | None:
    """Why a viewer is not told all members under the place with this path; without a place he is told what he may."""
    roots = set(viewer.count_roots)
    return "OUT_OF_SCOPE" if not roots or (path is not None and not roots & set(path)) else None


async def census(
    asked: Asked, instant: Instant, place: Sequence[Within], cells: Sequence[Within], hidden: str | None
) -> Census:
    """A few statements at once, however many there are: organisations, members at home, members on their way."""
    rows, members, moving = await asyncio.gather(
        asked.reader.rows(_by_type(instant, place)),
        at_home(instant, asked.reader.row, cells),
        asked.reader.number(transits.figures(instant, cells)),
    )
    by_type = _summed((OrganizationType(row["type"]), row["counted"]) for row in rows)
    return Census(
        as_of=instant.on,
        by_type=[CountByType(type=kind, count=count) for kind, count in sorted(by_type.items())],
        provinces=by_type.get(OrganizationType.PROVINCIAL, 0),
        communes=sum(row["counted"] for row in rows if row["is_commune"]),
        grassroots_organizations=sum(by_type.get(kind, 0) for kind in _GRASSROOTS),
        cells=by_type.get(OrganizationType.CELL, 0),
        figures=Figures(members=members.total, full=members.full, moving=moving, hidden=hidden),
    )


def _by_type(instant: Instant, place: Sequence[Within]) -> Query:
    counted = (STANDING, where("not external"), *instant.conditions(), *place)
    columns = ("type", _COMMUNE, "count(*) as counted")
    return Query(table=TABLE, columns=columns, where=counted, group_by=("type", "is_commune"))


def _summed(pairs: Iterable[tuple[OrganizationType, int]]) -> dict[OrganizationType, int]:
    totals: dict[OrganizationType, int] = {}
    for kind, count in pairs:
        totals[kind] = totals.get(kind, 0) + count
    return totals
