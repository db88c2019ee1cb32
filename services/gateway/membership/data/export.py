"""Xuất dữ liệu - all that is held about one person, in one document: views, sealed values, readers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.evaluation.contracts.enums import SubjectKind
from services.gateway.auditing import readers
from services.gateway.evaluation import evaluations
from services.gateway.membership import file_parts, guests, homes, members, timeline, transfers
from services.gateway.membership.data import data_requests
from services.gateway.membership.home import home_services
from services.gateway.reading.asked import Asked
from services.gateway.reading.query import Query, Within, where
from services.gateway.reading.tables import Table

_MACHINERY = frozenset(
    {
        "capture_key",
        "folded",
        "sort_key",
        "ordinal",
        "sequence",
        "known_from",
        "known_to",
        "allowed_steps",
        "bodies",
        "version",
    }
)
_BY_MEMBER: dict[str, Table] = {
    "record": members.TABLE,
    "homes": homes.TABLE,
    "stays": guests.TABLE,
    "file": file_parts.TABLE,
    "transfers": transfers.TABLE,
    "requests": data_requests.TABLE,
    "homeServices": home_services.TABLE,
    "homePlaces": home_services.PLACES,
    "readers": readers.TABLE,
}


async def export_of(asked: Asked, member: UUID) -> dict[str, Any]:
    """By name of the part; a hold is not told while a body looks into something (294-QĐ/TW)."""
    found = {name: await _rows(asked, _all(table, member)) for name, table in _BY_MEMBER.items()}
    mine = Query(table=transfers.TABLE, columns=("transfer",), where=(where("member = {}", member),))
    steps = Query(table=timeline.TABLE, columns=("*",), where=(Within("transfer", mine),), order_by=("sequence",))
    kinds = [SubjectKind.MEMBER.value, SubjectKind.LEADER.value]
    persons = where("subject = {} and kind = any({}::text[])", member, kinds)
    rated = Query(table=evaluations.TABLE, columns=("*",), where=(persons,))
    stated = await asked.sender.stated(member)
    return {**found, "stated": stated, "timeline": await _rows(asked, steps), "evaluations": await _rows(asked, rated)}


def _all(table: Table, member: UUID) -> Query:
    return Query(table=table, columns=("*",), where=(where("member = {}", member),))


async def _rows(asked: Asked, query: Query) -> list[dict[str, Any]]:
    return [
        {name: _plain(value) for name, value in row.items() if name not in _MACHINERY and value is not None}
        for row in await asked.reader.rows(query)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value
