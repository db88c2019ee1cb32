"""Bảng thao tác - the operations of a plan as CSV, one a row; codes as people know them, each read on a date.

A code means something only on a day: it is read on the day before the plan counts. Where another organisation bears it
on another day, the row has to say which is meant: `79.26740@2025-06-30`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from services.gateway.membership import sheets
from services.gateway.membership.import_refusals import (
    CellOfSheetIsNotReadable,
    CodeOfSheetIsAmbiguous,
    CodeOfSheetIsUnknown,
)
from services.gateway.membership.sheets import Line
from services.gateway.organization import organizations
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Asked
from services.gateway.reading.query import Query, where
from services.organization.contracts.enums import CellSetting, OperationKind, OrganizationType
from services.organization.contracts.restructuring import NewBody, Operation
from shared.vocabulary.refusals import Refusal

COLUMNS = {
    "kind": "Thao tác",
    "sources": "Mã tổ chức",
    "target": "Mã nơi đến",
    "targets": "Mã các nơi đến",
    "children": "Mã tổ chức đi theo",
    "holding": "Mã chi bộ tạm quản lý",
    "key": "Khóa tổ chức mới",
    "code": "Mã tổ chức mới",
    "name": "Tên mới",
    "type": "Loại mới",
    "parent": "Mã cấp trên mới",
    "setting": "Loại hình chi bộ",
    "consent": "Số văn bản đồng ý",
}
REQUIRED = ("kind",)
_PLACES = ("sources", "target", "targets", "children", "holding", "parent")
_KINDS = {
    "Thành lập": "FOUND",
    "Sáp nhập": "MERGE_INTO",
    "Hợp nhất": "CONSOLIDATE",
    "Chia": "SPLIT",
    "Tách": "SEPARATE",
    "Giải thể": "DISSOLVE",
    "Chuyển giao": "TRANSFER_ORG",
    "Chuyển loại hình": "RETYPE",
    "Đổi tên": "RENAME",
}
_NEW, _AT = "new:", "@"


class _Bearer(msgspec.Struct, frozen=True, kw_only=True):
    """Who bears a code from when to when."""

    organization: UUID
    valid_from: date
    valid_to: date


async def operations(
    asked: Asked, lines: Sequence[Line], effective_on: date
) -> tuple[list[Operation], dict[int, Refusal]]:
    """What the rows say, and what is wrong with each that says nothing usable."""
    named = {ref for line in lines for field in _PLACES for ref in _refs(line.cells.get(field))}
    bearers = await _bearers(asked, {ref.partition(_AT)[0] for ref in named if not ref.startswith(_NEW)})
    made: list[Operation] = []
    wrong: dict[int, Refusal] = {}
    for line in lines:
        try:
            made.append(_operation(line, bearers, effective_on - timedelta(days=1)))
        except Refusal as refusal:
            wrong[line.number] = refusal
    return made, wrong


def _operation(line: Line, bearers: Mapping[str, Sequence[_Bearer]], on: date) -> Operation:
    def places(field: str) -> tuple[str, ...]:
        return tuple(_place(ref, COLUMNS[field], bearers, on) for ref in _refs(line.cells.get(field)))

    kind = _word(line, "kind", {**_KINDS, **_same(OperationKind)})
    return Operation(
        kind=kind,
        sources=tuple(_standing(ref, "sources") for ref in places("sources")),
        target=next(iter(places("target")), None),
        targets=places("targets"),
        children=tuple(_standing(ref, "children") for ref in places("children")),
        holding=next(iter(places("holding")), None),
        new=_new(line, next(iter(places("parent")), None)) if "key" in line.cells else None,
        type=_word(line, "type", _same(OrganizationType)) if kind == "RETYPE" else None,
        name=line.cells.get("name") if kind == "RENAME" else None,
        consent_number=line.cells.get("consent"),
    )


def _new(line: Line, parent: str | None) -> NewBody:
    if parent is None:
        raise CellOfSheetIsNotReadable(COLUMNS["parent"], column=COLUMNS["parent"])
    return NewBody(
        key=line.cells["key"],
        code=sheets.text_of(line, "code", COLUMNS["code"]),
        name=sheets.text_of(line, "name", COLUMNS["name"]),
        type=_word(line, "type", _same(OrganizationType)),
        parent=parent,
        setting=_word(line, "setting", _same(CellSetting)) if "setting" in line.cells else None,
    )


def _same(kinds: Iterable[str]) -> dict[str, str]:
    return {str(one): str(one) for one in kinds}


def _word(line: Line, field: str, words: Mapping[str, str]) -> str:
    found = words.get(line.cells.get(field, ""))
    if found is None:
        raise CellOfSheetIsNotReadable(COLUMNS[field], column=COLUMNS[field])
    return found


def _refs(text: str | None) -> list[str]:
    return (text or "").replace(";", " ").split()


def _standing(ref: str, field: str) -> UUID:
    """What is given away stands already: `new:` is no source."""
    if ref.startswith(_NEW):
        raise CellOfSheetIsNotReadable(COLUMNS[field], column=COLUMNS[field])
    return UUID(ref)


def _place(ref: str, column: str, bearers: Mapping[str, Sequence[_Bearer]], on: date) -> str:
    """An id, or `new:<key>`, for what the sheet names."""
    if ref.startswith(_NEW):
        return ref
    code, said, day = ref.partition(_AT)
    known = bearers.get(code, ())
    if not said and len({one.organization for one in known}) > 1:
        raise CodeOfSheetIsAmbiguous(column, organization=code, on=on)
    when = _day(day, column) if said else on
    then = {one.organization for one in known if one.valid_from <= when < one.valid_to}
    if not then:
        raise CodeOfSheetIsUnknown(column, organization=ref)
    return str(next(iter(then)))


def _day(text: str, column: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CellOfSheetIsNotReadable(column, column=column) from error


async def _bearers(asked: Asked, codes: set[str]) -> dict[str, list[_Bearer]]:
    """Everybody who bears one of these codes while it stands, on whatever day."""
    chosen = where("code = any({}::text[])", sorted(codes))
    conditions = (chosen, organizations.STANDING, Instant(asked.today).known())
    columns = ("code", "organization", "valid_from", "valid_to")
    query = Query(table=organizations.TABLE, columns=columns, where=conditions)
    found: dict[str, list[_Bearer]] = {}
    for row in await asked.reader.rows(query):
        bearer = _Bearer(organization=row["organization"], valid_from=row["valid_from"], valid_to=row["valid_to"])
        found.setdefault(row["code"], []).append(bearer)
    return found
