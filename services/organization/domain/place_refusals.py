"""Vì sao sổ địa bàn không nhận."""

from shared.vocabulary.refusals import Refusal


class PlaceIsUnknown(Refusal):
    """Không có địa bàn này."""

    vi = "Không tìm thấy địa bàn được nêu."
    en = "The place named does not exist."
    next_vi = "Kiểm tra lại định danh trong sổ địa bàn của xã, phường."
    next_en = "Check the id in the commune's register of places."
    status = 404


class PlaceHasClosed(Refusal):
    """Địa bàn không còn."""

    vi = "Địa bàn này đã thôi từ ngày {on}."
    en = "This place was closed on {on}."
    next_vi = "Chọn địa bàn đang có, hoặc ghi địa bàn mới."
    next_en = "Choose a place that exists, or register a new one."


class PlaceEndsBeforeItBegins(Refusal):
    """Địa bàn thôi trước khi có."""

    vi = "Ngày thôi phải sau ngày bắt đầu của địa bàn."
    en = "A place ends after it begins."
    next_vi = "Sửa ngày rồi gửi lại."
    next_en = "Correct the day and send it again."
    status = 422


class PlaceNeedsACell(Refusal):
    """Nơi được gắn không phải chi bộ đang hoạt động."""

    vi = "Dòng {row}: chỉ chi bộ đang hoạt động mới gắn được với địa bàn."
    en = "Row {row}: only a cell that stands is linked to a place."
    next_vi = "Chọn một chi bộ đang hoạt động."
    next_en = "Choose a cell that stands."
    status = 422
