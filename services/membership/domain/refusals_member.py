"""Từ chối về đảng viên - what a registration or a look at a member may be refused for."""

from shared.vocabulary.refusals import Refusal


class MemberIsUnknown(Refusal):
    """Không có đảng viên này trong phạm vi được xem; absent and out of scope answer alike."""

    vi = "Không tìm thấy đảng viên trong phạm vi tài khoản được xem."
    en = "There is no such member within what this account may see."
    next_vi = "Kiểm tra lại mã hoặc số lý lịch đảng viên."
    next_en = "Check the id or the member-file number."
    status = 404


class MemberAlreadyRegistered(Refusal):
    """Đảng viên đã được đăng ký; says neither which number met nor where."""

    vi = "Một đảng viên với thông tin định danh này đã được đăng ký."
    en = "A member with these identifiers is already registered."
    next_vi = "Kiểm tra lại số định danh, số lý lịch, số thẻ; nếu đúng người, dùng chuyển sinh hoạt thay cho đăng ký."
    next_en = "Check the personal ID, file and card numbers; if it is the same person, request a transfer instead."


class StateIsNotForRegistration(Refusal):
    """Chỉ đăng ký đảng viên dự bị hoặc chính thức."""

    vi = "Chỉ đăng ký được đảng viên dự bị (PROBATIONARY) hoặc chính thức (FULL)."
    en = "Only probationary (PROBATIONARY) and full (FULL) members can be registered."
    next_vi = "Chọn một trong hai tình trạng đó."
    next_en = "Choose one of these two states."


class FullDateNeedsFullState(Refusal):
    """Ngày chính thức chỉ có ở đảng viên chính thức."""

    vi = "Đảng viên dự bị chưa có ngày công nhận chính thức."
    en = "A probationary member has no date of full membership yet."
    next_vi = "Bỏ ngày chính thức, hoặc chọn tình trạng FULL."
    next_en = "Leave the date out, or choose the state FULL."


class NameIsNotReadable(Refusal):
    """Họ tên không đúng dạng."""

    vi = "Họ và tên phải có từ 2 đến 100 ký tự và chỉ gồm chữ, dấu cách, dấu ' . -"
    en = "A full name has 2 to 100 characters: letters, spaces and ' . -"
    next_vi = "Ghi họ tên đầy đủ, có dấu, như trong lý lịch."
    next_en = "Write the full name with its diacritics, as in the file."
    status = 400


class PersonalIdIsNotReadable(Refusal):
    """Số định danh cá nhân không đúng dạng."""

    vi = "Số định danh cá nhân gồm đúng 12 chữ số."
    en = "A personal ID has exactly 12 digits."
    next_vi = "Ghi số trên thẻ căn cước, không dấu cách."
    next_en = "Write the number on the identity card without spaces."
    status = 400


class FileNumberIsNotReadable(Refusal):
    """Số lý lịch đảng viên không đúng dạng."""

    vi = "Số lý lịch đảng viên gồm 4 đến 20 chữ cái, chữ số và các dấu . / -"
    en = "A member-file number has 4 to 20 letters, digits and . / -"
    next_vi = "Ghi như trong sổ, thường là 6 chữ số và mã tỉnh, ví dụ 012345HCM."
    next_en = "Write it as in the register, usually 6 digits and the province's letters, for example 012345HCM."
    status = 400


class CardNumberIsNotReadable(Refusal):
    """Số thẻ đảng viên không đúng dạng."""

    vi = "Số thẻ đảng viên gồm 4 đến 20 chữ số, chữ cái và các dấu . / -"
    en = "A party-card number has 4 to 20 digits, letters and . / -"
    next_vi = "Ghi như trên thẻ, ví dụ 12.345678."
    next_en = "Write it as on the card, for example 12.345678."
    status = 400


class ListIsTooLong(Refusal):
    """Danh sách trống hoặc quá dài."""

    vi = "Danh sách phải có từ 1 đến {limit} người."
    en = "A list has 1 to {limit} persons."
    next_vi = "Chia danh sách thành nhiều lần gửi."
    next_en = "Send the list in several parts."
    status = 400


class MemberHasLeft(Refusal):
    """Người này không còn sinh hoạt đảng."""

    vi = "Người này không còn là đảng viên đang sinh hoạt nên không chuyển sinh hoạt được."
    en = "This person is no longer an active member and cannot be transferred."
    next_vi = "Xem lại tình trạng đảng viên."
    next_en = "Look at the member's state."
