"""What publishing a rule set and filling in a review refuse."""

from shared.vocabulary.refusals import Refusal


class RuleSetIsUnknown(Refusal):
    """Không có bộ tiêu chí mang mã này."""

    vi = "Không có bộ tiêu chí nào mang mã {rule_set}."
    en = "There is no rule set {rule_set}."
    next_vi = "Dùng mã của bộ tiêu chí đã ban hành, ví dụ QD366_2025."
    next_en = "Use the code of a published rule set, such as QD366_2025."
    status = 404


class RuleSetCodeIsTaken(Refusal):
    """Bộ tiêu chí đã ban hành thì không sửa."""

    vi = "Bộ tiêu chí {rule_set} đã ban hành và có thể đang được dùng, không sửa được."
    en = "The rule set {rule_set} is published and may be in use; it cannot be changed."
    next_vi = "Ban hành bản mới dưới một mã khác."
    next_en = "Publish the new edition under another code."


class RuleSetHasNoFrame(Refusal):
    """Bộ tiêu chí chưa có khung nào."""

    vi = "Bộ tiêu chí phải có ít nhất một khung tiêu chí."
    en = "A rule set needs at least one frame of criteria."
    next_vi = "Thêm khung cho từng nhóm đối tượng."
    next_en = "Add a frame for each group of subjects."
    status = 422


class CriterionStandsTwice(Refusal):
    """Một tiêu chí có hai lần."""

    vi = "Khung {frame} có một tiêu chí ghi hai lần."
    en = "The frame {frame} lists a criterion twice."
    next_vi = "Đặt mã khác nhau cho từng tiêu chí."
    next_en = "Give each criterion a name of its own."
    status = 422


class WeightsAreNotAHundred(Refusal):
    """Tổng điểm tối đa của các tiêu chí phải đúng 100."""

    vi = "Tổng điểm tối đa của khung {frame} là {total}, phải đúng 100 và mỗi tiêu chí phải lớn hơn 0."
    en = "The most points of frame {frame} sum to {total}; they must be exactly 100, each above 0."
    next_vi = "Sửa điểm tối đa của các tiêu chí."
    next_en = "Correct the weights."
    status = 422


class BandsAreNotInOrder(Refusal):
    """Các mức điểm sàn phải giảm dần."""

    vi = "Các mức điểm sàn của khung {frame} phải giảm dần và khác nhau."
    en = "The bands of frame {frame} must fall from level to level."
    next_vi = "Xếp lại điểm sàn từ mức cao đến mức thấp."
    next_en = "Order the bands from the highest level down."
    status = 422


class FrameIsUnknown(Refusal):
    """Bộ tiêu chí không có khung cho đối tượng này."""

    vi = "Bộ tiêu chí {rule_set} không có khung phù hợp cho đối tượng này."
    en = "The rule set {rule_set} has no such frame for this kind of subject."
    next_vi = "Chọn khung dành cho đúng nhóm đối tượng, hoặc bỏ trống."
    next_en = "Choose a frame made for this kind of subject, or leave it out."
    status = 422


class CriterionIsUnknown(Refusal):
    """Chấm điểm cho tiêu chí không có trong khung."""

    vi = "Khung {frame} không có tiêu chí {criterion}, hoặc tiêu chí đó được chấm hai lần."
    en = "The frame {frame} has no criterion {criterion}, or it was given points twice."
    next_vi = "Chấm mỗi tiêu chí của khung đúng một lần."
    next_en = "Give each criterion of the frame its points once."
    status = 422


class CriterionIsMissing(Refusal):
    """Còn tiêu chí chưa chấm: thiếu không phải là không điểm."""

    vi = "Chưa chấm tiêu chí {criterion}; thiếu không được tính là 0 điểm."
    en = "The criterion {criterion} has no points; a missing part is never counted as zero."
    next_vi = "Chấm đủ các tiêu chí rồi gửi lại."
    next_en = "Give points for every criterion and send it again."
    status = 422


class PointsAreOutOfRange(Refusal):
    """Điểm phải là số từ 0 đến điểm tối đa."""

    vi = "Điểm của tiêu chí {criterion} phải là số từ {least} đến {most}, nhiều nhất hai chữ số thập phân."
    en = "The points of {criterion} must be a number from {least} to {most} with at most two decimals."
    next_vi = "Sửa lại điểm."
    next_en = "Correct the points."
    status = 422


class TaskCountsDoNotAgree(Refusal):
    """Số nhiệm vụ không khớp nhau."""

    vi = "Số nhiệm vụ không khớp: đúng hạn cộng chậm, và số vượt mức, không được lớn hơn số được giao."
    en = "The task counts do not agree: on time plus late, and exceeded, may not be more than assigned."
    next_vi = "Đối chiếu lại số nhiệm vụ được giao, đúng hạn, vượt mức và chậm."
    next_en = "Check the numbers of tasks assigned, on time, exceeded and late."
    status = 422
