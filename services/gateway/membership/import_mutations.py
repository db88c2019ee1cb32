"""Mutations that import the official sheets: dry run first, then the same call in earnest."""

import asyncio
from base64 import b64decode
from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

import strawberry

from services.gateway.membership import importing, sheets, spreadsheets
from services.gateway.membership.import_refusals import OneFileIsNeeded, SheetIsNotReadable
from services.gateway.membership.importing import Make, Verdict
from services.gateway.membership.mutations import MembershipError
from services.gateway.membership.sheets import Line
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.reading.asked import Asked, Info
from services.gateway.reading.ids import MEMBER, ORGANIZATION, TRANSFER, global_id, uuid_of
from services.gateway.refusing.user_error import error_of
from services.gateway.types.scalars import Position
from shared.vocabulary.refusals import Refusal


@strawberry.input(
    description="Nhập một danh sách CSV hoặc XLSX, nhiều nhất 1.000 dòng / A sheet, at most 1,000 rows at a time"
)
class ImportInput:
    """Nhập danh sách."""

    command_id: UUID = strawberry.field(description=COMMAND_ID)
    csv: str | None = strawberry.field(
        default=None,
        description="Nội dung CSV; dòng đầu là tên cột tiếng Việt / The CSV text; its first line has the headers",
    )
    xlsx: str | None = strawberry.field(
        default=None,
        description="Hoặc tệp XLSX, mã hóa Base64; trang đầu, dòng đầu là tên cột"
        " / Or an XLSX file in Base64: its first page, whose first line has the headers",
    )
    dry_run: bool = strawberry.field(
        default=True, description="Chỉ thử: kiểm tra mọi dòng, không ghi gì / Check every row, record nothing"
    )
    first_row: int = strawberry.field(
        default=1,
        description="Phần này bắt đầu từ dòng thứ mấy của cả danh sách; mọi phần dùng chung một commandId"
        " / Where in the whole sheet this part begins; all parts share one commandId",
    )
    organization_id: strawberry.ID | None = strawberry.field(
        default=None, description="Chi bộ, cho dòng không ghi mã / The cell of rows that name none"
    )
    min_position: Position | None = strawberry.field(default=None, description=MIN_POSITION)


@strawberry.type(description="Kết quả của một dòng / What became of a row")
class ImportRow:
    """Kết quả của một dòng."""

    row: int = strawberry.field(
        description="Dòng thứ mấy của cả danh sách, dưới dòng tên cột / The row of the whole sheet, below the header"
    )
    accepted: bool = strawberry.field(description="Được nhận (khi thử: sẽ được nhận) / Accepted, or would be")
    id: strawberry.ID | None = strawberry.field(description="Mã của điều vừa ghi / The id of what was recorded")
    errors: list[MembershipError] = strawberry.field(description="Lỗi / Errors")


@strawberry.type(description="Kết quả nhập danh sách / What became of an import")
class ImportPayload:
    """Kết quả nhập."""

    rows: list[ImportRow] = strawberry.field(description="Từng dòng / Row by row")
    accepted: int = strawberry.field(description="Số dòng được nhận / Rows accepted")
    refused: int = strawberry.field(description="Số dòng bị từ chối / Rows refused")
    errors: list[MembershipError] = strawberry.field(description="Lỗi của cả danh sách / Errors of the whole sheet")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


Input = strawberry.argument(description="Danh sách / The sheet")


async def _import(
    asked: Asked, given: ImportInput, columns: Mapping[str, str], make: Make, *, place: str, kind: str
) -> ImportPayload:
    """Every row on its own; what is wrong with the sheet as a whole refuses all of it."""
    try:
        await asked.reach(given.min_position)
        required = (place,) if place == "cell" and not given.organization_id else ()
        lines = await _lines(given, columns, required)
    except Refusal as refusal:
        whole = [error_of(refusal, asked.language, list(refusal.wire()["path"]))]
        return ImportPayload(rows=[], accepted=0, refused=0, errors=whole, position=None)
    more = {"command_id": given.command_id, "dry_run": given.dry_run}
    verdicts = await importing.imported(asked, lines, make, **more)
    rows = [_row(asked, verdict, "" if given.dry_run else kind) for verdict in verdicts]
    accepted = sum(row.accepted for row in rows)
    newest = None if given.dry_run else importing.newest(verdicts)
    position = Position(newest) if newest else None
    return ImportPayload(rows=rows, accepted=accepted, refused=len(rows) - accepted, errors=[], position=position)


async def _lines(given: ImportInput, columns: Mapping[str, str], required: Sequence[str]) -> list[Line]:
    """The rows of the one file that was given; a spreadsheet is read beside the answers to others."""
    if (given.csv is None) == (given.xlsx is None):
        raise OneFileIsNeeded("input", "csv")
    if given.xlsx is None:
        return sheets.lines_of(given.csv or "", columns, required, first_row=given.first_row)
    try:
        content = b64decode(given.xlsx, validate=True)
    except ValueError as error:
        raise SheetIsNotReadable("input", "xlsx") from error
    rows = await asyncio.to_thread(spreadsheets.rows_of, content, sheets.MOST_ROWS)
    return sheets.lines_in(rows, columns, required, first_row=given.first_row)


def _row(asked: Asked, verdict: Verdict, kind: str) -> ImportRow:
    refusal, receipt = verdict.refusal, verdict.receipt
    errors = [error_of(refusal, asked.language, list(refusal.wire()["path"]))] if refusal else []
    identity = strawberry.ID(global_id(kind, receipt.id)) if receipt and kind else None
    return ImportRow(row=verdict.row, accepted=refusal is None, id=identity, errors=errors)


@strawberry.type
class ImportMutations:
    """Nhập danh sách."""

    @strawberry.mutation(description="Nhập danh sách đảng viên; thử trước / Import members; dry run first")
    async def import_members(self, info: Info, input: Annotated[ImportInput, Input]) -> ImportPayload:
        """Nhập đảng viên."""
        given = input.organization_id
        cell = uuid_of(given, ORGANIZATION, "input", "organizationId") if given else None
        make = importing.member_of(cell, dry_run=input.dry_run)
        return await _import(info.context, input, sheets.MEMBER_COLUMNS, make, place="cell", kind=MEMBER)

    @strawberry.mutation(description="Nhập danh sách đề nghị chuyển sinh hoạt / Import requests for transfers")
    async def import_transfers(self, info: Info, input: Annotated[ImportInput, Input]) -> ImportPayload:
        """Nhập đề nghị chuyển."""
        make = importing.transfer_of_row(dry_run=input.dry_run)
        return await _import(info.context, input, sheets.TRANSFER_COLUMNS, make, place="destination", kind=TRANSFER)
