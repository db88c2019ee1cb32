"""Mutations about what stands beside the tree: posted to the organization service with the user's own token."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from services.gateway.commanding.inputs import request_of
from services.gateway.organization.enums import AffiliationKind
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.organization.mutations import Input, OrganizationPayload, organization_payload
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION
from services.gateway.types.scalars import Position
from services.organization.contracts.requests import RecordAffiliation, RecordExternalId

_ORGANIZATION = "Tổ chức / The organisation"


@strawberry.input(description="Ghi đoàn thể của tổ chức thuộc cấp nào / Under whom a body beside the Party's is")
class RecordAffiliationInput:
    """Ghi đoàn thể."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description=_ORGANIZATION)
    kind: AffiliationKind = strawberry.field(description="Của đoàn thể nào / Of which body")
    superior_id: strawberry.ID | None = strawberry.field(
        default=None, description="Cấp trên, nếu có trong hệ thống / The superior, where this system knows it"
    )
    superior_name: str | None = strawberry.field(default=None, description="Tên cấp trên / The superior by its name")
    valid_from: date = strawberry.field(description="Từ ngày / From this day on")
    valid_to: date | None = strawberry.field(default=None, description="Thôi từ ngày / Until, exclusive")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Ghi mã của tổ chức ở hệ thống khác / An organisation's number in another system")
class RecordExternalIdInput:
    """Ghi mã ở hệ thống khác."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(description=_ORGANIZATION)
    system: str = strawberry.field(description="Hệ thống / The system")
    value: str | None = strawberry.field(default=None, description="Mã; bỏ trống là xóa / The number; none: taken away")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.type
class AffiliationMutations:
    """Lệnh về những gì ngoài cây tổ chức."""

    @strawberry.mutation(
        description="Ghi đoàn thể của tổ chức thuộc cấp nào, ngoài cây tổ chức"
        " / Record under whom an organisation's youth union, trade union … is, beside the tree"
    )
    async def record_affiliation(
        self, info: Info, input: Annotated[RecordAffiliationInput, Input]
    ) -> OrganizationPayload:
        """Ghi đoàn thể."""
        ids = {"organization_id": ORGANIZATION, "superior_id": ORGANIZATION}
        return await organization_payload(info, lambda: request_of(RecordAffiliation, input, ids))

    @strawberry.mutation(
        description="Ghi mã của tổ chức ở hệ thống khác / Record an organisation's number in another system"
    )
    async def record_external_id(
        self, info: Info, input: Annotated[RecordExternalIdInput, Input]
    ) -> OrganizationPayload:
        """Ghi mã."""
        ids = {"organization_id": ORGANIZATION}
        return await organization_payload(info, lambda: request_of(RecordExternalId, input, ids))
