"""What a printed paper may be refused for."""

from shared.vocabulary.refusals import Refusal


class PaperIsNotThere(Refusal):
    """Chưa có giấy này, hoặc giấy nằm ngoài phạm vi của người xem."""

    vi = "Không có giấy này để in: hồ sơ chưa được giới thiệu, hoặc không thuộc phạm vi của bạn."
    en = "There is no such paper to print: nothing has been introduced yet, or it is outside your scope."
    next_vi = "Xem bước hiện tại của hồ sơ; giấy giới thiệu có sau khi cấp ủy cuối ở nơi đi xác nhận."
    next_en = "See where the transfer stands; the letter exists once the last committee of the origin has endorsed it."
    status = 404


class PaperIsUnknown(Refusal):
    """Không có loại giấy này."""

    vi = "Chỉ in được {papers}; cỡ chữ normal hoặc large."
    en = "Only {papers} can be printed, in the sizes normal and large."
    next_vi = "Sửa đường dẫn rồi thử lại."
    next_en = "Correct the address and try again."
    status = 404
