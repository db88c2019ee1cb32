"""What deciding, publishing and simulating refuse."""

from shared.vocabulary.refusals import Refusal


class CapWouldBeExceeded(Refusal):
    """Vượt tỷ lệ xuất sắc tối đa: cả quyết định bị từ chối."""

    vi = "Xuất sắc {excellent}, vượt tối đa {limit}: {ratio} của {counted} {base_vi}. Không xếp loại nào được ghi."
    en = "EXCELLENT {excellent} exceeds {limit}: {ratio} of {counted}, {base_en}. No rating was recorded."
    next_vi = "Dùng simulateCap để xem ai trong giới hạn, giảm số xuất sắc rồi quyết định lại."
    next_en = "Use simulateCap to see who fits, lower the number of EXCELLENT and decide again."
    legal_basis = "366-QĐ/TW 30-8-2025; 43-HD/BTCTW 31-10-2025"


class SubjectIsOutsideTheBody(Refusal):
    """Đối tượng không thuộc thẩm quyền quyết định của tổ chức này."""

    vi = "Có đối tượng không do tổ chức {code} quyết định xếp loại."
    en = "A subject of the list is not for organisation {code} to decide."
    next_vi = "Bỏ đối tượng đó; nơi quyết định được xác định theo nơi sinh hoạt tại ngày kết thúc đợt."
    next_en = "Leave it out; who decides follows from the home on the campaign's closing date."
    status = 422


class ListIsUnfit(Refusal):
    """Danh sách rỗng, quá dài hoặc có hồ sơ ghi hai lần."""

    vi = "Danh sách phải có từ 1 đến {limit} hồ sơ, mỗi hồ sơ một lần, cùng đợt và cùng loại đối tượng."
    en = "A list has 1 to {limit} evaluations, each once, of one campaign and one kind of subject."
    next_vi = "Chia danh sách, quyết định các mức thấp trước; tỷ lệ được tính trên cả phạm vi."
    next_en = "Split the list and decide the lower ratings first; the cap is counted across the whole scope."
    status = 422


class RatingIsDecidedAlready(Refusal):
    """Hồ sơ đã được quyết định xếp loại."""

    vi = "Có hồ sơ trong danh sách đã được quyết định xếp loại."
    en = "An evaluation of the list has been decided already."
    next_vi = "Bỏ hồ sơ đó khỏi danh sách, hoặc đề nghị cấp trên mở lại."
    next_en = "Leave it out, or ask the superior to reopen it."


class RatedInAnotherCampaign(Refusal):
    """Đối tượng đã được xếp loại trong một đợt khác cùng kỳ."""

    vi = "Đối tượng tại {code} đã được xếp loại trong một đợt khác của kỳ {year}; mỗi kỳ chỉ xếp loại một lần."
    en = "A subject at {code} has been rated in another campaign of the same period of {year}: rated once."
    next_vi = "Ghi NOT_RATED với lý do ELSEWHERE, hoặc đề nghị cấp trên của nơi đã xếp loại mở lại."
    next_en = "Rate NOT_RATED with the reason ELSEWHERE, or ask the superior of the body that rated to reopen."


class LeaderIsAboveTheUnit(Refusal):
    """Người đứng đầu không được xếp loại cao hơn tập thể."""

    vi = "Đề nghị {rating}, cao hơn tập thể do cá nhân đứng đầu ({unit}); quy định tại đây không cho phép."
    en = "{rating} is above the collective that is led ({unit}), which the row in force here does not allow."
    next_vi = "Quyết định mức không cao hơn tập thể, hoặc xem quy định eval.leader_not_above_unit."
    next_en = "Decide at most the collective's rating, or see the row eval.leader_not_above_unit."


class NoCapIsInForce(Refusal):
    """Không có quy định tỷ lệ xuất sắc tại ngày kết thúc đợt."""

    vi = "Không có quy định tỷ lệ xuất sắc có hiệu lực tại ngày {on}."
    en = "No cap on EXCELLENT is in force on {on}."
    next_vi = "Kiểm tra quy định eval.cap bằng truy vấn policies."
    next_en = "Check the row eval.cap with the query policies."
