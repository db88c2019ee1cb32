"""Mutations about exported sheets: one person asks, another decides."""

from typing import Annotated
from uuid import UUID

import strawberry

from services.gateway.commanding.inputs import request_of
from services.gateway.commanding.settling import settle
from services.gateway.membership.exports.sheet_export_type import SHEET_EXPORT, SheetExport, sheet_export_of
from services.gateway.membership.mutations import Input, MembershipError
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import ORGANIZATION
from services.gateway.types.scalars import Position
from services.membership.contracts.sheet_enums import ExportPurpose, SheetForm, SheetKind
from services.membership.contracts.sheet_requests import DecideSheetExport, RequestSheetExport


@strawberry.input(description="Đề nghị xuất danh sách / Asking for a sheet")
class RequestSheetExportInput:
    """Đề nghị xuất danh sách."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    organization_id: strawberry.ID = strawberry.field(
        description="Tổ chức, cả cấp dưới / The organisation, with all below it"
    )
    sheet: SheetKind = strawberry.field(description="Danh sách nào / Which sheet")
    form: SheetForm = strawberry.field(default=SheetForm.CSV, description="Dạng tệp / The kind of file")
    purpose: ExportPurpose = strawberry.field(description="Để làm gì / What for")
    document_number: str | None = strawberry.field(
        default=None, description="Số văn bản yêu cầu / The document that asks for it"
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.input(description="Duyệt hoặc không duyệt / Approving or refusing an export")
class DecideSheetExportInput:
    """Duyệt."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    export_id: strawberry.ID = strawberry.field(description="Đề nghị / The export")
    accept: bool = strawberry.field(default=True, description="Duyệt; không thì từ chối / Approved, or refused")
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.type(description="Kết quả của một lệnh về xuất danh sách / What became of a command about an export")
class SheetExportPayload:
    """Kết quả."""

    export: SheetExport | None = strawberry.field(description="Đề nghị / The export")
    errors: list[MembershipError] = strawberry.field(description="Lỗi; rỗng là đã xong / Errors; empty means done")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


@strawberry.type
class ExportMutations:
    """Lệnh về xuất danh sách."""

    @strawberry.mutation(
        description="Đề nghị xuất danh sách theo mẫu; người khác phải duyệt"
        " / Ask for a sheet with the official headers; another person has to approve it"
    )
    async def request_sheet_export(
        self, info: Info, input: Annotated[RequestSheetExportInput, Input]
    ) -> SheetExportPayload:
        """Đề nghị."""
        return await _settled(info, RequestSheetExport, input)

    @strawberry.mutation(
        description="Duyệt hoặc không duyệt, không phải người đề nghị / Decide, by another person than who asked"
    )
    async def decide_sheet_export(
        self, info: Info, input: Annotated[DecideSheetExportInput, Input]
    ) -> SheetExportPayload:
        """Duyệt."""
        return await _settled(info, DecideSheetExport, input)


async def _settled(
    info: Info,
    request: type[RequestSheetExport | DecideSheetExport],
    given: RequestSheetExportInput | DecideSheetExportInput,
) -> SheetExportPayload:
    ids = {"organization_id": ORGANIZATION, "export_id": SHEET_EXPORT}
    made = lambda: request_of(request, given, ids)  # noqa: E731 - settled inside the refusals' reach
    settled = await settle(info.context, "membership", made, lambda identity: sheet_export_of(info, identity))
    return SheetExportPayload(export=settled.thing, errors=settled.errors, position=settled.position)
