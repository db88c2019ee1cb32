"""What opening a campaign and publishing criteria refuse at the border."""

from shared.vocabulary.refusals import Refusal


class CodeIsUnfit(Refusal):
    """Mã bộ tiêu chí không đúng dạng."""

    vi = "Mã bộ tiêu chí gồm chữ in hoa không dấu, chữ số và gạch dưới, từ 3 đến 40 ký tự."
    en = "A rule set's code has 3 to 40 capital letters A-Z, digits and underscores."
    next_vi = "Đặt mã như DONG_THAP_2026."
    next_en = "Choose a code such as DONG_THAP_2026."
    status = 422


class FramesAreNotReadable(Refusal):
    """Khung tiêu chí không đúng cấu trúc."""

    vi = "Khung tiêu chí không đúng cấu trúc: {fault}."
    en = "The frames do not have the right shape: {fault}."
    next_vi = "Theo cấu trúc của các bộ tiêu chí kèm theo phần mềm."
    next_en = "Follow the shape of the shipped rule sets."
    status = 422


class YearIsFarOff(Refusal):
    """Năm đánh giá không hợp lệ."""

    vi = "Không mở đợt đánh giá cho năm {year} được."
    en = "A campaign cannot be opened for {year}."
    next_vi = "Kiểm tra lại năm."
    next_en = "Check the year."
    status = 422


class GroupMustBeNamed(Refusal):
    """Tỷ lệ tính theo nhóm tương đồng: phải nêu nhóm."""

    vi = "Tỷ lệ được tính theo nhóm có chức năng tương đồng: nêu một tổ chức của nhóm."
    en = "The cap is counted within groups of similar function: name an organisation of the group."
    next_vi = "Điền likeId."
    next_en = "Fill in likeId."
    status = 422
