"""What the steps of an evaluation refuse."""

from shared.vocabulary.refusals import Refusal


class CampaignIsUnknown(Refusal):
    """Không có đợt đánh giá này, hoặc nó ở ngoài phạm vi."""

    vi = "Không có đợt đánh giá này."
    en = "There is no such campaign."
    next_vi = "Kiểm tra lại mã định danh của đợt đánh giá."
    next_en = "Check the campaign's id."
    status = 404


class CampaignSpanIsUnfit(Refusal):
    """Khoảng thời gian của đợt đánh giá không hợp lệ."""

    vi = "Đợt đánh giá từ {start} đến {end} không khớp với loại kỳ hoặc năm {year}."
    en = "A campaign from {start} to {end} does not fit its kind or the year {year}."
    next_vi = "Sửa ngày bắt đầu, ngày kết thúc hoặc năm."
    next_en = "Correct the dates or the year."
    status = 422


class EvaluationIsUnknown(Refusal):
    """Không có hồ sơ đánh giá này, hoặc nó ở ngoài phạm vi."""

    vi = "Không có hồ sơ đánh giá này."
    en = "There is no such evaluation."
    next_vi = "Kiểm tra lại mã định danh của hồ sơ đánh giá."
    next_en = "Check the evaluation's id."
    status = 404


class SubjectIsUnknown(Refusal):
    """Không có đối tượng này trong phạm vi của đợt đánh giá."""

    vi = "Không có đối tượng này trong phạm vi của đợt đánh giá."
    en = "There is no such subject within this campaign's reach."
    next_vi = "Kiểm tra lại đối tượng và đợt đánh giá."
    next_en = "Check the subject and the campaign."
    status = 404


class OneOfEvaluationAndSubject(Refusal):
    """Chỉ nêu một trong hai: hồ sơ, hoặc đợt và đối tượng."""

    vi = "Nêu hồ sơ đánh giá, hoặc đợt đánh giá cùng đối tượng; không nêu cả hai."
    en = "Name the evaluation, or the campaign with the subject, not both."
    next_vi = "Bỏ bớt một trong hai."
    next_en = "Leave one of the two out."
    status = 400


class StepIsNotAllowedInState(Refusal):
    """Bước này chưa làm được hoặc không còn làm được."""

    vi = "Hồ sơ đang ở bước {state}, chưa hoặc không còn làm được việc {step}."
    en = "The evaluation stands at {state}; {step} is not possible there."
    next_vi = "Việc làm được lúc này: {allowed}."
    next_en = "What is possible now: {allowed}."


class OwnEvaluationIsDoneByOthers(Refusal):
    """Không ai tự nhận xét, bỏ phiếu, đề nghị hay quyết định cho chính mình."""

    vi = "Việc này đối với hồ sơ của chính mình phải do người khác thực hiện."
    en = "Nobody does this to the own evaluation."
    next_vi = "Đề nghị chi ủy hoặc cấp ủy có thẩm quyền thực hiện."
    next_en = "Ask the responsible committee to do it."
    status = 403


class MoreVotesThanPresent(Refusal):
    """Số phiếu không khớp số người dự."""

    vi = "Số phiếu {cast}, có mặt {present}, triệu tập {summoned}: không khớp."
    en = "{cast} ballots, {present} present, {summoned} summoned: that cannot be."
    next_vi = "Đối chiếu lại với biên bản kiểm phiếu."
    next_en = "Check the numbers against the minutes."
    status = 422


class VoteIsForMembers(Refusal):
    """Chỉ bỏ phiếu xếp loại cá nhân tại chi bộ."""

    vi = "Chi bộ bỏ phiếu xếp loại cá nhân; tập thể do cấp trên xem xét."
    en = "A cell votes on persons; collectives are considered by the superior."
    next_vi = "Đề nghị xếp loại trực tiếp cho tập thể."
    next_en = "Propose the collective's rating directly."
    status = 422


class RatingIsAboveWhatIsDerived(Refusal):
    """Xếp loại cao hơn mức điểm và điều kiện cho phép."""

    vi = "Điểm và điều kiện chỉ cho phép {derived}, không xếp loại {rating} được."
    en = "Points and conditions allow {derived} at best, not {rating}."
    next_vi = "Xem phần giải thích (explanation) để biết điều kiện nào không đạt."
    next_en = "Read the explanation to see which condition is not met."
    status = 422


