"""What the keys of persons refuse."""

from shared.vocabulary.refusals import Refusal


class PersonWasErased(Refusal):
    """Dữ liệu cá nhân đã được xóa: nothing can be written about this person any more."""

    vi = "Dữ liệu cá nhân của người này đã được xóa theo quyết định."
    en = "The personal data of this person were erased by decision."
    next_vi = "Không ghi thêm dữ liệu cá nhân; xem `lienthong erasures`."
    next_en = "Nothing personal can be recorded any more; see `lienthong erasures`."
    status = 409
