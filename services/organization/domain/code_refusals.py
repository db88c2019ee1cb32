"""What codes of organisations refuse."""

from shared.vocabulary.refusals import Refusal


class CodeIsMalformed(Refusal):
    """Mã tổ chức sai dạng."""

    vi = "Mã {code} không đúng dạng."
    en = "The code {code} does not have the right shape."
    next_vi = "Dùng dạng 79 (tỉnh), 79.26740 (xã), 79.b01 (khối), 79.26740.007; hoặc bỏ trống để được cấp số."
    next_en = "Use 79 (province), 79.26740 (commune), 79.b01 (bloc), 79.26740.007; or leave it out to be given one."
    status = 422


class CodeDoesNotFitParent(Refusal):
    """Mã không thuộc cấp trên đã chọn."""

    vi = "Mã {code} không thể thuộc tổ chức {parent}; mã phải có dạng {expected}."
    en = "The code {code} cannot stand under {parent}; it must look like {expected}."
    next_vi = "Sửa mã hoặc chọn đúng cấp trên; hoặc bỏ trống để được cấp số."
    next_en = "Correct the code or the parent; or leave the code out to be given a number."
    status = 422


class OfficialCodeIsMissing(Refusal):
    """Tỉnh, thành phố phải mang mã chính thức."""

    vi = "Đảng bộ tỉnh, thành phố mang mã đơn vị hành chính chính thức, không được cấp số."
    en = "A provincial organisation bears the official code; none is given."
    next_vi = "Gửi mã hai chữ số của tỉnh, thành phố."
    next_en = "Send the province's two-digit code."
    status = 422


class CodeIsTaken(Refusal):
    """Mã đang được tổ chức khác mang."""

    vi = "Mã {code} đang được một tổ chức còn hoạt động mang."
    en = "The code {code} is borne by an organisation that stands."
    next_vi = "Bỏ trống mã để được cấp số kế tiếp, hoặc dùng mã khác."
    next_en = "Leave the code out to be given the next number, or use another."


class NumbersAreUsedUp(Refusal):
    """Hết số để cấp."""

    vi = "Đã hết số để cấp dưới mã {base}."
    en = "There is no number left to give under {base}."
    next_vi = "Lập tổ chức dưới một cấp trên khác."
    next_en = "Found the organisation under another parent."
