"""Affiliation: under whom a body beside the Party's is, such as a school's youth union; shown, never in the tree."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from services.gateway.organization import affiliations
from services.gateway.organization.enums import AffiliationKind
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.gateway.types.external_id import ExternalId

if TYPE_CHECKING:
    from services.gateway.organization.organization_type import Organization


@strawberry.type(description="Quan hệ ngoài cây tổ chức / A superior beside the tree")
class Affiliation:
    """Quan hệ ngoài cây tổ chức."""

    row: strawberry.Private[Row]
    instant: strawberry.Private[Instant]
    kind: AffiliationKind = strawberry.field(description="Của đoàn thể nào / Of which body")
    superior_name: str | None = strawberry.field(description="Tên cấp trên / The superior by its name")
    valid_from: date = strawberry.field(description="Từ ngày / From this day on")
    valid_to: date | None = strawberry.field(description="Thôi từ ngày / Until, exclusive")

    @strawberry.field(description="Cấp trên, nếu có trong hệ thống / The superior, where this system knows it")
    async def superior(
        self, info: Info
    ) -> Annotated["Organization", strawberry.lazy("services.gateway.organization.organization_type")] | None:
        """Cấp trên."""
        from services.gateway.organization.organization_type import organization_of

        place = self.row["superior"]
        return await organization_of(info, place, self.instant) if place else None


async def affiliations_of(info: Info, organization: UUID, instant: Instant) -> list[Affiliation]:
    """What holds on the day, one of each kind, through the loader."""
    loader = info.context.loaders.many(
        ("affiliations", instant), lambda keys: affiliations.begun(keys, instant.on), "each_key"
    )
    last: dict[str, Row] = {}
    for row in await loader.load(organization):
        last.setdefault(row["kind"], row)
    return [_shown(row, instant) for row in last.values() if row["valid_to"] is None or row["valid_to"] > instant.on]


def _shown(row: Row, instant: Instant) -> Affiliation:
    return Affiliation(
        row=row,
        instant=instant,
        kind=AffiliationKind(row["kind"]),
        superior_name=row["superior_name"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


async def external_ids_of(info: Info, organization: UUID) -> list[ExternalId]:
    """What other systems call it, through the loader."""
    loader = info.context.loaders.many("organization numbers", affiliations.numbers, "each_key")
    return [ExternalId(system=row["system"], value=row["value"]) for row in await loader.load(organization)]
