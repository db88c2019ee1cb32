"""What founding an organisation refuses."""

from shared.vocabulary.refusals import Refusal


class OrganizationIsUnknown(Refusal):
    """Không có tổ chức này."""

    vi = "Không tìm thấy tổ chức được nêu."
    en = "The organisation named does not exist."
    next_vi = "Tra cứu tổ chức theo mã hoặc tên rồi gửi lại đúng định danh."
    next_en = "Look the organisation up by code or name and send its id."
    status = 404


class OrganizationHasEnded(Refusal):
    """Tổ chức đã kết thúc hoạt động."""

    vi = "Tổ chức {code} đã kết thúc hoạt động từ ngày {ended_on}."
    en = "Organisation {code} ended on {ended_on}."
    next_vi = "Chọn tổ chức kế thừa, hoặc một ngày trước khi tổ chức kết thúc."
    next_en = "Choose its successor, or a date before it ended."


class OrganizationDoesNotStandYet(Refusal):
    """Tổ chức chưa được thành lập vào ngày đó."""

    vi = "Tổ chức {code} chỉ có từ ngày {founded_on}, sau ngày hiệu lực được nêu."
    en = "Organisation {code} stands only from {founded_on}, after the effective date given."
    next_vi = "Chọn ngày hiệu lực từ ngày đó trở đi."
    next_en = "Choose an effective date from that day on."
    status = 422


class ChildTypeIsNotAllowedHere(Refusal):
    """Loại tổ chức không được lập dưới loại cấp trên này."""

    vi = "Không thể lập tổ chức loại {child} trực thuộc tổ chức loại {parent} vào ngày {on}."
    en = "An organisation of type {child} cannot stand under one of type {parent} on {on}."
    next_vi = "Chọn loại được phép: {allowed}; hoặc chọn cấp trên khác."
    next_en = "Choose an allowed type: {allowed}; or another parent."
    legal_basis = "Quy định organization.legality (theo Điều lệ Đảng, Điều 10 và 21; 294-QĐ/TW)"
    status = 422


class LegalityIsNotSet(Refusal):
    """Chưa có quy định về tổ chức được lập dưới tổ chức nào."""

    vi = "Chưa có quy định organization.legality có hiệu lực vào ngày {on}."
    en = "No policy organization.legality is in force on {on}."
    next_vi = "Đặt quy định này cho ngày đó, hoặc chọn ngày khác."
    next_en = "Set that policy for the date, or choose another date."
    status = 422


class NameIsMissing(Refusal):
    """Chưa có tên tổ chức."""

    vi = "Tên tổ chức không được để trống."
    en = "The organisation's name must not be empty."
    next_vi = "Ghi tên đúng như quyết định thành lập."
    next_en = "Write the name as the founding decision has it."
    status = 422


class SettingIsForCellsOnly(Refusal):
    """Loại hình chỉ dành cho chi bộ."""

    vi = "Chỉ chi bộ mới có loại hình; tổ chức loại {type} thì không."
    en = "Only a cell has a setting; an organisation of type {type} has none."
    next_vi = "Bỏ trống setting, hoặc chọn loại CELL hay GRASSROOTS_CELL."
    next_en = "Leave setting out, or choose type CELL or GRASSROOTS_CELL."
    status = 422
