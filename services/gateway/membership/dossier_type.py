"""Thành phần hồ sơ - what a dossier of transfer consists of (4192-QĐ/BTCTW), and what is known of each part here."""

import strawberry

from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Row
from services.gateway.refusing.language import Language

_MOVED_HOUSE = "CHANGE_OF_RESIDENCE"
_TEXTS = {
    "MOVE_DECISION": ("Quyết định hoặc văn bản của cấp có thẩm quyền", "The decision behind the move"),
    "SELF_REVIEW": ("Bản tự kiểm điểm năm trước, có nhận xét", "Last year's self-review, with remarks"),
    "INTRODUCTION_LETTER": ("Giấy giới thiệu sinh hoạt đảng", "The letter of introduction"),
    "PARTY_CARD": ("Thẻ đảng viên (xuất trình)", "The party card, to be shown"),
    "ADMISSION_FILE": ("Hồ sơ kết nạp của đảng viên dự bị", "The admission file of a probationary member"),
    "MEMBER_SHEET": ("Phiếu đảng viên", "The member's sheet"),
    "SEALED_FILE": ("Hồ sơ đảng viên niêm phong", "The member's file, sealed"),
}


@strawberry.type(description="Một thành phần của hồ sơ chuyển / A part of a transfer's dossier")
class DossierItem:
    """Thành phần hồ sơ."""

    kind: str = strawberry.field(
        description="Loại / The kind: MOVE_DECISION, SELF_REVIEW, INTRODUCTION_LETTER, PARTY_CARD, ADMISSION_FILE,"
        " MEMBER_SHEET, SEALED_FILE"
    )
    text: str = strawberry.field(description="Tên gọi / What it is called")
    required: bool = strawberry.field(description="Bắt buộc / Required")
    present: bool | None = strawberry.field(
        description="Đã có; null: giấy do đảng viên mang theo, không ghi ở đây"
        " / There is one; null: on paper with the member, not recorded here"
    )
    missing: bool = strawberry.field(description="Còn thiếu / Required and not there")
    number: str | None = strawberry.field(description="Số giấy / The paper's number")


def dossier_of(info: Info, row: Row, state: str | None) -> list[DossierItem]:
    """Decision and letter are known here; the rest is paper in the member's hands."""
    decision, letter = row["decision_number"], row["letter_number"]
    proof = "ADMISSION_FILE" if state == "PROBATIONARY" else "PARTY_CARD"
    parts = [
        ("MOVE_DECISION", row["reason"] != _MOVED_HOUSE, decision is not None, decision),
        ("SELF_REVIEW", True, None, None),
        ("INTRODUCTION_LETTER", True, letter is not None, letter),
        *((kind, True, None, None) for kind in (proof, "MEMBER_SHEET", "SEALED_FILE")),
    ]
    english = info.context.language is Language.EN
    return [
        DossierItem(
            kind=kind,
            text=_TEXTS[kind][english],
            required=required,
            present=present,
            missing=required and present is False,
            number=number,
        )
        for kind, required, present, number in parts
    ]
