"""What founding many at once refuses."""

from shared.vocabulary.refusals import Refusal


class OrganizationListIsTooLong(Refusal):
    """Danh sách quá dài."""

    vi = "Danh sách có từ 1 đến {limit} tổ chức."
    en = "A list has 1 to {limit} organisations."
    next_vi = "Chia danh sách thành nhiều lệnh."
    next_en = "Send it as several commands."
    status = 422
