"""Hồ sơ của tôi đang ở đâu? - the timeline of a transfer in plain words, for the member to take home."""

from collections.abc import Mapping
from typing import Any

from services.gateway.papers.wording import KIND_NAMES, STATES, day, words
from services.gateway.refusing.language import Language


def timeline_form(transfer: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The data of the form `timeline`."""
    english, member = language is Language.EN, transfer["member"] or {}
    facts = (
        ("Đảng viên", "Member", member.get("fullName")),
        ("Số lý lịch", "File number", member.get("fileNumber")),
        ("Hình thức", "Kind", KIND_NAMES[transfer["kind"]][english]),
        ("Nơi đi", "From", transfer["origin"]["name"]),
        ("Nơi đến", "To", transfer["destination"]["name"]),
        ("Giấy giới thiệu số", "Letter", (transfer["letter"] or {}).get("number")),
        ("Hạn nộp giấy", "To be presented by", day(transfer["presentBy"], language)),
    )
    return {
        "lang": language.value,
        "title": "Where is my file?" if english else "Hồ sơ của tôi đang ở đâu?",
        "facts": [{"label": en if english else vi, "value": value} for vi, en, value in facts if value],
        "now": _now(transfer, english=english),
        "steps": [_step(entry, language) for entry in transfer["timeline"]],
        "words": words(language),
    }


def _now(transfer: Mapping[str, Any], *, english: bool) -> str:
    """Một câu: đang ở đâu, vì sao, còn thiếu gì."""
    state, holder = STATES[transfer["state"]][english], transfer["currentHolder"]["name"]
    missing = ", ".join(item["text"] for item in transfer["dossier"] if item["missing"])
    parts = [f"Now: {state}, at {holder}." if english else f"Hiện nay: {state}, tại {holder}."]
    if transfer["overdue"]:
        parts.append("The limit to present the letter has passed." if english else "Đã quá hạn nộp giấy.")
    if transfer["onHold"]:
        parts.append("The transfer is on hold." if english else "Việc chuyển đang được tạm giữ.")
    if missing:
        parts.append(f"Still missing: {missing}." if english else f"Còn thiếu: {missing}.")
    return " ".join(parts)


def _step(entry: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {
        "on": day(entry["actedOn"], language),
        "text": entry["text"],
        "by": entry["organization"]["name"],
        "paper": entry["paperNumber"],
        "remark": entry["remark"],
    }
