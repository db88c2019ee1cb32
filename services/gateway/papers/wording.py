"""Chữ in trên giấy - what the papers say beside their data, in Vietnamese and English."""

from datetime import date

from services.gateway.refusing.language import Language
from services.membership.contracts.enums import TransferKind
from services.membership.contracts.kinds import KINDS

KIND_NAMES = {
    "OFFICIAL": ("Chính thức", "Official"),
    "TEMPORARY": ("Tạm thời", "Temporary"),
    "INTERNAL": ("Nội bộ", "Within one grassroots committee"),
    "ABROAD_OFFICIAL": ("Chính thức, ra ngoài nước", "Official, abroad"),
    "ABROAD_TEMPORARY": ("Tạm thời, ngoài nước", "Temporary, abroad"),
    "RETURN_FROM_ABROAD": ("Từ ngoài nước về", "Returning from abroad"),
    "COLLECTIVE": ("Chuyển giao tập thể", "Collective"),
    "ORG_DISBANDED": ("Tổ chức đảng giải thể", "Organisation dissolved"),
}
STATES = {
    "REQUESTED": ("đang chờ chi bộ nơi đi xem xét", "waiting for the cell of origin"),
    "CELL_REVIEWED": ("chi bộ đã đồng ý, đang chờ cấp ủy nơi đi", "agreed by the cell, waiting for its committee"),
    "ENDORSED": ("đang chờ cấp ủy cấp trên của nơi đi", "waiting for the next committee of the origin"),
    "INTRODUCED": ("đã có giấy giới thiệu, đang chờ nơi đến tiếp nhận", "introduced, waiting for the destination"),
    "RECEIVED": ("nơi đến đã tiếp nhận, đang chuyển xuống chi bộ", "received, on its way down to the cell"),
    "PRESENTED": ("đã nộp giấy, đang chờ chi bộ tiếp nhận", "presented, waiting to be admitted by the cell"),
    "ADMITTED": ("đã được tiếp nhận vào sinh hoạt", "admitted"),
    "CONFIRMED": ("đã hoàn thành", "completed"),
    "RETURNED_FOR_CORRECTION": ("được trả lại để bổ sung", "returned for correction"),
    "REFUSED": ("không được chấp nhận", "refused"),
    "WITHDRAWN": ("đã rút", "withdrawn"),
    "CANCELLED": ("đã hủy", "cancelled"),
}
_WORDS = {
    "number": ("Số", "No."),
    "to": ("Kính gửi", "To"),
    "fees": ("Đã đóng đảng phí hết tháng", "Fees are paid through"),
    "present": ("Giấy phải nộp cho chi ủy nơi đến chậm nhất ngày", "To be presented to the receiving cell by"),
    "blank": ("Ngày ........ tháng ........ năm ............", "Date ................................"),
    "sign": ("(ký, ghi rõ họ tên, đóng dấu)", "(signature, name, seal)"),
    "verify": (
        "Quét mã để kiểm tra giấy (verifyLetter). Giấy bị tẩy, sửa hoặc đã cấp lại số khác thì không còn giá trị.",
        "Scan the code to verify this letter (verifyLetter). A letter that was altered or reissued is void.",
    ),
    "lost": (
        "Mất giấy: báo ngay cho cấp ủy nơi cấp để được cấp lại; số cũ mất hiệu lực vĩnh viễn.",
        "Lost: tell the issuer at once; the reissued letter voids this number for good.",
    ),
    "printed": ("In từ hệ thống Liên thông", "Printed from Liên thông"),
}


def words(language: Language) -> dict[str, str]:
    """The fixed words of a form."""
    return {name: pair[language is Language.EN] for name, pair in _WORDS.items()}


def boxes_of(kind: str) -> int:
    """How many boxes the form of this kind has."""
    return KINDS[TransferKind(kind)].boxes


def day(text: str | None, language: Language) -> str | None:
    """A date as it is written in the language."""
    if text is None:
        return None
    on = date.fromisoformat(text)
    return f"{on:%d %B %Y}" if language is Language.EN else f"{on.day}/{on.month}/{on.year}"


def long_day(text: str, language: Language) -> str:
    """The date at the head of a letter."""
    on = date.fromisoformat(text)
    if language is Language.EN:
        return f"{on:%d %B %Y}"
    return f"Ngày {on.day:02d} tháng {on.month:02d} năm {on.year}"
