"""Scalars as the contract has them, each described in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NewType
from uuid import UUID

import msgspec
import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

Position = NewType("Position", str)
Json = NewType("Json", object)

_EXACT = 'Decimal: "87.5"'
_RFC_3339 = "DateTime: RFC 3339, 2025-07-01T08:00:00+07:00"


def _date(value: Any) -> date:
    if not isinstance(value, str) or len(value) != len("2025-07-01"):
        raise GraphQLError("Date: YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise GraphQLError("Date: YYYY-MM-DD") from error


def _instant(value: Any) -> datetime:
    try:
        found = msgspec.convert(value, datetime)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (msgspec.ValidationError, OverflowError) as error:
        raise GraphQLError(_RFC_3339) from error
    raise GraphQLError(_RFC_3339)


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, AttributeError, TypeError) as error:
        raise GraphQLError("UUID: 8-4-4-4-12 hex") from error


def _decimal(value: Any) -> Decimal:
    try:
        found = Decimal(value) if isinstance(value, str | int) else None
    except InvalidOperation as error:
        raise GraphQLError(_EXACT) from error
    if found is None or not found.is_finite():
        raise GraphQLError(_EXACT)
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise GraphQLError("Position: String")
    return value


def _as_is(value: Any) -> Any:
    return value


SCALARS: dict[object, ScalarDefinition] = {
    date: strawberry.scalar(
        name="Date",
        description="Ngày theo ISO 8601, tính ở Việt Nam / A date, ISO 8601, as counted in Viet Nam",
        serialize=date.isoformat,
        parse_value=_date,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="Thời điểm theo RFC 3339, có độ lệch giờ / An instant, RFC 3339, with offset",
        serialize=datetime.isoformat,
        parse_value=_instant,
    ),
    UUID: strawberry.scalar(
        name="UUID",
        description="Mã UUID do phần mềm khách tạo, nên dùng v7 / A UUID made by the client, v7 advised",
        serialize=str,
        parse_value=_uuid,
    ),
    Position: strawberry.scalar(
        name="Position",
        description="Vị trí dữ liệu, giữ nguyên văn; gửi lại làm minPosition để đọc được điều vừa ghi"
        " / An opaque position; give it back as minPosition to read your own write",
        serialize=str,
        parse_value=_text,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description="Số thập phân chính xác, dạng chuỗi / An exact decimal, as a string",
        serialize=str,
        parse_value=_decimal,
    ),
    Json: strawberry.scalar(
        name="JSON",
        description="Giá trị JSON bất kỳ / Any JSON value",
        serialize=_as_is,
        parse_value=_as_is,
    ),
}
