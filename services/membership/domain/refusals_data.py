"""Từ chối về yêu cầu của chủ thể dữ liệu."""

from shared.vocabulary.refusals import Refusal

_LAW = "Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP"


class DataRequestIsUnknown(Refusal):
    """Không có yêu cầu này."""

    vi = "Không tìm thấy yêu cầu về dữ liệu được nêu."
    en = "The data request named does not exist."
    next_vi = "Kiểm tra mã của yêu cầu."
    next_en = "Check the request's id."
    status = 404


class DataRequestIsOpenAlready(Refusal):
    """Đã có yêu cầu cùng loại đang giải quyết."""

    vi = "Đã có một yêu cầu cùng loại đang được giải quyết."
    en = "A request of this kind is being dealt with already."
    next_vi = "Chờ cấp ủy giải quyết xong yêu cầu trước."
    next_en = "Wait until the committee has dealt with it."


class DataRequestStepDoesNotFit(Refusal):
    """Yêu cầu không ở bước này."""

    vi = "Yêu cầu đang ở bước {state}; việc này chỉ làm được ở bước {expected}."
    en = "The request is {state}; this is done while it is {expected}."
    next_vi = "Xem lại tình trạng của yêu cầu."
    next_en = "Look at the request's state."
    legal_basis = _LAW


class DataRequestNeedsWords(Refusal):
    """Phải nêu lý do hoặc nội dung."""

    vi = "Phải ghi rõ nội dung hoặc lý do."
    en = "Words are needed: what is asked, or on which grounds."
    next_vi = "Điền ô này rồi gửi lại."
    next_en = "Fill in this field and send it again."
    legal_basis = _LAW
    status = 422


class ExtensionIsTooLong(Refusal):
    """Gia hạn quá mức cho phép."""

    vi = "Chỉ gia hạn một lần, sau ngày {current} và đến ngày {latest}."
    en = "There is one extension, beyond {current} and up to {latest}."
    next_vi = "Chọn ngày trong khoảng đó."
    next_en = "Choose a day within that span."
    legal_basis = _LAW
    status = 422


class GlassNeedsAReason(Refusal):
    """Mở hồ sơ khẩn cấp phải nêu lý do."""

    vi = "Mở hồ sơ khẩn cấp phải nêu lý do, ít nhất {shortest} ký tự."
    en = "Opening a record in an emergency needs a reason of at least {shortest} characters."
    next_vi = "Ghi rõ vì sao phải xem hồ sơ ngay; đảng viên sẽ đọc được lý do này."
    next_en = "Say why the record must be seen now; the member will read it."
    status = 422
