"""Từ chối chung - what membership refuses whatever the command: dates, papers, places, and who may act."""

from shared.vocabulary.refusals import Refusal


class DateIsInTheFuture(Refusal):
    """Ngày ghi trên giấy tờ chưa tới."""

    vi = "Ngày {day} chưa tới; hôm nay ở Việt Nam là {today}."
    en = "The date {day} has not come yet; today in Viet Nam is {today}."
    next_vi = "Ghi đúng ngày trên giấy tờ, không muộn hơn hôm nay."
    next_en = "Give the date on the paper, no later than today."
    status = 422


class DateIsFarOff(Refusal):
    """Ngày nằm ngoài khoảng có nghĩa."""

    vi = "Ngày {day} nằm ngoài khoảng từ {earliest} đến {latest}."
    en = "The date {day} is outside {earliest} to {latest}."
    next_vi = "Kiểm tra lại ngày, tháng, năm."
    next_en = "Check the day, the month and the year."
    status = 422


class DatesAreNotInOrder(Refusal):
    """Các ngày không theo thứ tự."""

    vi = "Ngày {later} không thể trước ngày {earlier}."
    en = "The date {later} cannot come before {earlier}."
    next_vi = "Kiểm tra lại các ngày theo thứ tự việc đã diễn ra."
    next_en = "Check the dates against the order in which things happened."
    status = 422


class PaperNumberIsNotReadable(Refusal):
    """Số giấy tờ không đúng dạng."""

    vi = "Số giấy tờ không đúng dạng: tối đa 40 ký tự gồm chữ, số và các dấu - / . có ít nhất một chữ số."
    en = "The paper's number is not readable: at most 40 letters, digits and - / . with at least one digit."
    next_vi = "Ghi số như trên giấy, ví dụ 15-GTSHĐ/ĐU."
    next_en = "Write the number as on the paper, for example 15-GTSHĐ/ĐU."
    status = 400


class EvidenceHashIsNotReadable(Refusal):
    """Mã băm của minh chứng không đúng dạng."""

    vi = "Mã băm của minh chứng không đúng dạng: từ 8 đến 200 ký tự chữ, số và : + / = _ -"
    en = "The evidence hash is not readable: 8 to 200 letters, digits and : + / = _ -"
    next_vi = "Gửi mã băm (ví dụ SHA-256 dạng hex) của bản chụp."
    next_en = "Send the hash (for example SHA-256 in hex) of the scan."
    status = 400


class ReasonIsMissing(Refusal):
    """Thiếu lý do."""

    vi = "Việc này cần nêu lý do."
    en = "This needs a reason."
    next_vi = "Ghi lý do vào ô remark hoặc reason."
    next_en = "Write the reason into remark or reason."
    status = 400


class CellIsUnknown(Refusal):
    """Không có tổ chức này."""

    vi = "Không tìm thấy tổ chức đảng này."
    en = "There is no such organisation."
    next_vi = "Tìm lại tổ chức theo mã hoặc tên; nếu vừa thành lập, gửi kèm minPosition."
    next_en = "Look the organisation up by code or name; if it was just founded, send minPosition."
    status = 404


class OrganizationIsNotACell(Refusal):
    """Đảng viên chỉ sinh hoạt ở chi bộ."""

    vi = "Tổ chức này không phải chi bộ; đảng viên chỉ sinh hoạt ở chi bộ."
    en = "This organisation is not a cell; members have their home in cells only."
    next_vi = "Chọn chi bộ trực thuộc hoặc chi bộ cơ sở."
    next_en = "Choose a cell or a grassroots cell."


class OrganizationIsExternal(Refusal):
    """Tổ chức ngoài hệ thống."""

    vi = "Tổ chức này ở ngoài hệ thống; đảng viên của tổ chức đó không đăng ký tại đây."
    en = "This organisation is not connected; its members are not registered here."
    next_vi = "Chọn một chi bộ trong hệ thống."
    next_en = "Choose a cell of this system."


class CellHasEnded(Refusal):
    """Chi bộ đã kết thúc hoạt động."""

    vi = "Chi bộ đã kết thúc hoạt động từ ngày {ended_on}; không tiếp nhận đảng viên nữa."
    en = "The cell ended on {ended_on}; nobody can be placed in it."
    next_vi = "Chọn chi bộ kế thừa hoặc chi bộ đang hoạt động."
    next_en = "Choose its successor or a cell that stands."
    legal_basis = "31-HD/BTCTW (23-4-2025)"


class CellHasNotBegun(Refusal):
    """Chi bộ chưa thành lập vào ngày này."""

    vi = "Chi bộ chỉ hoạt động từ ngày {begins_on}."
    en = "The cell stands only from {begins_on}."
    next_vi = "Ghi ngày không sớm hơn ngày thành lập chi bộ."
    next_en = "Give a date no earlier than the cell's founding."


class ActIsForServicesOnly(Refusal):
    """Việc nội bộ của hệ thống."""

    vi = "Đây là việc nội bộ của hệ thống, không nhận từ người dùng."
    en = "This is done by the system itself and is not open to users."
    next_vi = "Dùng các lệnh trong tài liệu API."
    next_en = "Use the commands of the public API."
    status = 403


class OnBehalfOfAnotherBody(Refusal):
    """Nhập thay không đúng tổ chức."""

    vi = "Việc này thuộc tổ chức khác với tổ chức ghi ở phần nhập thay."
    en = "This act belongs to another body than the one named under onBehalf."
    next_vi = "Ghi đúng tổ chức đang giữ hồ sơ (currentHolder)."
    next_en = "Name the body that the act belongs to (currentHolder)."
