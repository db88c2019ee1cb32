"""Connections: keyset pages with encrypted cursors. The total is counted only when it is asked for."""

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Generic, TypeVar
from uuid import UUID

import strawberry

from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Order, Page, Row, checked_size, keys_of, page_of, paged
from services.gateway.reading.query import Query

Thing = TypeVar("Thing")


@strawberry.type(description="Vị trí của trang trong danh sách / Where the page lies in the list")
class PageInfo:
    """Thông tin trang."""

    has_next_page: bool = strawberry.field(description="Còn trang sau / There is a page after")
    has_previous_page: bool = strawberry.field(description="Có trang trước / There is a page before")
    start_cursor: str | None = strawberry.field(description="Con trỏ của mục đầu / The cursor of the first item")
    end_cursor: str | None = strawberry.field(description="Con trỏ của mục cuối / The cursor of the last item")


@strawberry.type(description="Một mục của danh sách cùng con trỏ của nó / An item of a list with its cursor")
class Edge(Generic[Thing]):
    """Một mục."""

    cursor: str = strawberry.field(
        description="Con trỏ để đọc tiếp sau mục này / The cursor to read on after this item"
    )
    node: Thing = strawberry.field(description="Mục đó / The item itself")


@strawberry.type(description="Một trang của danh sách / A page of a list")
class Connection(Generic[Thing]):
    """Một trang."""

    page: strawberry.Private[Page]
    make: strawberry.Private[Callable[[Row], object]]

    @cached_property
    def _things(self) -> list[object]:
        return [self.make(row) for row in self.page.rows]

    def _cursor(self, info: Info, row: Row) -> str:
        return info.context.cursors.seal(self.page.listing, keys_of(row, self.page.order))

    @strawberry.field(description="Các mục kèm con trỏ / The items with their cursors")
    def edges(self, info: Info) -> list[Edge[Thing]]:
        """Các mục kèm con trỏ."""
        pairs = zip(self.page.rows, self._things, strict=True)
        return [Edge(cursor=self._cursor(info, row), node=thing) for row, thing in pairs]  # pyright: ignore[reportReturnType]

    @strawberry.field(description="Các mục / The items")
    def nodes(self) -> list[Thing]:
        """Các mục."""
        return self._things  # pyright: ignore[reportReturnType]

    @strawberry.field(description="Vị trí của trang / Where the page lies")
    def page_info(self, info: Info) -> PageInfo:
        """Vị trí của trang."""
        rows = self.page.rows
        return PageInfo(
            has_next_page=self.page.has_next,
            has_previous_page=self.page.has_previous,
            start_cursor=self._cursor(info, rows[0]) if rows else None,
            end_cursor=self._cursor(info, rows[-1]) if rows else None,
        )

    @strawberry.field(description="Tổng số mục người xem được đọc / How many items the viewer may read in all")
    async def total_count(self) -> int:
        """Tổng số mục."""
        return await self.page.count()


def _count_of(query: Query) -> Query:
    return Query(table=query.table, columns=("count(*) as total",), where=query.where)


async def listed(
    info: Info,
    listing: str,
    query: Query,
    order: Order,
    *,
    first: int,
    after: str | None,
    make: Callable[[Row], object],
) -> Connection:
    """A page of a query of its own."""
    asked = info.context
    cursor = asked.cursors.open(listing, after)
    rows = await asked.reader.rows(paged(query, order, first, cursor))

    async def count() -> int:
        return await asked.reader.number(_count_of(query))

    return Connection(page=page_of(listing, rows, order, first, count, begun=cursor is not None), make=make)


async def listed_for(
    info: Info,
    listing: tuple[str, Hashable],
    key: UUID,
    query: Callable[[list[UUID]], Query],
    *,
    order: Order,
    first: int,
    after: str | None,
    make: Callable[[Row], object],
) -> Connection:
    """A page below each of many things, all of them in one statement; `query` has an Each, `listing` its settings."""
    asked, name = info.context, "|".join(map(str, listing))
    checked_size(first)
    cursor = asked.cursors.open(name, after)
    pages = asked.loaders.many(
        ("page", listing, first, after), lambda keys: paged(query(list(keys)), order, first, cursor), "each_key"
    )

    async def count() -> int:
        totals = asked.loaders.one(("count", listing), lambda keys: _count_of_each(query(list(keys))), "each_key")
        row = await totals.load(key)
        return row["total"] if row else 0

    rows = await pages.load(key)
    return Connection(page=page_of(name, rows, order, first, count, begun=cursor is not None), make=make)


def _count_of_each(query: Query) -> Query:
    return Query(table=query.table, columns=("count(*) as total",), where=query.where, each=query.each)
