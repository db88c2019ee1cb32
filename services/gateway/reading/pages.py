"""Pages: keyset paging, as fast on page 1,000 as on page 1. The order's columns are the cursor."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from services.gateway.reading.query import Query, Where
from services.gateway.refusing.refusals import PageSizeIsOutOfRange

MOST = 100
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Order:
    """How a list is sorted: SQL expressions with the casts of their keys, all in one direction, the last one unique.

    `indexed`: an index has this order, so that a page of a long list is read along it.
    """

    keys: tuple[tuple[str | Where, str], ...]
    descending: bool = False
    indexed: bool = False

    def sorting(self) -> tuple[str, ...]:
        """The `order by` of the output columns that `columns()` adds."""
        return tuple(f"order_{n}{' desc' if self.descending else ''}" for n in range(len(self.keys)))

    def columns(self) -> tuple[Where, ...]:
        """The sort keys as output columns, from which the cursor is made."""
        sources = (_as_where(expression) for expression, _ in self.keys)
        return tuple(Where(f"{source.text} as order_{n}", source.arguments) for n, source in enumerate(sources))

    def after(self, cursor: Sequence[Any] | None) -> tuple[Where, ...]:
        """What lies behind the cursor."""
        if cursor is None:
            return ()
        sources = [_as_where(expression) for expression, _ in self.keys]
        left = ", ".join(source.text for source in sources)
        right = ", ".join(f"{{}}::{kind}" for _, kind in self.keys)
        given = tuple(argument for source in sources for argument in source.arguments)
        values = (UUID(key) if kind == "uuid" else key for key, (_, kind) in zip(cursor, self.keys, strict=True))
        return (Where(f"({left}) {'<' if self.descending else '>'} ({right})", (*given, *values)),)


def _as_where(expression: str | Where) -> Where:
    return expression if isinstance(expression, Where) else Where(expression)


def keys_of(row: Row, order: Order) -> list[Any]:
    """What the cursor of a row holds."""
    values = (row[f"order_{n}"] for n in range(len(order.keys)))
    return [str(value) if isinstance(value, UUID) else value for value in values]


def checked_size(first: int) -> int:
    """The page size, if it is one."""
    if not 1 <= first <= MOST:
        raise PageSizeIsOutOfRange("first", most=MOST, asked=first)
    return first


def paged(query: Query, order: Order, first: int, cursor: Sequence[Any] | None) -> Query:
    """The query for one page, with one row more to know whether there is a next one."""
    return replace(
        query,
        columns=(*query.columns, *order.columns()),
        where=(*query.where, *order.after(cursor)),
        order_by=order.sorting(),
        limit=checked_size(first) + 1,
        walked=order.indexed,
    )


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of rows; `count` is asked only when the client selects totalCount."""

    listing: str
    rows: Sequence[Row]
    order: Order
    has_next: bool
    has_previous: bool
    count: Callable[[], Awaitable[int]] = field(repr=False)


def page_of(
    listing: str, rows: Sequence[Row], order: Order, first: int, count: Callable[[], Awaitable[int]], *, begun: bool
) -> Page:
    """The page from the rows that `paged` asked for."""
    return Page(
        listing=listing,
        rows=rows[:first],
        order=order,
        has_next=len(rows) > first,
        has_previous=begun,
        count=count,
    )
