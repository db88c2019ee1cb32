"""What is refused because of who the subject is, where it has been, and which remarks are still missing."""

from shared.vocabulary.refusals import Refusal


class SubjectIsNotRated(Refusal):
    """Đối tượng này không được xếp loại trong đợt."""

    vi = "Đối tượng này không xếp loại: {reason_vi}, từ ngày {since}."
    en = "This subject is not rated: {reason}, since {since}."
    next_vi = "Ghi NOT_RATED; lý do được lấy theo dữ liệu đảng viên hoặc tổ chức."
    next_en = "Rate NOT_RATED; the reason is taken from the records."
    legal_basis = "366-QĐ/TW 30-8-2025; 43-HD/BTCTW 31-10-2025"


class EvaluationIsClosed(Refusal):
    """Hồ sơ đã khép."""

    vi = "Hồ sơ đã khép, không xếp loại: {reason_vi}."
    en = "The evaluation is closed without a rating: {reason}."
    next_vi = "Bỏ hồ sơ này khỏi danh sách; nếu tình trạng được sửa, hồ sơ tự mở lại."
    next_en = "Leave it out; when the records are corrected it is taken up again by itself."


class EarlierSubjectsAreOpen(Refusal):
    """Còn đối tượng phải xếp loại trước."""

    vi = "Tại đây còn {count} hồ sơ {earlier} chưa quyết định; {kind} được xếp loại sau."
    en = "{count} evaluations of {earlier} are still undecided there; {kind} comes after them."
    next_vi = "Quyết định các hồ sơ đó trước, theo thứ tự của quy định eval.order."
    next_en = "Decide those first, in the order of the row eval.order."
    legal_basis = "43-HD/BTCTW 31-10-2025"


class GuestCellRemarkIsMissing(Refusal):
    """Thiếu nhận xét của chi bộ nơi sinh hoạt tạm thời."""

    vi = "Thiếu nhận xét của chi bộ {code}, nơi sinh hoạt tạm thời {months} tháng trong kỳ."
    en = "The remark of the cell {code} is missing, where {months} months were spent as a guest."
    next_vi = "Ghi nhận xét TEMPORARY của chi bộ đó rồi đề nghị xếp loại."
    next_en = "Record that cell's TEMPORARY comment, then propose."


class PostRemarkIsMissing(Refusal):
    """Thiếu nhận xét của nơi kiêm nhiệm."""

    vi = "Thiếu nhận xét của {code}, nơi cán bộ kiêm nhiệm."
    en = "The remark of {code} is missing, where the person holds a further post."
    next_vi = "Ghi nhận xét POST của nơi đó; chỉ nơi quản lý cán bộ xếp loại."
    next_en = "Record its POST comment; only the managing body rates."
    legal_basis = "43-HD/BTCTW 31-10-2025"


class PostsAreForLeaders(Refusal):
    """Chức vụ chỉ nêu cho cá nhân lãnh đạo, quản lý, tối đa 8."""

    vi = "Chỉ nêu các chức vụ cho đối tượng LEADER, từ 1 đến 8 tổ chức, mỗi tổ chức một lần."
    en = "Posts are named for LEADER only: 1 to 8 organisations, each once."
    next_vi = "Bỏ posts, hoặc đổi loại đối tượng."
    next_en = "Leave posts out, or change the kind of subject."
    status = 422


class ActIsForServicesOnly(Refusal):
    """Lệnh nội bộ."""

    vi = "Việc này do hệ thống tự làm theo dữ liệu, không ai yêu cầu được."
    en = "The system does this by itself from the records; nobody asks for it."
    next_vi = "Sửa dữ liệu đảng viên hoặc tổ chức; hồ sơ đánh giá theo đó."
    next_en = "Correct the member's or organisation's records; the evaluation follows."
    status = 403


class ListOfRowsIsUnfit(Refusal):
    """Danh sách nhập rỗng hoặc quá dài."""

    vi = "Danh sách phải có từ 1 đến {limit} dòng, mỗi đối tượng một dòng."
    en = "A list has 1 to {limit} rows, one for each subject."
    next_vi = "Chia danh sách rồi gửi từng phần."
    next_en = "Split the list and send its parts."
    status = 422


class TooManyParts(Refusal):
    """Gộp quá nhiều kỳ."""

    vi = "Chỉ gộp được tối đa {limit} kỳ."
    en = "At most {limit} periods are rolled up."
    next_vi = "Bỏ bớt các đợt."
    next_en = "Name fewer campaigns."
    status = 422
