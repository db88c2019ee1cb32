"""Danh sách theo mẫu - the official sheets as CSV: Vietnamese headers, found with or without accents, in any order."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from services.gateway.membership.import_refusals import (
    CellOfSheetIsNotReadable,
    ColumnIsMissing,
    SheetIsNotReadable,
    SheetIsTooLong,
)
from shared.vocabulary.text import fold

MOST_ROWS = 1_000
LONGEST_SHEET = 500_000
"""Rows of one sheet, in however many parts: no province has more members."""
MEMBER_COLUMNS = {
    "full_name": "Họ và tên",
    "personal_id": "Số định danh cá nhân",
    "date_of_birth": "Ngày sinh",
    "state": "Tình trạng",
    "file_number": "Số lý lịch",
    "card_number": "Số thẻ đảng viên",
    "admitted_on": "Ngày vào Đảng",
    "full_member_on": "Ngày chính thức",
    "home_since": "Sinh hoạt từ ngày",
    "cell": "Mã chi bộ",
}
TRANSFER_COLUMNS = {
    "file_number": "Số lý lịch",
    "kind": "Hình thức",
    "destination": "Mã nơi đến",
    "reason": "Lý do",
    "effective_on": "Ngày hiệu lực",
    "decision_number": "Số quyết định",
    "decision_date": "Ngày quyết định",
    "acted_on": "Ngày đề nghị",
    "return_by": "Hạn trở về",
    "cell": "Mã chi bộ",
}
_OPTIONAL = frozenset(
    {"file_number", "card_number", "admitted_on", "full_member_on", "home_since", "cell", "decision_number",
     "decision_date", "acted_on", "return_by", "onward", "sources", "target", "targets", "children", "holding", "key",
     "code", "name", "type", "parent", "setting", "consent"}
)  # fmt: skip
WORDS: Mapping[str, Mapping[str, str]] = {
    "state": {"Chính thức": "FULL", "Dự bị": "PROBATIONARY"},
    "kind": {"Chính thức": "OFFICIAL", "Tạm thời": "TEMPORARY", "Nội bộ": "INTERNAL",
             "Ra ngoài nước": "ABROAD_OFFICIAL", "Tạm thời ngoài nước": "ABROAD_TEMPORARY"},
    "reason": {"Chuyển công tác": "CHANGE_OF_WORK", "Chuyển nơi cư trú": "CHANGE_OF_RESIDENCE",
               "Nghỉ hưu": "RETIREMENT", "Xuất ngũ": "DEMOBILISED", "Đi học": "STUDY", "Ra nước ngoài": "ABROAD",
               "Sắp xếp tổ chức": "REORGANISATION", "Khác": "OTHER"},
}  # fmt: skip


class Line(NamedTuple):
    """One person or transfer of a sheet; `number` counts the rows below the header from 1."""

    number: int
    cells: Mapping[str, str]


def said(field: str, value: object) -> str:
    """A value as the sheets write it: words in Vietnamese, dates as 19/05/2010, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return next((word for word, name in WORDS.get(field, {}).items() if name == value), str(value))


def lines_of(text: str, columns: Mapping[str, str], required: Sequence[str] = (), *, first_row: int = 1) -> list[Line]:
    """The rows of a sheet, or of a part that begins at `first_row`; without its columns it is refused as a whole."""
    return lines_in(_reader(text), columns, required, first_row=first_row)


def lines_in(
    rows: Sequence[Sequence[str]], columns: Mapping[str, str], required: Sequence[str] = (), *, first_row: int = 1
) -> list[Line]:
    """The same of rows that have been read already, from whatever kind of file."""
    if not rows:
        raise SheetIsNotReadable("input", "csv")
    wanted = {fold(title): field for field, title in columns.items()}
    header = [wanted.get(fold(title.strip())) for title in rows[0]]
    for field, title in columns.items():
        if field not in header and (field not in _OPTIONAL or field in required):
            raise ColumnIsMissing("input", "csv", column=title)
    if len(rows) - 1 > MOST_ROWS:
        raise SheetIsTooLong("input", "csv", most=MOST_ROWS, rows=len(rows) - 1)
    if not 1 <= first_row <= LONGEST_SHEET - len(rows) + 2:
        raise SheetIsTooLong("input", "firstRow", most=LONGEST_SHEET, rows=first_row + len(rows) - 2)
    return [Line(number, _cells(header, row)) for number, row in enumerate(rows[1:], start=first_row) if any(row)]


def _reader(text: str) -> list[list[str]]:
    first = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    try:
        return [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter, strict=True) if row]
    except csv.Error as error:
        raise SheetIsNotReadable("input", "csv") from error


def _cells(header: Sequence[str | None], row: Sequence[str]) -> dict[str, str]:
    pairs = zip(header, row, strict=False)
    return {field: cell.strip() for field, cell in pairs if field is not None and cell.strip()}


def day(line: Line, field: str, title: str) -> date | None:
    """A date as people write it: 19/5/2010, 19-05-2010 or 2010-05-19."""
    text = line.cells.get(field)
    if text is None:
        return None
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise CellOfSheetIsNotReadable(title, column=title)


def word(line: Line, field: str, title: str) -> str:
    """A word of the sheet as the API's enum; the enum's own name is fine too."""
    text = line.cells.get(field, "")
    found = _meant(field, text)
    if found is None:
        raise CellOfSheetIsNotReadable(title, column=title)
    return found


@lru_cache(maxsize=256)
def _meant(field: str, text: str) -> str | None:
    known = {fold(said): name for said, name in WORDS[field].items()}
    return text if text in known.values() else known.get(fold(text))


def text_of(line: Line, field: str, title: str) -> str:
    """A cell that must not be empty."""
    if field not in line.cells:
        raise CellOfSheetIsNotReadable(title, column=title)
    return line.cells[field]
