"""What every import of a sheet takes and answers: members, transfers, the operations and allocations of a plan."""

import asyncio
from base64 import b64decode
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import strawberry

from services.gateway.membership import sheets, spreadsheets
from services.gateway.membership.import_refusals import OneFileIsNeeded, SheetIsNotReadable
from services.gateway.membership.sheets import Line
from services.gateway.organization.inputs import COMMAND_ID, MIN_POSITION
from services.gateway.reading.asked import Asked
from services.gateway.refusing.error_union import ErrorUnion
from services.gateway.refusing.user_error import ImportErrors, UserError, error_of
from services.gateway.types.scalars import Position
from shared.vocabulary.refusals import Refusal

if TYPE_CHECKING:
    ErrorOfImport = UserError
else:  # the members are known only when the module is loaded
    ErrorOfImport = ErrorUnion(
        "ImportError", ImportErrors, "Lỗi khi nhập một danh sách / What an import of a sheet refuses"
    )


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
    restructuring_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Phương án, cần cho bảng thao tác và bảng phân bổ"
        " / The restructuring: needed for sheets of operations and of allocations",
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
    errors: list[ErrorOfImport] = strawberry.field(description="Lỗi / Errors")


@strawberry.type(description="Kết quả nhập danh sách / What became of an import")
class ImportPayload:
    """Kết quả nhập."""

    rows: list[ImportRow] = strawberry.field(description="Từng dòng / Row by row")
    accepted: int = strawberry.field(description="Số dòng được nhận / Rows accepted")
    refused: int = strawberry.field(description="Số dòng bị từ chối / Rows refused")
    errors: list[ErrorOfImport] = strawberry.field(description="Lỗi của cả danh sách / Errors of the whole sheet")
    position: Position | None = strawberry.field(description="Vị trí của điều vừa ghi / Where it was written")


def refused_whole(asked: Asked, refusal: Refusal) -> ImportPayload:
    """What is wrong with the sheet as a whole refuses all of it."""
    return ImportPayload(rows=[], accepted=0, refused=0, errors=errors_of(asked, refusal), position=None)


def payload_of(rows: list[ImportRow], position: Position | None) -> ImportPayload:
    """Row by row, and how many of each."""
    accepted = sum(row.accepted for row in rows)
    return ImportPayload(rows=rows, accepted=accepted, refused=len(rows) - accepted, errors=[], position=position)


def errors_of(asked: Asked, refusal: Refusal | None) -> list[ErrorOfImport]:
    """A refusal as the list that a payload has; empty where there is none."""
    return [error_of(refusal, asked.language, list(refusal.wire()["path"]))] if refusal else []


async def lines_given(given: ImportInput, columns: Mapping[str, str], required: Sequence[str]) -> list[Line]:
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
