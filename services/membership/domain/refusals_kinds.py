"""Từ chối theo hình thức chuyển - what the kind of a transfer may be refused for."""

from shared.vocabulary.refusals import Refusal


class IncomingIsRegisteredFromPaper(Refusal):
    """Chuyển về từ nơi ngoài hệ thống được đăng ký theo giấy."""

    vi = "Đảng viên đang ở tổ chức ngoài hệ thống; cấp ủy nơi đến đăng ký theo giấy giới thiệu mang về."
    en = "The member is with an organisation that is not connected; the receiving committee registers the letter."
    next_vi = "Dùng registerIncomingTransfer với số và ngày của giấy giới thiệu."
    next_en = "Use registerIncomingTransfer with the letter's number and date."
    status = 422


class OriginIsNotOutside(Refusal):
    """Nơi đi không phải tổ chức ngoài hệ thống."""

    vi = "Chỉ đăng ký theo giấy các trường hợp từ tổ chức ngoài hệ thống chuyển về."
    en = "Only transfers from organisations that are not connected are registered from paper."
    next_vi = "Nơi đi trong hệ thống thì dùng requestTransfer."
    next_en = "For an origin of this system use requestTransfer."
    status = 422


class KindIsNotIncoming(Refusal):
    """Hình thức này không đăng ký theo giấy chuyển đến."""

    vi = "Hình thức {kind} không đăng ký theo giấy chuyển đến."
    en = "Transfers of the kind {kind} are not registered as incoming."
    next_vi = "Chọn OFFICIAL, TEMPORARY hoặc RETURN_FROM_ABROAD."
    next_en = "Choose OFFICIAL, TEMPORARY or RETURN_FROM_ABROAD."
    status = 422


class OneOfMemberAndPerson(Refusal):
    """Nêu đúng một: đảng viên đã có hoặc người mới."""

    vi = "Cần nêu đúng một trong ba: memberId, fileNumber hoặc person."
    en = "Exactly one of memberId, fileNumber and person is needed."
    next_vi = "Đã có hồ sơ thì nêu mã; chưa có thì khai person."
    next_en = "Name the member who is known here, or describe the person who is not."
    status = 400


class MemberIsNotThere(Refusal):
    """Đảng viên không sinh hoạt ở nơi đi đã nêu."""

    vi = "Theo hồ sơ, đảng viên này không sinh hoạt ở nơi đi đã nêu."
    en = "By the record this member is not at the origin that was named."
    next_vi = "Nêu đúng nơi đi, hoặc đính chính hồ sơ trước."
    next_en = "Name the origin as recorded, or correct the record first."


class AbroadIsOutside(Refusal):
    """Ra nước ngoài là chuyển tới tổ chức ngoài hệ thống."""

    vi = "Chuyển sinh hoạt ra ngoài nước phải tới một tổ chức ngoài hệ thống."
    en = "A transfer abroad goes to an organisation that is not connected."
    next_vi = "Chọn tổ chức đảng ngoài nước, hoặc hình thức OFFICIAL, TEMPORARY trong nước."
    next_en = "Choose the organisation abroad, or the kinds OFFICIAL or TEMPORARY inside the country."
    status = 422


class CellsAreNotOfOneCommittee(Refusal):
    """Hai chi bộ không cùng một cấp ủy cơ sở."""

    vi = "Chuyển nội bộ chỉ giữa hai chi bộ cùng trực thuộc một cấp ủy cơ sở."
    en = "An internal transfer runs between two cells of one and the same committee."
    next_vi = "Dùng hình thức OFFICIAL."
    next_en = "Use the kind OFFICIAL."
    status = 422


class ReturnDateIsMissing(Refusal):
    """Chuyển tạm thời phải có ngày trở về."""

    vi = "Chuyển sinh hoạt tạm thời cần ngày trở về (returnBy)."
    en = "A temporary transfer needs the day of return (returnBy)."
    next_vi = "Ghi returnBy."
    next_en = "Give returnBy."
    status = 400


class StayIsOutOfRange(Refusal):
    """Thời gian tạm thời ngoài giới hạn."""

    vi = "Ngày trở về phải từ {earliest} đến {latest}: tạm thời từ 3 đến dưới 12 tháng, đi học từ 3 đến 24 tháng."
    en = "The return lies between {earliest} and {latest}: 3 to under 12 months, for study 3 to 24 months."
    next_vi = "Ngắn hơn thì không cần chuyển; dài hơn thì chuyển chính thức."
    next_en = "A shorter stay needs no transfer; a longer one is an official transfer."
    legal_basis = "294-QĐ/TW 6.3"
    status = 422


class MemberIsAGuestAlready(Refusal):
    """Đảng viên đang sinh hoạt tạm thời ở nơi khác."""

    vi = "Đảng viên đang sinh hoạt tạm thời ở một nơi; mỗi lúc chỉ được một nơi."
    en = "The member is a guest elsewhere already; only one temporary place at a time."
    next_vi = "Kết thúc lần tạm thời đang mở (endTemporaryTransfer) hoặc gia hạn."
    next_en = "End the open stay (endTemporaryTransfer) or extend it."


class StayIsNotOpen(Refusal):
    """Không có lần sinh hoạt tạm thời đang mở."""

    vi = "Hồ sơ này không có lần sinh hoạt tạm thời đang mở."
    en = "This transfer has no temporary stay that is open."
    next_vi = "Chỉ gia hạn, kết thúc sau khi nơi đến tiếp nhận và trước khi trở về."
    next_en = "Extend or end it after the guest was admitted and before the return."


class NewReturnIsNotLater(Refusal):
    """Ngày trở về mới phải sau ngày cũ."""

    vi = "Ngày trở về mới phải sau {return_by}."
    en = "The new day of return must come after {return_by}."
    next_vi = "Ghi ngày muộn hơn; trở về sớm thì dùng endTemporaryTransfer."
    next_en = "Give a later day; to return early use endTemporaryTransfer."
    status = 422
