"""The queue: the sources' pages merged, due first. A page costs one statement for each kind, however long it is."""

import asyncio
from dataclasses import replace
from uuid import UUID

from services.gateway.reading.asked import Info
from services.gateway.reading.pages import Order, Row, checked_size, page_of, paged
from services.gateway.types.connection import Connection
from services.gateway.work.sources import Source, WorkKind, sources_for
from services.gateway.work.work_item import WorkCount, WorkItem, shown

_DUE_FIRST = Order(keys=(("due", "text"), ("thing", "uuid")))


async def queue(
    info: Info, place: UUID | None, kind: WorkKind | None, first: int, after: str | None
) -> Connection[WorkItem]:
    """A page of what waits."""
    asked, listing = info.context, f"work|{place}|{kind}"
    cursor = asked.cursors.open(listing, after)
    sources = sources_for(asked.viewer.actor.role, kind)
    checked_size(first)

    async def page(source: Source) -> list[Row]:
        query = paged(source.waiting(asked.viewer, place), source.order(), first, cursor)
        rows = await asked.reader.rows(query)
        return [{**row, "kind": source.kind, "node": source.node} for row in rows]

    async def count() -> int:
        return sum(counted.count for counted in await counts(info, place, kind))

    found = [row for rows in await asyncio.gather(*map(page, sources)) for row in rows]
    found.sort(key=lambda row: (row["order_0"], row["order_1"]))
    return Connection(
        page=page_of(listing, found[: first + 1], _DUE_FIRST, first, count, begun=cursor is not None), make=shown
    )


async def counts(info: Info, place: UUID | None, kind: WorkKind | None = None) -> list[WorkCount]:
    """How much of each kind waits."""
    asked = info.context

    async def one(source: Source) -> WorkCount:
        waiting = source.waiting(asked.viewer, place)
        figures = ("count(*) as waiting", f"count(*) filter (where {source.late}) as late")
        row = await asked.reader.row(replace(waiting, columns=figures))
        return WorkCount(kind=source.kind, count=row["waiting"] if row else 0, overdue=row["late"] if row else 0)

    return list(await asyncio.gather(*map(one, sources_for(asked.viewer.actor.role, kind))))
