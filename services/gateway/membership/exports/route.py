"""GET /exports/{id}/members.csv: an approved sheet, for who asked; membership decides and keeps it on record."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import uuid4

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Stream

from services.gateway.api.asking import Desk
from services.gateway.membership import spreadsheets
from services.gateway.membership.exports import sheet_exports
from services.gateway.membership.exports.sheet_export_type import SHEET_EXPORT
from services.gateway.membership.exports.sheet_rows import pages
from services.gateway.membership.import_refusals import SheetIsTooLong
from services.gateway.reading.asked import Asked
from services.gateway.reading.ids import uuid_of
from services.gateway.reading.pages import Row
from services.membership.contracts.sheet_enums import SheetForm, SheetKind
from services.membership.contracts.sheet_requests import FetchSheetExport

_TITLES = {SheetKind.MEMBERS: "Đảng viên", SheetKind.TRANSFERS: "Chuyển sinh hoạt"}
_COMPUTED = ("=", "+", "-", "@", "\t", "\r")


def exports_route(desk: Desk) -> Any:
    """The route of one running gateway."""

    @get("/exports/{export:str}/{file:str}")
    async def exported(export: FromPath[str], file: FromPath[str], request: Request[Any, Any, Any]) -> Response[Any]:
        """The sheet as a file; whatever was asked for is what is sent, the name at the end is the reader's."""
        asked = await desk.asked(request)
        identity = uuid_of(export, SHEET_EXPORT, "export")
        receipt = await asked.sender.send("membership", FetchSheetExport(command_id=uuid4(), export_id=identity))
        await asked.reach(receipt.position)
        row = await asked.reader.row(sheet_exports.by_id([identity]))
        assert row is not None, "membership has just let it be fetched"
        headers = {"cache-control": "no-store", "content-disposition": f'attachment; filename="{_name(row)}"'}
        if SheetForm(row["form"]) is SheetForm.CSV:
            return Stream(_as_csv(asked, row), media_type="text/csv; charset=utf-8", headers=headers)
        return Response(await _as_xlsx(asked, row), media_type=spreadsheets.MEDIA_TYPE, headers=headers)

    return exported


def _name(row: Row) -> str:
    return f"{row['sheet'].lower()}.{row['form'].lower()}"


def _pages(asked: Asked, row: Row) -> AsyncIterator[list[list[str]]]:
    return pages(asked, SheetKind(row["sheet"]), row["organization"], row["purpose"])


async def _as_csv(asked: Asked, row: Row) -> AsyncIterator[bytes]:
    """UTF-8 with the mark that spreadsheets look for; page by page, so that a province fits in no memory at all."""
    yield "\ufeff".encode()
    async for page in _pages(asked, row):
        out = io.StringIO()
        csv.writer(out).writerows([_harmless(text) for text in line] for line in page)
        yield out.getvalue().encode()


async def _as_xlsx(asked: Asked, row: Row) -> bytes:
    rows: list[Sequence[str]] = []
    async for page in _pages(asked, row):
        rows += page
        if len(rows) - 1 > spreadsheets.MOST_ROWS:
            raise SheetIsTooLong("form", most=spreadsheets.MOST_ROWS, rows=len(rows) - 1)
    return await asyncio.to_thread(spreadsheets.written, _TITLES[SheetKind(row["sheet"])], rows)


def _harmless(text: str) -> str:
    """A cell that a spreadsheet would compute is shown as text instead."""
    return f"'{text}" if text.startswith(_COMPUTED) else text
