"""What an import is refused for before any row is tried, and what a cell of a sheet may be refused for."""

from shared.vocabulary.refusals import Refusal


class SheetIsNotReadable(Refusal):
    """Danh sách không đúng dạng."""

    vi = "Danh sách trống, hoặc không đúng dạng CSV hay XLSX."
    en = "The sheet is empty, or neither well-formed CSV nor XLSX."
    next_vi = "Lưu bảng tính dạng XLSX hoặc CSV UTF-8, dòng đầu là tên cột."
    next_en = "Save the sheet as XLSX, or as CSV in UTF-8; the first line names the columns."
    status = 400


class OneFileIsNeeded(Refusal):
    """Chỉ gửi một tệp mỗi lần."""

    vi = "Gửi đúng một tệp: csv hoặc xlsx."
    en = "Exactly one file is needed: csv or xlsx."
    next_vi = "Bỏ một trong hai ô, hoặc điền một ô."
    next_en = "Leave one of the two out, or fill one in."
    status = 400


class ColumnIsMissing(Refusal):
    """Thiếu cột."""

    vi = "Danh sách thiếu cột “{column}”."
    en = "The sheet lacks the column “{column}”."
    next_vi = "Thêm cột đó, đúng tên như trong mẫu."
    next_en = "Add it, named as in the official sheet."
    status = 400


class SheetIsTooLong(Refusal):
    """Danh sách quá dài cho một lần gửi."""

    vi = "Danh sách có {rows} dòng; mỗi lần gửi được nhiều nhất {most} dòng."
    en = "The sheet has {rows} rows; at most {most} are taken at a time."
    next_vi = "Chia danh sách, mỗi phần một commandId; phần đã xong gửi lại không bị làm hai lần."
    next_en = "Split it, a commandId for each part; what is done already is not done twice."
    status = 400


class CellOfSheetIsNotReadable(Refusal):
    """Ô này trống hoặc không đọc được."""

    vi = "Ô “{column}” trống hoặc không đọc được."
    en = "The cell “{column}” is empty or not readable."
    next_vi = "Sửa ô đó rồi gửi lại; các dòng khác không bị ảnh hưởng."
    next_en = "Correct it and send the sheet again; the other rows are not touched."
    status = 400


class CodeOfSheetIsAmbiguous(Refusal):
    """Mã này lúc khác là của tổ chức khác."""

    vi = "Mã {organization} là của tổ chức này vào ngày {on}, lúc khác là của tổ chức khác."
    en = "The code {organization} belongs to one organisation on {on} and to another on another day."
    next_vi = "Ghi rõ ngày: {organization}@{on}."
    next_en = "Say which day is meant: {organization}@{on}."
    status = 422


class CodeOfSheetIsUnknown(Refusal):
    """Không có tổ chức mang mã này."""

    vi = "Không có tổ chức nào mang mã {organization}."
    en = "No organisation bears the code {organization}."
    next_vi = "Tra lại mã tổ chức."
    next_en = "Look the code up."
    status = 404
