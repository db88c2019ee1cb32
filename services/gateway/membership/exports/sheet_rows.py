"""Dòng của danh sách - the rows of a sheet, page by page, as far as the viewer reaches; each page is put on record."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from services.gateway.auditing.looks import Look
from services.gateway.membership import homes, members, transfers
from services.gateway.membership.sheets import MEMBER_COLUMNS, TRANSFER_COLUMNS, said
from services.gateway.organization import organizations
from services.gateway.organization.instants import Instant
from services.gateway.papers.wording import STATES
from services.gateway.reading.asked import Asked
from services.gateway.reading.pages import Order, Row, keys_of
from services.gateway.reading.query import Query, where
from services.membership.contracts.sheet_enums import SheetKind
from shared.http.trace import trace_id

PAGE = 1_000
_MEMBER = ("full_name", "state", "file_number", "card_number", "admitted_on", "full_member_on", "home_since", "cell")
_TRANSFER = (
    "file_number", "kind", "destination", "reason", "effective_on", "decision_number", "decision_date", "return_by",
    "cell",
)  # fmt: skip
_STANDS = {
    "stands": "Tình trạng",
    "letter_number": "Số giấy giới thiệu",
    "introduced_on": "Ngày giới thiệu",
    "present_by": "Hạn nộp giấy",
    "admitted_on": "Ngày tiếp nhận",
}
"""What an exported sheet of transfers says beyond the one that is imported."""
Fill = Callable[[Asked, Sequence[Row]], Any]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: its headers, what is asked of the views, and which personal fields its rows show."""

    headers: tuple[str, ...]
    query: Callable[[UUID, date], Query]
    order: Order
    shows: tuple[str, ...]
    fill: Fill


async def pages(asked: Asked, kind: SheetKind, organization: UUID, purpose: str) -> AsyncIterator[list[list[str]]]:
    """The headers, then the rows; no page is given before the look at its persons is on record."""
    sheet = SHEETS[kind]
    yield [list(sheet.headers)]
    query, cursor = sheet.query(organization, asked.today), None
    while True:
        rows = await asked.reader.rows(_page(query, sheet.order, cursor))
        if not rows:
            return
        looks = [Look(member=member, fields=sheet.shows, purpose=purpose) for member in dict.fromkeys(_persons(rows))]
        await asked.audit.record(asked.viewer.actor, looks, trace=trace_id(), at=asked.now)
        yield await sheet.fill(asked, rows)
        if len(rows) < PAGE:
            return
        cursor = keys_of(rows[-1], sheet.order)


def _page(query: Query, order: Order, cursor: Sequence[Any] | None) -> Query:
    return replace(
        query,
        columns=(*query.columns, *order.columns()),
        where=(*query.where, *order.after(cursor)),
        order_by=order.sorting(),
        limit=PAGE,
    )


def _persons(rows: Sequence[Row]) -> list[UUID]:
    return [row["member"] for row in rows]


async def _members(asked: Asked, rows: Sequence[Row]) -> list[list[str]]:
    now = Instant(asked.today)
    since = homes.at(_persons(rows), now)
    began = await asked.reader.rows(replace(since, columns=(*since.columns, "valid_from")))
    at_home = {row["member"]: row["valid_from"] for row in began}
    codes = await _codes(asked, {row["cell"] for row in rows})
    return [
        _line(_MEMBER, {**row, "cell": codes.get(row["cell"]), "home_since": at_home.get(row["member"])})
        for row in rows
    ]


async def _transfers(asked: Asked, rows: Sequence[Row]) -> list[list[str]]:
    persons = await asked.reader.rows(members.by_id(_persons(rows)))
    numbers = {row["member"]: row["file_number"] for row in persons}
    codes = await _codes(asked, {place for row in rows for place in (row["origin"], row["destination"])})
    names = (*_TRANSFER, *_STANDS)
    filled = (
        {
            **row,
            "file_number": numbers.get(row["member"]),
            "cell": codes.get(row["origin"]),
            "destination": codes.get(row["destination"]),
            "stands": STATES[row["state"]][0],
        }
        for row in rows
    )
    return [_line(names, row) for row in filled]


def _line(names: Sequence[str], row: Mapping[str, Any]) -> list[str]:
    return [said(name, row[name]) for name in names]


async def _codes(asked: Asked, places: set[UUID]) -> dict[UUID, str]:
    """Today's code of each organisation; of one that has ended, its successor's."""
    rows = await asked.reader.rows(organizations.by_id(list(places), Instant(asked.today, said=True)))
    heirs: dict[UUID, UUID] = {row["organization"]: row["path"][-2] for row in rows if row["successor"] is not None}
    further: dict[UUID, str] = await _codes(asked, set(heirs.values())) if heirs else {}
    found: dict[UUID, str] = {row["organization"]: row["code"] for row in rows}
    return {place: further.get(heirs[place], code) if place in heirs else code for place, code in found.items()}


def _members_below(place: UUID, today: date) -> Query:
    below = organizations.below(place, Instant(today), "cell")
    active = where("state in ('FULL', 'PROBATIONARY')")
    return Query(table=members.TABLE, columns=members.COLUMNS, where=(below, active))


def _transfers_below(place: UUID, today: date) -> Query:
    touching = transfers.touching(place, Instant(today))
    return Query(table=transfers.TABLE, columns=transfers.COLUMNS, where=(touching,))


SHEETS: Mapping[SheetKind, Sheet] = {
    SheetKind.MEMBERS: Sheet(
        headers=tuple(MEMBER_COLUMNS[name] for name in _MEMBER),
        query=_members_below,
        order=members.by_name(),
        shows=("export", "fullName", "fileNumber", "cardNumber"),
        fill=_members,
    ),
    SheetKind.TRANSFERS: Sheet(
        headers=(*(TRANSFER_COLUMNS[name] for name in _TRANSFER), *_STANDS.values()),
        query=_transfers_below,
        order=transfers.NEWEST_FIRST,
        shows=("export", "fileNumber"),
        fill=_transfers,
    ),
}