class ReasonIsNeeded(Refusal):
    """Không xếp loại phải nêu lý do."""

    vi = "Không xếp loại thì phải nêu lý do."
    en = "Being left unrated needs a reason."
    next_vi = "Chọn một lý do, ví dụ EXEMPT hoặc NEWLY_ADMITTED."
    next_en = "Choose a reason, such as EXEMPT or NEWLY_ADMITTED."
    status = 422


class ReasonIsForNotRated(Refusal):
    """Lý do này chỉ dành cho trường hợp không xếp loại."""

    vi = "Lý do không xếp loại chỉ đi cùng NOT_RATED."
    en = "A reason for not rating goes with NOT_RATED only."
    next_vi = "Bỏ lý do, hoặc đổi xếp loại thành NOT_RATED."
    next_en = "Leave the reason out, or rate NOT_RATED."
    status = 422


class NothingIsProposed(Refusal):
    """Chưa có đề nghị xếp loại."""

    vi = "Hồ sơ này chưa có đề nghị xếp loại, hoặc chưa có tự kiểm điểm."
    en = "This evaluation has no proposal, or no self-review, yet."
    next_vi = "Lập đề nghị xếp loại trước khi quyết định."
    next_en = "Propose a rating before it is decided."


class FormerCellRemarkIsMissing(Refusal):
    """Thiếu nhận xét của chi bộ cũ."""

    vi = "Thiếu nhận xét của chi bộ cũ {code}, nơi đã sinh hoạt {months} tháng trong kỳ."
    en = "The remark of the former cell {code} is missing, where {months} months of the period were spent."
    next_vi = "Ghi nhận xét FORMER_CELL của chi bộ đó rồi đề nghị xếp loại."
    next_en = "Record that cell's FORMER_CELL comment, then propose."
    legal_basis = "21-HD/BTCTW 18-10-2019, mục II.6"


class CommentIsNotFromThere(Refusal):
    """Tổ chức này không thuộc nơi được nhận xét theo loại đã chọn."""

    vi = "Tổ chức này không nhận xét theo loại {kind} đối với đối tượng này được."
    en = "That organisation does not comment as {kind} on this subject."
    next_vi = "Chọn đúng chi bộ và loại nhận xét."
    next_en = "Choose the right cell and kind of comment."
    status = 422


class AppealIsTooLate(Refusal):
    """Đã quá hạn đề nghị xem xét lại."""

    vi = "Đã quá hạn {days} ngày để đề nghị xem xét lại (đến {until})."
    en = "The {days} days to appeal have passed (until {until})."
    next_vi = "Đề nghị cấp trên của nơi quyết định mở lại, nếu có tình tiết mới."
    next_en = "Ask the superior of the deciding body to reopen it, if something new was found."


class PaperNumberIsNeeded(Refusal):
    """Với tập thể, lý do nằm trong văn bản: phải ghi số văn bản."""

    vi = "Đối với tập thể phải ghi số văn bản nêu lý do."
    en = "For a collective the number of the document that states the reason is needed."
    next_vi = "Ghi số văn bản vào paperNumber."
    next_en = "Give the document's number in paperNumber."
    status = 422


class PaperNumberIsUnfit(Refusal):
    """Số văn bản không đọc được."""

    vi = "Số văn bản không đọc được."
    en = "The document's number is not readable."
    next_vi = "Ghi số văn bản như 45-QĐ/ĐU, tối đa 30 ký tự."
    next_en = "Write it like 45-QĐ/ĐU, 30 characters at most."
    status = 422


class EvidenceHashIsUnfit(Refusal):
    """Mã băm không đúng dạng."""

    vi = "Mã băm của bản giấy phải là SHA-256, 64 chữ số thập lục phân."
    en = "The hash of the paper must be SHA-256, 64 hexadecimal digits."
    next_vi = "Tính lại mã băm của tệp rồi gửi lại."
    next_en = "Compute the file's hash again."
    status = 422


class ReasonIsEmpty(Refusal):
    """Chưa nêu lý do."""

    vi = "Đề nghị xem xét lại, giải quyết hoặc mở lại phải nêu lý do."
    en = "An appeal, its decision and a reopening need a reason."
    next_vi = "Ghi lý do vào reason."
    next_en = "Write it into reason."
    status = 422
