"""What meetings, confidence votes, targets and figures refuse."""

from shared.vocabulary.refusals import Refusal


class MeetingIsInTheFuture(Refusal):
    """Ngày họp ở tương lai."""

    vi = "Không ghi trước được một buổi họp chưa diễn ra."
    en = "A meeting that has not been held cannot be recorded."
    next_vi = "Ghi sau khi họp, theo biên bản."
    next_en = "Record it after it was held, from the minutes."
    status = 422


class MeetingCountsDoNotAgree(Refusal):
    """Số người dự họp không khớp."""

    vi = "Số có mặt cộng vắng có lý do không được lớn hơn số được triệu tập."
    en = "Present and excused together may not be more than invited."
    next_vi = "Đối chiếu lại với biên bản."
    next_en = "Check the numbers against the minutes."
    status = 422


class MeetingMustBeInPerson(Refusal):
    """Chi bộ này chưa được sinh hoạt trực tuyến."""

    vi = "Chi bộ này chưa được sinh hoạt trực tuyến theo quy định meeting.online."
    en = "This cell may not meet online under the row meeting.online."
    next_vi = "Đề nghị cấp trên đặt quy định meeting.online cho chi bộ, hoặc ghi IN_PERSON."
    next_en = "Ask the superior to set the row meeting.online for the cell, or record IN_PERSON."
    status = 422


class MeetingPointsAreOutOfRange(Refusal):
    """Điểm chất lượng sinh hoạt không hợp lệ."""

    vi = "Điểm chất lượng sinh hoạt phải là số từ 0 đến 100, nhiều nhất hai chữ số thập phân."
    en = "The points of a meeting are a number from 0 to 100 with at most two decimals."
    next_vi = "Sửa lại điểm."
    next_en = "Correct the points."
    status = 422


class OrganizationIsUnknown(Refusal):
    """Không có tổ chức này, hoặc nó ở ngoài phạm vi."""

    vi = "Không có tổ chức này."
    en = "There is no such organisation."
    next_vi = "Kiểm tra lại mã định danh của tổ chức."
    next_en = "Check the organisation's id."
    status = 404


class VoteHasNoQuorum(Refusal):
    """Chưa đủ số người dự để lấy phiếu tín nhiệm."""

    vi = "Có mặt {present} trên {summoned}, cần ít nhất {quorum}: kết quả lấy phiếu không có giá trị."
    en = "{present} of {summoned} were present; at least {quorum} are needed for the vote to count."
    next_vi = "Tổ chức lấy phiếu lại."
    next_en = "Hold the vote again."
    status = 422
    legal_basis = "96-QĐ/TW 2-2-2023"


class VoteIsRecordedAlready(Refusal):
    """Kết quả lấy phiếu này đã ghi."""

    vi = "Kết quả lấy phiếu tín nhiệm này đã ghi với số phiếu khác."
    en = "This confidence vote is on record with other tallies."
    next_vi = "Kết quả kiểm phiếu không sửa được; lấy phiếu lại thì ghi ngày khác."
    next_en = "Tallies are never changed; a new vote has another date."


class TargetIsUnfit(Refusal):
    """Chỉ tiêu không hợp lệ."""

    vi = "Chỉ tiêu phải có ít nhất một mức, từ 0 đến 1, mức thấp không lớn hơn mức cao."
    en = "A target has a least or a most share between 0 and 1, the least not above the most."
    next_vi = "Ghi tỷ lệ như 0.95."
    next_en = "Write shares like 0.95."
    status = 422


class FigureIsUnfit(Refusal):
    """Số liệu không hợp lệ."""

    vi = "Tử số và mẫu số phải là số không âm, tử số không lớn hơn mẫu số; dân số chỉ có một số."
    en = "Numerator and denominator are not negative, the first not above the second; a population is one number."
    next_vi = "Đối chiếu lại với văn bản."
    next_en = "Check the numbers against the document."
    status = 422


class DocumentIsUnfit(Refusal):
    """Văn bản không hợp lệ."""

    vi = "Mỗi số liệu phải nêu số và ngày của văn bản."
    en = "Every figure names its document's number and date."
    next_vi = "Ghi số như 45-BC/TU và ngày không ở tương lai."
    next_en = "Write the number like 45-BC/TU, and a date that is not ahead."
    status = 422
