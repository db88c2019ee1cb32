"""What authority and the audit cost: a statement with and without the scope, a look with and without its row."""

import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

import asyncpg

from services.gateway.auditing.looks import Look
from services.gateway.auditing.read_audit import ReadAudit
from services.gateway.membership import members
from services.gateway.organization import organizations
from services.gateway.organization.instants import Instant
from services.gateway.reading.pages import paged
from services.gateway.reading.query import Query
from services.gateway.reading.reader import Reader, reading_pool
from services.gateway.reading.tables import Reach, Table
from services.gateway.reading.viewer import Viewer
from shared.authority.scope import Scope
from shared.runtime.clock import SystemClock
from shared.runtime.settings import Settings
from shared.vocabulary.actor import Actor
from tests.benchmarks.figures import Figure, Figures, median
from tests.scale.accounts import Account
from tests.scale.crowd import member_id

ASKED = 200
_OPEN = Table(name="members", reach=Reach.DIRECTORY)


async def measure(settings: Settings, made: Iterable[Account]) -> Figures:
    """In this process, on the gateway's own statements and connections."""
    pool, clock = await reading_pool(settings.dsn("gateway"), 2), SystemClock()
    writing = await asyncpg.create_pool(settings.dsn("gateway"), min_size=1, max_size=2)
    try:
        figures: Figures = {}
        for account in made:
            if account.persons:
                actor = Actor(subject=account.subject, role=account.role)
                viewer = Viewer(
                    actor=actor,
                    today=clock.today(),
                    roots=tuple(await Scope(pool, clock).roots(actor)),
                    own=member_id(0) if account.role == "member" else None,
                )
                figures |= await _one(Reader(pool, viewer), account, ReadAudit(writing), clock)
        return figures
    finally:
        await pool.close()
        await writing.close()


async def _one(reader: Reader, account: Account, audit: ReadAudit, clock: SystemClock) -> Figures:
    detail, listed = members.by_id([member_id(0)]), _page(account, clock)
    look = Look(member=member_id(0), fields=("fullName",), purpose="")

    async def audited() -> None:
        await reader.rows(detail)
        await audit.record(reader.viewer.actor, [look], trace="scale", at=clock.now())

    figures = {
        f"{account.scope}: a record with scope and audit": await _held_against(
            audited, lambda: reader.rows(_open(detail))
        )
    }
    if account.role != "member":
        figures[f"{account.scope}: a page with scope"] = await _held_against(
            lambda: reader.rows(listed), lambda: reader.rows(_open(listed))
        )
    return figures


def _page(account: Account, clock: SystemClock) -> Query:
    below = organizations.below(account.place, Instant(clock.today()), "cell")
    return paged(Query(table=members.TABLE, columns=members.COLUMNS, where=(below,)), members.by_name(), 50, None)


def _open(query: Query) -> Query:
    """The same statement for a reader who may see everything."""
    return replace(query, table=_OPEN)


async def _held_against(with_it: Callable[[], Awaitable[object]], without: Callable[[], Awaitable[object]]) -> Figure:
    """Medians of turns taken one after the other, so that both meet the same machine."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ASKED):
        for work, kept in zip((with_it, without), times, strict=True):
            begun = time.perf_counter()
            await work()
            kept.append((time.perf_counter() - begun) * 1000)
    value, bare = median(times[0]), median(times[1])
    return Figure(value=round(value, 2), unit="ms", against={"without": round(bare, 2)}, ratio=round(value / bare, 2))
