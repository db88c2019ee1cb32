"""Từ chối trong khi chuyển - what a step of a transfer may be refused for."""

from shared.vocabulary.refusals import Refusal


class TransferIsUnknown(Refusal):
    """Không có hồ sơ chuyển này trong phạm vi được xem; absent and out of scope answer alike."""

    vi = "Không tìm thấy hồ sơ chuyển sinh hoạt trong phạm vi tài khoản được xem."
    en = "There is no such transfer within what this account may see."
    next_vi = "Kiểm tra lại mã hồ sơ."
    next_en = "Check the transfer's id."
    status = 404


class StepIsNotAllowedNow(Refusal):
    """Bước này chưa đến lượt hoặc đã qua."""

    vi = "Không làm được bước {step} khi hồ sơ ở trạng thái {state}. Các bước làm được: {allowed}."
    en = "The step {step} is not allowed in the state {state}. Allowed now: {allowed}."
    next_vi = "Xem allowedSteps của hồ sơ."
    next_en = "Look at the transfer's allowedSteps."


class StepIsNotYours(Refusal):
    """Bước này thuộc tổ chức khác."""

    vi = "Bước {step} do người có trách nhiệm khác thực hiện."
    en = "The step {step} belongs to other people."
    next_vi = (
        "WITHDRAW: người đề nghị hoặc chi bộ nơi đi. REISSUE, DECIDE_OVERDUE, CANCEL và CONFIRM với nơi ngoài "
        "hệ thống: tổ chức đã cấp giấy hoặc cấp trên chung. Bước khác: bí thư chi bộ, cán bộ cấp ủy đang giữ hồ sơ. "
        "Cấp trên nhập thay thì ghi onBehalf."
    )
    next_en = (
        "WITHDRAW: who asked, or the origin cell. REISSUE, DECIDE_OVERDUE, CANCEL and an external CONFIRM: the "
        "letter's issuer or a common superior. Any other step: the holder's secretary or officer. "
        "A superior that enters it names the body under onBehalf."
    )
    status = 403


class OwnTransferIsDecidedByOthers(Refusal):
    """Không ai tự quyết hồ sơ của mình."""

    vi = "Không ai tự xử lý hồ sơ chuyển sinh hoạt của chính mình, ngoài việc đề nghị và rút đề nghị."
    en = "Nobody acts on his own transfer, beyond asking for it and withdrawing it."
    next_vi = "Nhờ người khác có thẩm quyền trong tổ chức thực hiện."
    next_en = "Ask another responsible person of the body."
    status = 403


class NextBodyMustBeNamed(Refusal):
    """Cấp ủy tiếp nhận phải phân về đâu."""

    vi = "Cấp ủy này là nơi đến, nên phải nêu chi bộ hoặc cấp ủy tiếp theo (forwardToId)."
    en = "This committee is the destination, so it names the cell or committee that comes next (forwardToId)."
    next_vi = "Chọn một chi bộ trực thuộc."
    next_en = "Choose a cell below it."
    status = 422


class NextBodyIsAlreadyKnown(Refusal):
    """Đường đi đã xác định."""

    vi = "Đường đi của hồ sơ đã xác định; chỉ cấp ủy là nơi đến mới phân về chi bộ (forwardToId)."
    en = "The route is known; only a committee that is itself the destination names the next body (forwardToId)."
    next_vi = "Bỏ forwardToId, hoặc trả lại hồ sơ nếu nơi đến sai."
    next_en = "Leave forwardToId out, or return the transfer if its destination is wrong."
    status = 422


class NextBodyIsNotBelow(Refusal):
    """Nơi được phân về không thuộc cấp ủy này."""

    vi = "Tổ chức được phân về phải đang hoạt động và trực thuộc cấp ủy tiếp nhận."
    en = "The next body must stand and lie below the receiving committee."
    next_vi = "Chọn chi bộ hoặc cấp ủy trực thuộc."
    next_en = "Choose a cell or committee below."
    status = 422


class HopIsNotBefore(Refusal):
    """Chặng trả về không ở phía trước."""

    vi = "Chỉ trả lại được cho một chặng trước chặng đang giữ hồ sơ (0 đến {last})."
    en = "A transfer can only be returned to a hop before its holder (0 to {last})."
    next_vi = "Chọn toHop nhỏ hơn, hoặc bỏ trống để trả về chặng liền trước."
    next_en = "Choose a smaller toHop, or leave it out for the hop before."
    status = 422


class LetterNumberLeavesAGap(Refusal):
    """Số giấy bỏ cách số trong sổ."""

    vi = "Sổ giới thiệu năm {year} phải liên tục; số tiếp theo là {next}."
    en = "The register of {year} runs without gaps; the next number is {next}."
    next_vi = "Nhập giấy còn thiếu trước, hoặc sửa số."
    next_en = "Enter the missing letters first, or correct the number."
    status = 409
    legal_basis = "Mẫu 10-SHĐ"


class LetterNumberIsTaken(Refusal):
    """Số giấy giới thiệu đã dùng."""

    vi = "Số giấy giới thiệu này đã có trong sổ năm {year} của tổ chức cấp giấy."
    en = "This letter number already stands in the issuer's register of {year}."
    next_vi = "Bỏ trống paperNumber để lấy số tiếp theo của sổ."
    next_en = "Leave paperNumber out to get the register's next number."


class NewLimitIsNotLater(Refusal):
    """Hạn mới phải sau hạn cũ."""

    vi = "Hạn nộp giấy mới phải sau ngày xem xét và sau hạn cũ {present_by}."
    en = "The new limit must come after the day of the decision and after the old limit {present_by}."
    next_vi = "Ghi hạn mới muộn hơn."
    next_en = "Give a later limit."
    status = 422


class LetterHasNoBoxes(Refusal):
    """Không có ô nào, hoặc quá nhiều ô."""

    vi = "Một giấy giới thiệu có từ 1 đến {limit} ô."
    en = "A letter has 1 to {limit} boxes."
    next_vi = "Ghi các ô theo đúng thứ tự trên giấy."
    next_en = "Give the boxes in the order of the paper."
    status = 400


class BoxIsNotOnALetter(Refusal):
    """Bước này không phải một ô trên giấy giới thiệu."""

    vi = "Bước {step} không phải một ô trên giấy giới thiệu."
    en = "The step {step} is no box of a letter."
    next_vi = "Chỉ nhập REVIEW, ENDORSE, RECEIVE, PRESENT, ADMIT, CONFIRM; việc khác dùng lệnh riêng."
    next_en = "Enter REVIEW, ENDORSE, RECEIVE, PRESENT, ADMIT, CONFIRM; the others have mutations of their own."
    status = 422
