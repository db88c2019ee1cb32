"""Vì sao không ghi được tổ chức đoàn thể, mã ở hệ thống khác."""

from shared.vocabulary.refusals import Refusal


class AffiliationNeedsASuperior(Refusal):
    """Chưa nêu cấp trên."""

    vi = "Cần nêu cấp trên của tổ chức này: một tổ chức trong hệ thống, hoặc tên gọi."
    en = "The superior has to be named: an organisation of this system, or by its name."
    next_vi = "Điền superiorId hoặc superiorName."
    next_en = "Fill in superiorId or superiorName."
    status = 422


class AffiliationIsWithItself(Refusal):
    """Không thể trực thuộc chính mình."""

    vi = "Một tổ chức không thể là cấp trên của chính mình."
    en = "An organisation is not its own superior."
    next_vi = "Chọn tổ chức khác."
    next_en = "Choose another organisation."
    status = 422


class AffiliationEndsBeforeItBegins(Refusal):
    """Thôi trước khi có."""

    vi = "Ngày thôi phải sau ngày bắt đầu."
    en = "An affiliation ends after it begins."
    next_vi = "Sửa ngày rồi gửi lại."
    next_en = "Correct the day and send it again."
    status = 422


class LaterAffiliationIsKnown(Refusal):
    """Đã ghi một lần sau ngày này."""

    vi = "Đã ghi quan hệ này từ ngày {on}; không ghi lùi về trước."
    en = "This affiliation is on record from {on} on; nothing is entered before it."
    next_vi = "Ghi từ ngày đó hoặc sau đó."
    next_en = "Record it from that day on, or later."


class ExternalIdIsTaken(Refusal):
    """Mã này đã thuộc tổ chức khác."""

    vi = "Mã {value} của hệ thống {system} đã thuộc một tổ chức khác."
    en = "{value} of {system} belongs to another organisation."
    next_vi = "Kiểm tra lại mã; nếu tổ chức kia ghi sai thì xóa ở đó trước."
    next_en = "Check it; where the other organisation has it by mistake, take it away there first."


class ExternalIdIsEmpty(Refusal):
    """Thiếu tên hệ thống hoặc mã."""

    vi = "Cần cả tên hệ thống và mã."
    en = "Both the system and the number are needed."
    next_vi = "Điền đủ; muốn xóa thì bỏ trống value."
    next_en = "Fill in both; to take a number away leave value out."
    status = 422
