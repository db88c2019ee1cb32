"""Từ chối về xuất danh sách."""

from shared.vocabulary.refusals import Refusal

_LAW = "Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP"


class SheetExportIsUnknown(Refusal):
    """Không có đề nghị xuất này."""

    vi = "Không tìm thấy đề nghị xuất danh sách được nêu."
    en = "The export named does not exist."
    next_vi = "Kiểm tra mã của đề nghị."
    next_en = "Check the export's id."
    status = 404


class SheetExportNeedsAnotherPerson(Refusal):
    """Người duyệt phải khác người đề nghị."""

    vi = "Người đề nghị không tự duyệt việc xuất danh sách của mình."
    en = "Nobody approves an export that he asked for himself."
    next_vi = "Nhờ người có thẩm quyền khác duyệt."
    next_en = "Have another approver decide."
    legal_basis = _LAW
    status = 403


class SheetExportIsDecided(Refusal):
    """Đề nghị đã được giải quyết."""

    vi = "Đề nghị này đã được duyệt hoặc không duyệt."
    en = "This export has been decided already."
    next_vi = "Xem lại tình trạng; cần thì lập đề nghị mới."
    next_en = "Look at its state; ask anew where needed."


class SheetExportIsNotApproved(Refusal):
    """Chưa được duyệt."""

    vi = "Việc xuất danh sách chưa được duyệt."
    en = "The export has not been approved."
    next_vi = "Chờ người thứ hai duyệt."
    next_en = "Wait for the second person."
    legal_basis = _LAW
    status = 403


class SheetExportHasExpired(Refusal):
    """Đã hết thời gian tải."""

    vi = "Danh sách này chỉ tải được đến {until}."
    en = "This sheet could be fetched until {until} only."
    next_vi = "Lập đề nghị mới."
    next_en = "Ask for a new export."
    status = 410
