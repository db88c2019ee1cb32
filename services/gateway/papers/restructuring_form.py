"""Giấy của một phương án - annex, minutes, ledger, proof: tables over the same rows, so equal counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.gateway.papers.wording import day, words
from services.gateway.refusing.language import Language

Answer = Mapping[str, Any]
RESTRUCTURING_PAPERS = ("annex", "minutes", "ledger", "proof")
_TITLES = {
    "annex": ("Phụ lục kèm theo quyết định", "Annex of the decision"),
    "minutes": ("Biên bản bàn giao tổ chức đảng và đảng viên", "Minutes of the hand-over"),
    "ledger": ("Danh sách đảng viên", "Ledger of members"),
    "proof": ("Chứng minh bảo toàn", "Proof that nothing was lost"),
}
_SIGNED = {
    "annex": (("Cơ quan ban hành", "The deciding body"),),
    "minutes": (("Bên giao", "The giving side"), ("Bên nhận", "The receiving side")),
    "ledger": (("Bên giao", "The giving side"), ("Bên nhận", "The receiving side")),
    "proof": (("Người lập", "Drawn up by"), ("Người kiểm tra", "Checked by")),
}
_KINDS = {
    "FOUND": ("Thành lập", "Founded"),
    "MERGE_INTO": ("Sáp nhập", "Merged into another"),
    "CONSOLIDATE": ("Hợp nhất", "Consolidated"),
    "SPLIT": ("Chia", "Split"),
    "SEPARATE": ("Tách", "Separated"),
    "DISSOLVE": ("Giải thể, kết thúc hoạt động", "Dissolved"),
    "TRANSFER_ORG": ("Chuyển giao", "Handed over"),
    "RETYPE": ("Chuyển loại hình", "Changed in kind"),
    "RENAME": ("Đổi tên", "Renamed"),
    "STRENGTHEN": ("Kiện toàn cấp ủy", "Committee strengthened"),
}
_FIGURES = (
    ("members", "Đảng viên", "Members"),
    ("cards", "Thẻ đảng viên", "Cards"),
    ("openTransfers", "Hồ sơ đang chuyển", "Open transfers"),
    ("guests", "Người sinh hoạt tạm thời", "Guests"),
    ("evaluations", "Đánh giá đang chạy", "Running evaluations"),
    ("seats", "Ghế cấp ủy", "Committee seats"),
)


def restructuring_form(name: str, plan: Answer, language: Language) -> dict[str, Any]:
    """The data of the form `restructuring` for one of the four papers."""
    english = language is Language.EN
    tables = {"annex": _annex, "minutes": _minutes, "ledger": _ledger, "proof": _proof}[name](plan, english)
    return {
        "lang": language.value,
        "title": _TITLES[name][english],
        "plan": plan["title"],
        "facts": _facts(plan, language, volume=_volume(plan) if name == "ledger" else None),
        "tables": tables,
        "signed": [pair[english] for pair in _SIGNED[name]],
        "landscape": name == "ledger",
        "words": words(language),
    }


def _volume(plan: Answer) -> str | None:
    """Which lines this volume has; nothing where there is one volume alone."""
    ledger, lines = plan["ledger"], plan["ledger"]["lines"]
    if ledger["parts"] < 2 or not lines:
        return None
    return f"{lines[0]['number']}-{lines[-1]['number']} / {ledger['members']}"


def _facts(plan: Answer, language: Language, *, volume: str | None = None) -> list[dict[str, str | None]]:
    english = language is Language.EN
    ledger = plan["ledger"]
    probationary = ledger["members"] - ledger["full"]
    told = (
        ("Quyết định số", "Decision", plan["decisionNumber"]),
        ("Ngày", "Dated", day(plan["decisionDate"], language)),
        ("Có hiệu lực từ ngày", "In effect from", day(plan["effectiveOn"], language)),
        ("Số thao tác", "Operations", str(plan["operations"]["totalCount"])),
        ("Số đảng viên", "Members", str(ledger["members"])),
        ("Trong đó dự bị", "Of them probationary", str(probationary)),
        ("Mã đối chiếu", "Digest", plan["report"]["digest"][:16] if plan["report"] else None),
        ("Mã sổ danh sách", "Digest of the ledger", ledger["digest"][:16]),
        *((("Quyển này có dòng", "Lines of this volume", volume),) if volume else ()),
    )
    return [{"label": en if english else vi, "value": value} for vi, en, value in told]


def _annex(plan: Answer, english: bool) -> list[dict[str, Any]]:
    """What happened to organisations, and how many members went where."""
    counted: dict[str, int] = {}
    for one in (plan["report"] or {"counts": ()})["counts"]:
        kind = one["name"].removeprefix("operations_").upper()
        if one["name"].startswith("operations_") and kind in _KINDS:
            counted[kind] = one["count"]
    head = ["Thao tác", "Số lượng"] if not english else ["Operation", "How many"]
    kinds = [[_KINDS[kind][english], str(count)] for kind, count in counted.items()]
    return [_table(head, kinds, ("1fr", "3cm")), _movements(plan, english)]


def _minutes(plan: Answer, english: bool) -> list[dict[str, Any]]:
    return [_movements(plan, english)]


def _movements(plan: Answer, english: bool) -> dict[str, Any]:
    """The last line adds up all others: the figure that the ledger and the head of the paper have."""
    head = (
        ["Mã", "Từ chi bộ", "Mã", "Đến chi bộ", "Đảng viên", "Chính thức", "Dự bị"]
        if not english
        else ["Code", "From", "Code", "To", "Members", "Full", "Probationary"]
    )
    figures = ("members", "full", "probationary")
    rows = [
        [one["fromCode"], one["fromName"], one["toCode"], one["toName"], *(str(one[name]) for name in figures)]
        for one in plan["ledger"]["movements"]
    ]
    sums = [str(sum(one[name] for one in plan["ledger"]["movements"])) for name in figures]
    rows.append(["", "Total" if english else "Cộng", "", "", *sums])
    return _table(head, rows, ("auto", "1fr", "auto", "1fr", "auto", "auto", "auto"))


def _ledger(plan: Answer, english: bool) -> list[dict[str, Any]]:
    head = (
        ["TT", "Họ và tên", "Số lý lịch", "Số thẻ", "Tình trạng", "Từ chi bộ", "Đến chi bộ"]
        if not english
        else ["No.", "Name", "File number", "Card", "State", "From", "To"]
    )
    states = ("Dự bị", "Chính thức") if not english else ("Probationary", "Full")
    rows = [
        [
            str(one["number"]),
            one["fullName"] or "",
            one["fileNumber"] or "",
            one["cardNumber"] or "",
            states[one["full"]],
            one["fromCode"],
            one["toCode"],
        ]
        for one in plan["ledger"]["lines"]
    ]
    return [_table(head, rows, ("auto", "1fr", "auto", "auto", "auto", "auto", "auto"))]


def _proof(plan: Answer, english: bool) -> list[dict[str, Any]]:
    proof = plan["proof"]
    head = ["Nội dung", "Trước", "Sau"] if not english else ["What", "Before", "After"]
    rows = [
        [en if english else vi, str(proof[f"{name}Before"]), str(proof[f"{name}After"])] for name, vi, en in _FIGURES
    ]
    listed = [[f"{one['kind']}: {one['why']}", "", f"-{one['count']}"] for one in proof["exceptions"]]
    holds = ("Bảo toàn", "It holds") if proof["holds"] else ("KHÔNG bảo toàn", "It does NOT hold")
    said = [["Kết luận" if not english else "Verdict", "", holds[english]]]
    access = [[one["code"], f"+{one['gains']}", f"-{one['loses']}"] for one in plan["report"]["accessChanges"]]
    seen = ["Phạm vi xem theo tổ chức", "Thêm", "Bớt"] if not english else ["Who sees more and fewer", "More", "Fewer"]
    digest = [["Mã đối chiếu" if not english else "Digest", proof["digest"]]]
    widths = ("1fr", "auto", "auto")
    return [
        _table(head, [*rows, *listed, *said], widths),
        _table(seen, access, widths),
        _table([], digest, ("auto", "1fr")),
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[str]) -> dict[str, Any]:
    return {"head": head, "rows": rows, "widths": widths}
