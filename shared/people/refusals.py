"""What the keys of persons refuse."""

from uuid import UUID

from shared.people.sealer import SealIsBroken
from shared.vocabulary.refusals import Refusal


class PersonWasErased(Refusal):
    """Dữ liệu cá nhân đã được xóa: nothing can be written about this person any more."""

    vi = "Dữ liệu cá nhân của người này đã được xóa theo quyết định."
    en = "The personal data of this person were erased by decision."
    next_vi = "Không ghi thêm dữ liệu cá nhân; xem `lienthong erasures`."
    next_en = "Nothing personal can be recorded any more; see `lienthong erasures`."
    status = 409


class PersonKeyIsBroken(SealIsBroken):
    """Khóa của người này không mở được: it was wrapped by another deployment's key. Everybody else goes on."""

    vi = "Khóa dữ liệu cá nhân của người có mã {person} không mở được bằng khóa bao của hệ thống."
    en = "The key of the person {person} cannot be opened with the deployment's key."
    next_vi = "Người vận hành: chép khóa bao đã bọc nó vào secrets/kek.old rồi chạy `lienthong keys rotate`."
    next_en = "Operator: copy the key that has wrapped it to secrets/kek.old, then run `lienthong keys rotate`."

    def __init__(self, person: UUID) -> None:
        super().__init__("key", person)
