"""Từ chối khi đề nghị - what a request for a transfer may be refused for."""

from shared.vocabulary.refusals import Refusal


class OneOfMemberAndFileNumber(Refusal):
    """Nêu đúng một: mã đảng viên hoặc số lý lịch."""

    vi = "Cần nêu đúng một trong hai: memberId hoặc fileNumber."
    en = "Exactly one of memberId and fileNumber is needed."
    next_vi = "Bỏ bớt hoặc bổ sung một trong hai ô đó."
    next_en = "Leave one out or fill one in."
    status = 400


class KindComesFromRestructuring(Refusal):
    """Chuyển giao tập thể chỉ phát sinh từ sắp xếp tổ chức."""

    vi = "Hình thức {kind} chỉ phát sinh từ quyết định sắp xếp tổ chức, không đề nghị riêng lẻ."
    en = "Transfers of the kind {kind} come only from a restructuring, never from a single request."
    next_vi = "Lập phương án sắp xếp tổ chức."
    next_en = "Draft a restructuring."
    status = 422


class ReturnDateIsForTemporary(Refusal):
    """Ngày trở về chỉ dùng cho chuyển tạm thời."""

    vi = "Ngày trở về (returnBy) chỉ dùng cho chuyển sinh hoạt tạm thời."
    en = "A return date (returnBy) belongs to temporary transfers only."
    next_vi = "Bỏ ngày trở về."
    next_en = "Leave the return date out."
    status = 422


class MemberAlreadyInTransfer(Refusal):
    """Đảng viên đang có hồ sơ chuyển chưa xong."""

    vi = "Đảng viên này đang có một hồ sơ chuyển sinh hoạt chưa kết thúc."
    en = "This member already has a transfer that has not ended."
    next_vi = "Hoàn tất, rút hoặc hủy hồ sơ đang mở trước."
    next_en = "Complete, withdraw or cancel the open transfer first."


class DestinationIsUnknown(Refusal):
    """Không có nơi đến này."""

    vi = "Không tìm thấy tổ chức nơi đến."
    en = "There is no such destination."
    next_vi = "Tìm lại tổ chức theo mã hoặc tên; nếu vừa thành lập, gửi kèm minPosition."
    next_en = "Look the organisation up by code or name; if it was just founded, send minPosition."
    status = 404


class DestinationIsTheHomeCell(Refusal):
    """Nơi đến chính là nơi đang sinh hoạt."""

    vi = "Đảng viên đang sinh hoạt chính thức ở chính chi bộ này."
    en = "This cell is already the member's home."
    next_vi = "Chọn nơi đến khác."
    next_en = "Choose another destination."
    status = 422


class DestinationCannotReceive(Refusal):
    """Tổ chức này không tiếp nhận chuyển sinh hoạt."""

    vi = "Tổ chức loại {type} không tiếp nhận chuyển sinh hoạt."
    en = "An organisation of the type {type} does not receive transfers."
    next_vi = "Chọn chi bộ, hoặc cấp ủy sẽ phân về chi bộ."
    next_en = "Choose a cell, or a committee that will assign the cell."
    status = 422


class DestinationHasEnded(Refusal):
    """Nơi đến đã kết thúc hoạt động."""

    vi = "Tổ chức nơi đến không hoạt động vào ngày {on}."
    en = "The destination does not stand on {on}."
    next_vi = "Chọn tổ chức kế thừa hoặc tổ chức đang hoạt động."
    next_en = "Choose its successor or an organisation that stands."


class RouteIsUnknown(Refusal):
    """Không xác định được đường đi của hồ sơ."""

    vi = "Nơi đi không có cấp ủy cấp trên vào ngày {on} nên không xác định được đường đi của hồ sơ."
    en = "The origin has no committee above it on {on}, so there is no route."
    next_vi = "Kiểm tra cây tổ chức vào ngày đó."
    next_en = "Check the tree of organisations on that date."
