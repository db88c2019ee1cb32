"""Bảng tính XLSX - the official sheets as spreadsheets: every cell is text, nothing in them is ever computed.

openpyxl is loaded with the first spreadsheet: most gateways never see one.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence

from services.gateway.membership.import_refusals import SheetIsNotReadable, SheetIsTooLong

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 20_000
"""Rows of a written spreadsheet; longer sheets go as CSV."""
_LARGEST_OPENED = 16 * 1024 * 1024
_MOST_COLUMNS = 64
_MOST_PARTS = 200


def written(title: str, rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet, its first line fixed."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    page = book.create_sheet(title)
    page.freeze_panes = "A2"
    for row in rows:
        cells = [WriteOnlyCell(page, value=text) for text in row]
        for cell in cells:
            cell.data_type = "s"  # a name that begins with = is a name
        page.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(content: bytes, most: int) -> list[list[str]]:
    """The first page's rows as text; dates as 2010-05-19. A file that grows beyond measure is not opened."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_OPENED:
                raise SheetIsTooLong("input", "xlsx", most=most, rows="?")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        page = book.worksheets[0]
        page.reset_dimensions()  # what the file says of its own size is not believed
        lines = page.iter_rows(max_row=most + 2, max_col=_MOST_COLUMNS, values_only=True)
        rows = [[_text(value) for value in line] for line in lines]
        width = max((n for n, title in enumerate(rows[0], start=1) if title), default=0) if rows else 0
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, TypeError, SyntaxError, OSError) as error:
        raise SheetIsNotReadable("input", "xlsx") from error
    if len(rows) - 1 > most:
        raise SheetIsTooLong("input", "xlsx", most=most, rows=len(rows) - 1)
    return [row[:width] for row in rows if any(row)]


def _text(value: object) -> str:
    """A cell as people read it: whole numbers without .0, dates without the hour."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "date"):
        return value.date().isoformat()  # pyright: ignore[reportAttributeAccessIssue]
    return str(value).strip()
