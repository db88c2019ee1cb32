"""Queries about exported sheets."""

from typing import Annotated

import strawberry

from services.gateway.membership.exports import sheet_exports
from services.gateway.membership.exports.sheet_export_type import SHEET_EXPORT, SheetExport, sheet_export_of, shown
from services.gateway.reading.asked import Info
from services.gateway.reading.ids import uuid_of
from services.gateway.reading.query import where
from services.gateway.types.arguments import After, First, MinPosition
from services.gateway.types.connection import Connection, listed
from services.membership.contracts.sheet_enums import SheetExportState


@strawberry.type
class ExportQueries:
    """Đọc việc xuất danh sách."""

    @strawberry.field(description="Một lần xuất danh sách / One exported sheet")
    async def sheet_export(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Mã định danh / The id")],
        min_position: MinPosition = None,
    ) -> SheetExport | None:
        """Một lần xuất."""
        await info.context.reach(min_position)
        return await sheet_export_of(info, uuid_of(id, SHEET_EXPORT, "id"))

    @strawberry.field(
        description="Các lần xuất danh sách trong phạm vi, mới nhất trước / Exports in the scope, the newest first"
    )
    async def sheet_exports(
        self,
        info: Info,
        *,
        first: First,
        state: Annotated[SheetExportState | None, strawberry.argument(description="Tình trạng / The state")] = None,
        after: After = None,
    ) -> Connection[SheetExport]:
        """Các lần xuất."""
        query = sheet_exports.of_viewer(*((where("state = {}", state.value),) if state else ()))
        order = sheet_exports.NEWEST_FIRST
        return await listed(info, f"sheet exports|{state}", query, order, first=first, after=after, make=shown)
