"""Spreadsheets both ways: text stays text, a file that is none or grows beyond measure is refused by name."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from services.gateway.membership import spreadsheets
from services.gateway.membership.exports.route import _harmless
from services.gateway.membership.import_refusals import SheetIsNotReadable, SheetIsTooLong
from services.gateway.membership.sheets import said


def test_text_comes_back_as_it_was_also_what_looks_like_a_formula():
    rows = [["Họ và tên", "Số"], ["Nguyễn Ánh", "079085000001"], ['=HYPERLINK("http://x")', "+84"]]
    assert spreadsheets.rows_of(spreadsheets.written("Đảng viên", rows), 10) == rows


def test_numbers_and_dates_of_other_programs_are_read_as_people_read_them():
    book, out = Workbook(), io.BytesIO()
    book.active.append(["Ngày sinh", "Số", "Trống"])
    book.active.append([date(1985, 4, 30), 12.0, None])
    book.save(out)
    assert spreadsheets.rows_of(out.getvalue(), 10)[1] == ["1985-04-30", "12", ""]


def test_a_file_that_grows_beyond_measure_is_not_opened():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (32 * 1024 * 1024))
    assert len(out.getvalue()) < 100_000
    with pytest.raises(SheetIsTooLong):
        spreadsheets.rows_of(out.getvalue(), 1_000)


@pytest.mark.parametrize("content", [b"", b"PK", b"GIF89a", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_spreadsheet(content):
    with pytest.raises(SheetIsNotReadable):
        spreadsheets.rows_of(content, 10)


def test_too_many_rows():
    with pytest.raises(SheetIsTooLong):
        spreadsheets.rows_of(spreadsheets.written("x", [["a"]] * 12), 10)


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@x", "\tx"])
def test_a_csv_cell_is_never_computed(text):
    assert _harmless(text) == f"'{text}"
    assert _harmless("Ánh") == "Ánh"


def test_values_are_written_as_the_sheets_write_them():
    assert (said("state", "FULL"), said("kind", "TEMPORARY"), said("admitted_on", date(2010, 5, 19))) == (
        "Chính thức", "Tạm thời", "19/05/2010",
    )  # fmt: skip
    assert said("file_number", None) == ""
