"""What the erasure of personal data refuses."""

from shared.vocabulary.refusals import Refusal


class PersonIsErasedAlready(Refusal):
    """The member's data were erased by an earlier decision."""

    vi = "Dữ liệu cá nhân của đảng viên này đã được xóa theo một quyết định trước."
    en = "The personal data of this member were erased by an earlier decision."
    next_vi = "Xem `lienthong erasures`."
    next_en = "See `lienthong erasures`."


class ErasureIsForOperators(Refusal):
    """Only the operator, or a service, carries out the decision."""

    vi = "Chỉ người vận hành được thi hành quyết định xóa dữ liệu cá nhân."
    en = "Only the operator carries out a decision to erase personal data."
    next_vi = "Chuyển quyết định cho người vận hành hệ thống."
    next_en = "Hand the decision to the operator of the system."
    status = 403
