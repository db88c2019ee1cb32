"""Giấy giới thiệu - what stands in its head, its lines and its boxes; what is not known is left to the pen."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.gateway.papers.typeset import qr_picture
from services.gateway.papers.wording import KIND_NAMES, boxes_of, day, long_day, words
from services.gateway.refusing.language import Language

Answer = Mapping[str, Any]
_PERSON = (
    ("fullName", "Đồng chí", "Comrade"),
    ("fileNumber", "Số lý lịch đảng viên", "Member-file number"),
    ("cardNumber", "Số thẻ đảng viên", "Party-card number"),
    ("admittedOn", "Vào Đảng ngày", "Admitted on"),
    ("fullMemberOn", "Chính thức ngày", "Full member since"),
)
_WRITES = frozenset({"REVIEW", "ENDORSE", "RECEIVE", "PRESENT", "ADMIT", "CONFIRM"})


def letter_form(transfer: Answer, language: Language) -> dict[str, Any]:
    """The data of the form `letter`."""
    english, letter = language is Language.EN, transfer["letter"]
    issuer = letter["issuer"]
    above = issuer["parent"] or {}
    return {
        "lang": language.value,
        "title": "Letter of introduction" if english else "Giấy giới thiệu sinh hoạt đảng",
        "kind": KIND_NAMES[transfer["kind"]][english],
        "number": letter["number"],
        "issuer": issuer["name"],
        "superior": above.get("name", "") if above.get("type") != "CENTRAL" else "",
        "dated": long_day(letter["issuedOn"], language),
        "to": _addressee(transfer),
        "person": _person(transfer, language),
        "fees": _month(transfer["member"]["feesPaidThrough"]),
        "present": day(letter["presentBy"], language),
        "boxes": _boxes(transfer, language),
        "qr": qr_picture(letter["code"]),
        "words": words(language),
    }


def _addressee(transfer: Answer) -> str:
    """Cấp ủy đầu tiên ở nơi đến."""
    return next(hop["organization"]["name"] for hop in transfer["route"] if not hop["originSide"])


def _person(transfer: Answer, language: Language) -> list[dict[str, str | None]]:
    english, member = language is Language.EN, transfer["member"]
    lines = [
        {"label": en if english else vi, "value": day(member[name], language) if name.endswith("On") else member[name]}
        for name, vi, en in _PERSON
    ]
    lines.insert(1, {"label": "Born on" if english else "Sinh ngày", "value": None})
    lines.append({"label": "Of the cell" if english else "Đang sinh hoạt tại", "value": transfer["origin"]["name"]})
    where = {"label": "Introduced to" if english else "Được giới thiệu đến", "value": transfer["destination"]["name"]}
    return [*lines, where]


def _boxes(transfer: Answer, language: Language) -> list[dict[str, Any]]:
    """One box for each hop; the boxes of the form that no hop needs stay empty at the end."""
    english, route = language is Language.EN, transfer["route"]
    side = (("nơi đi", "origin"), ("nơi đến", "destination"))
    boxes = []
    for hop in route:
        act = _last_act(transfer["timeline"], hop["organization"]["code"])
        boxes.append(
            {
                "number": hop["index"] + 1,
                "title": hop["organization"]["name"],
                "what": side[not hop["originSide"]][english],
                "dated": day(act["actedOn"], language) if act else None,
                "paper": act["paperNumber"] if act else None,
                "remark": act["remark"] if act else None,
                "signatory": act["signatory"] if act else None,
            }
        )
    empty = dict.fromkeys(("dated", "paper", "remark", "signatory"))
    spare = "(not used)" if english else "(bỏ trống nếu không qua)"
    more = range(len(boxes) + 1, boxes_of(transfer["kind"]) + 1)
    return [*boxes, *({"number": n, "title": "", "what": spare, **empty} for n in more)]


def _last_act(timeline: Sequence[Answer], code: str) -> Answer | None:
    acts = [entry for entry in timeline if entry["organization"]["code"] == code and entry["step"] in _WRITES]
    return acts[-1] if acts else None


def _month(text: str | None) -> str | None:
    if not text:
        return None
    year, month = text.split("-")
    return f"{int(month)}/{year}"
