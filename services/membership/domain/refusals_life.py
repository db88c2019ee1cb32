"""Từ chối về quyết định đối với đảng viên - holds, decisions and corrections."""

from shared.vocabulary.refusals import Refusal


class HoldStandsAlready(Refusal):
    """Tổ chức này đã có văn bản tạm giữ."""

    vi = "Tổ chức này đã có văn bản tạm giữ chuyển sinh hoạt đối với đảng viên."
    en = "This body holds the member already."
    next_vi = "Thôi tạm giữ (liftHold) trước khi đặt lại."
    next_en = "Lift it (liftHold) before placing another."


class HoldIsNotThere(Refusal):
    """Tổ chức này không có văn bản tạm giữ."""

    vi = "Tổ chức này không có văn bản tạm giữ nào đối với đảng viên."
    en = "This body does not hold the member."
    next_vi = "Nêu đúng tổ chức đã tạm giữ."
    next_en = "Name the body that placed the hold."


class DecisionDoesNotFit(Refusal):
    """Quyết định không hợp với tình trạng đảng viên."""

    vi = "Quyết định {decision} không hợp với tình trạng hiện tại của đảng viên ({state})."
    en = "The decision {decision} does not fit the member's present state ({state})."
    next_vi = "Xem lại tình trạng đảng viên và loại quyết định."
    next_en = "Look at the member's state and at the kind of decision."


class DecisionNumberIsMissing(Refusal):
    """Thiếu số quyết định."""

    vi = "Cần ghi số quyết định."
    en = "The decision's number is needed."
    next_vi = "Ghi số quyết định như trên văn bản."
    next_en = "Write the number as on the paper."
    status = 400


class RecognitionIsTooEarly(Refusal):
    """Chưa đủ 12 tháng dự bị."""

    vi = "Chưa đủ 12 tháng dự bị: sớm nhất ngày {earliest}."
    en = "The twelve months of probation are not over before {earliest}."
    next_vi = "Kiểm tra ngày kết nạp và ngày quyết định."
    next_en = "Check the day of admission and of the decision."
    status = 422


class NothingToCorrect(Refusal):
    """Không có gì để đính chính."""

    vi = "Chưa nêu thông tin nào cần đính chính."
    en = "Nothing is named that is to be corrected."
    next_vi = "Ghi ít nhất một thông tin đúng."
    next_en = "Give at least one right value."
    status = 400
