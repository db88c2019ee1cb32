"""SheetExport: a sheet of members or transfers that somebody asked to take out of the system."""

from datetime import datetime
from uuid import UUID

import strawberry

from services.gateway.membership.exports import sheet_exports
from services.gateway.organization.organization_type import Organization, today_of
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import global_id
from services.gateway.reading.pages import Row
from services.gateway.types.node import Node
from services.membership.contracts.sheet_enums import ExportPurpose, SheetExportState, SheetForm, SheetKind

SHEET_EXPORT = "SheetExport"
strawberry.enum(SheetKind, description="Danh sách nào / Which sheet")
strawberry.enum(SheetForm, description="Dạng tệp / The kind of file")
strawberry.enum(ExportPurpose, description="Xuất để làm gì / What it is exported for")
strawberry.enum(SheetExportState, description="Việc xuất đang ở đâu / How far an export has come")


@strawberry.type(
    description="Một lần xuất danh sách: một người đề nghị, người khác duyệt, tải được trong thời hạn"
    " / An exported sheet: one person asks, another approves, it can be fetched for some hours"
)
class SheetExport(Node):
    """Xuất danh sách."""

    row: strawberry.Private[Row]
    version: int = strawberry.field(description="Phiên bản / The version")
    sheet: SheetKind = strawberry.field(description="Danh sách nào / Which sheet")
    form: SheetForm = strawberry.field(description="Dạng tệp / The kind of file")
    purpose: ExportPurpose = strawberry.field(description="Để làm gì / What for")
    document_number: str | None = strawberry.field(description="Số văn bản yêu cầu / The document that asks for it")
    state: SheetExportState = strawberry.field(description="Tình trạng / How far it has come")
    requested_by: str = strawberry.field(description="Tài khoản đề nghị / The account that asked")
    requested_at: datetime = strawberry.field(description="Lúc đề nghị / When it was asked for")
    decided_by: str | None = strawberry.field(description="Tài khoản duyệt / The account that decided")
    decided_at: datetime | None = strawberry.field(description="Lúc duyệt / When it was decided")
    available_until: datetime | None = strawberry.field(description="Tải được đến / It can be fetched until")
    fetched: int = strawberry.field(description="Số lần đã tải / How often it was fetched")

    @strawberry.field(description="Tổ chức, cả cấp dưới / The organisation, with all below it")
    async def organization(self, info: Info) -> Organization:
        """Tổ chức."""
        return await today_of(info, self.row["organization"])

    @strawberry.field(
        description="Địa chỉ tải, cho người đề nghị, kèm token; null: chưa duyệt hoặc đã hết hạn"
        " / Where who asked fetches it with the token; null: not approved, or over"
    )
    def path(self, info: Info) -> str | None:
        """Địa chỉ tải."""
        until = self.available_until
        if until is None or info.context.now > until or info.context.viewer.actor.subject != self.requested_by:
            return None
        return f"/exports/{self.id}/{self.sheet.value.lower()}.{self.form.value.lower()}"


_PLAIN = (
    "version", "document_number", "requested_by", "requested_at", "decided_by", "decided_at", "available_until",
    "fetched",
)  # fmt: skip


def shown(row: Row) -> SheetExport:
    """The API's form of a row."""
    return SheetExport(
        id=strawberry.ID(global_id(SHEET_EXPORT, row["export"])),
        row=row,
        sheet=SheetKind(row["sheet"]),
        form=SheetForm(row["form"]),
        purpose=ExportPurpose(row["purpose"]),
        state=SheetExportState(row["state"]),
        **{name: row[name] for name in _PLAIN},
    )


async def sheet_export_of(info: Info, identity: UUID) -> SheetExport | None:
    """An export by id, as far as the viewer reaches it."""
    row = await info.context.loaders.one("sheet export", sheet_exports.by_id, "export").load(identity)
    return shown(row) if row else None
