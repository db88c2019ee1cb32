"""What setting a policy refuses."""

from shared.vocabulary.refusals import Refusal


class PolicyKeyIsUnknown(Refusal):
    """Không có quy định mang tên này."""

    vi = "Không có quy định nào tên {key}."
    en = "There is no policy named {key}."
    next_vi = "Xem danh sách quy định bằng truy vấn policies rồi dùng đúng tên."
    next_en = "Query policies for the names and use one of them."
    status = 422


class PolicyValueIsMalformed(Refusal):
    """Giá trị không đúng dạng của quy định này."""

    vi = "Giá trị của {key} ({meaning}) không đúng dạng: {fault}."
    en = "The value of {key} does not have the right shape: {fault}."
    next_vi = "Gửi giá trị cùng dạng với dòng đang có hiệu lực của quy định này."
    next_en = "Send a value of the same shape as the row of this policy that is in force."
    status = 422


class PolicyIsNationalOnly(Refusal):
    """Quy định này chỉ Trung ương đặt."""

    vi = "Quy định {key} chỉ được đặt ở Trung ương, cấp dưới không được đặt khác."
    en = "The policy {key} is set at the root only; nobody below may differ."
    next_vi = "Đề nghị Trung ương đặt quy định này."
    next_en = "Ask the root to set it."
    status = 422


class PolicySourceIsMissing(Refusal):
    """Chưa ghi văn bản làm căn cứ."""

    vi = "Quy định phải ghi văn bản làm căn cứ."
    en = "A policy has to name the document it rests on."
    next_vi = "Ghi số, ngày và điều khoản của văn bản."
    next_en = "Give the document's number, date and clause."
    status = 422


class PolicySpanIsEmpty(Refusal):
    """Ngày hết hiệu lực không sau ngày có hiệu lực."""

    vi = "Quy định có hiệu lực từ ngày {start} phải hết hiệu lực sau ngày đó, không phải ngày {end}."
    en = "A policy in force from {start} must end after that day, not on {end}."
    next_vi = "Sửa ngày hết hiệu lực, hoặc bỏ trống nếu chưa định."
    next_en = "Correct the end date, or leave it out if it is open."
    status = 422
