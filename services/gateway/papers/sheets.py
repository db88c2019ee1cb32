"""Sổ và danh sách in ra giấy - the yearly register of letters, and a cell's sheet for its monthly meeting."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import strawberry

from services.gateway.papers.refusals import PaperIsNotThere
from services.gateway.papers.sheet_questions import CELL, REGISTER
from services.gateway.papers.typeset import typeset
from services.gateway.papers.wording import KIND_NAMES, day, words
from services.gateway.reading.asked import Asked
from services.gateway.refusing.language import Language

SIZES = {"register": {"normal": 11.5, "large": 16.0}, "cell": {"normal": 14.0, "large": 18.0}}
"""A cell's sheet is read aloud at its meeting: 14 pt."""
_CELLS = frozenset({"CELL", "GRASSROOTS_CELL"})
_TITLES = {
    "register": ("Sổ giới thiệu sinh hoạt đảng, năm {year}", "Register of letters of introduction, {year}"),
    "cell": ("Danh sách đảng viên, tháng {month}", "Members, {month}"),
}
_COLUMNS = {
    "register": (
        ("Số", "No."), ("Ngày cấp", "Issued"), ("Đảng viên", "Member"), ("Số lý lịch", "File number"),
        ("Nơi đi → nơi đến", "From → to"), ("Hạn nộp", "Present by"), ("Đã nộp / ghi chú", "Presented / note"),
    ),
    "cell": (("TT", "No."), ("Họ và tên", "Name"), ("Số lý lịch", "File number"), ("Ghi chú", "Note")),
}  # fmt: skip
_VOID = ("Mất hiệu lực", "Void")
_COUNTS = (
    ("total", "Tổng số đảng viên", "Members"),
    ("full", "Chính thức", "Full"),
    ("probationary", "Dự bị", "Probationary"),
    ("temporaryGuests", "Sinh hoạt tạm thời tại đây (không tính)", "Temporary guests (not counted)"),
    ("inTransit", "Đang chuyển đi (vẫn tính)", "On their way (still counted)"),
)
Page = Mapping[str, Any]


async def printed_sheet(made: strawberry.Schema, asked: Asked, place: str, name: str, *, size: str) -> bytes:
    """The sheet as its reader may have it, its counts those of the screen; what lies outside the scope is absent."""
    english = asked.language is Language.EN
    year, month = asked.today.year, f"{asked.today.month}/{asked.today.year}"
    if name == "register":
        pages = [page async for page in _pages(made, asked, REGISTER, "letterRegister", {"id": place, "year": year})]
        lines = [_letter(node, asked.language) for page in pages for node in page["letterRegister"]["nodes"]]
        counts = [{"label": "Total" if english else "Cộng", "value": str(len(lines))}]
    else:
        pages = [page async for page in _pages(made, asked, CELL, "members", {"id": place})]
        people = [node for page in pages for node in page["members"]["nodes"]]
        lines = [_person(n, node, english=english) for n, node in enumerate(people, start=1)]
        counts = _counts(pages[0]["node"], english=english)
    await asked.put_on_record()
    data = {
        "lang": asked.language.value,
        "title": _TITLES[name][english].format(year=year, month=month),
        "place": pages[0]["node"]["name"],
        "columns": [column[english] for column in _COLUMNS[name]],
        "lines": lines,
        "counts": counts,
        "dated": day(asked.today.isoformat(), asked.language),
        "words": words(asked.language),
    }
    return await typeset("sheet", data, points=SIZES[name][size])


async def _pages(
    made: strawberry.Schema, asked: Asked, question: str, name: str, given: dict[str, Any]
) -> AsyncIterator[Page]:
    after: str | None = None
    while True:
        result = await made.execute(question, variable_values={**given, "after": after}, context_value=asked)
        data = result.data
        if result.errors or data is None or not data["node"] or (name == "members" and not _is_cell(data["node"])):
            raise PaperIsNotThere
        yield data
        if not data[name]["pageInfo"]["hasNextPage"]:
            return
        after = data[name]["pageInfo"]["endCursor"]


def _is_cell(node: Page) -> bool:
    """A cell whose people the reader may count."""
    return node["type"] in _CELLS and node["headcount"] is not None


def _letter(node: Page, language: Language) -> list[str]:
    move = node["transfer"] or {}
    member = move.get("member") or {}
    way = f"{move['origin']['name']} → {move['destination']['name']}" if move else ""
    kind = f" ({KIND_NAMES[move['kind']][language is Language.EN]})" if move else ""
    note = _VOID[language is Language.EN] if node["voided"] else day(node["presentedOn"], language) or ""
    return [
        node["number"], day(node["issuedOn"], language) or "", member.get("fullName") or "",
        member.get("fileNumber") or "", way + kind, day(node["presentBy"], language) or "", note,
    ]  # fmt: skip


def _person(number: int, node: Page, *, english: bool) -> list[str]:
    notes: Sequence[tuple[bool, str, str]] = (
        (node["state"] == "PROBATIONARY", "dự bị", "probationary"),
        (bool(node["exempt"]), "miễn công tác, sinh hoạt", "exempt"),
        (node["temporaryCell"] is not None, "sinh hoạt tạm thời nơi khác", "temporarily elsewhere"),
    )
    said = ", ".join(en if english else vi for holds, vi, en in notes if holds)
    return [str(number), node["fullName"] or "", node["fileNumber"] or "", said]


def _counts(node: Page, *, english: bool) -> list[dict[str, str]]:
    return [{"label": en if english else vi, "value": str(node["headcount"][name])} for name, vi, en in _COUNTS]
