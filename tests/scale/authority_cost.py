"""What authority and the audit cost: the same question with them and without, for every class of scope.

A whole query goes through the gateway's schema, once as it is asked and once by a viewer whose roots nobody looks up,
whose statements carry no scope and whose looks nobody writes down. The statements alone are held against each other.
"""

import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import asyncpg

from services.gateway.auditing.read_audit import ReadAudit
from services.gateway.costing.budgets import Allowance, Budgets
from services.gateway.membership import home_figures, members
from services.gateway.membership.glass.opened_records import opened_to
from services.gateway.organization import organizations
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Asked
from services.gateway.reading.cursors import Cursors
from services.gateway.reading.ids import MEMBER, ORGANIZATION, global_id
from services.gateway.reading.loaders import Loaders
from services.gateway.reading.pages import paged
from services.gateway.reading.query import Query
from services.gateway.reading.reader import Reader, reading_pool
from services.gateway.reading.tables import Reach
from services.gateway.reading.viewer import Viewer, own_record
from services.gateway.reading.widths import wide_places
from services.gateway.refusing.language import Language
from services.gateway.schema import build
from shared.authority.scope import Scope
from shared.runtime.clock import SystemClock
from shared.runtime.settings import Settings
from shared.vocabulary.actor import Actor
from tests.benchmarks.figures import Figure, Figures, median
from tests.scale.accounts import Account
from tests.scale.crowd import member_id
from tests.scale.questions import HEADCOUNT, MEMBER_RECORD, MEMBERS_PAGE

ASKED = 100
_PLENTY = Allowance(most=10**9, rate=10**9)


class _Open(Reader):
    """Reads without a scope."""

    async def rows(self, query: Query) -> Any:
        return await super().rows(_open(query))


class _Unwritten(ReadAudit):
    """Writes no look down."""

    async def record(self, *_: Any, **__: Any) -> None:
        return None


async def measure(settings: Settings, made: Iterable[Account]) -> Figures:
    """In this process, on the gateway's own schema, statements and connections."""
    pool = await reading_pool(settings.dsn("gateway"), 4)
    writing = await asyncpg.create_pool(settings.dsn("gateway"), min_size=1, max_size=2)
    try:
        figures: Figures = {}
        wide = await wide_places(pool)
        for account in made:
            figures |= await _Held(pool, writing, account, wide).figures()
        return figures
    finally:
        await pool.close()
        await writing.close()


class _Held:
    """The questions of one account, with authority and without."""

    def __init__(self, pool: asyncpg.Pool, writing: asyncpg.Pool, account: Account, wide: frozenset[UUID]) -> None:
        self._pool, self._account, self._clock, self._wide = pool, account, SystemClock(), wide
        self._actor = Actor(subject=account.subject, role=account.role)
        self._audit, self._unwritten, self._schema = (
            ReadAudit(writing),
            _Unwritten(writing),
            build(open_to_readers=False),
        )
        self._budgets = Budgets(lambda _: _PLENTY)

    async def figures(self) -> Figures:
        """Whole queries, then statements."""
        viewer, place = await self._viewer(), self._account.place
        reader, scope = Reader(self._pool, viewer, wide=self._wide), self._account.scope
        figures: Figures = {}
        for what, document, variables in self._questions():
            figures[f"{scope}: {what}, whole query"] = await _held_against(
                lambda document=document, given=variables: self._ask(document, given),
                lambda document=document, given=variables: self._ask(document, given, viewer),
            )
        below = organizations.below(place, Instant(self._clock.today()), "cell")
        page = paged(Query(table=members.TABLE, columns=members.COLUMNS, where=(below,)), members.by_name(), 50, None)
        statements = {"record": members.by_id([member_id(0)]), "page": page} if self._account.persons else {}
        if self._account.is_empty:
            del statements["record"]
        if self._account.role == "member":
            del statements["page"]
        else:
            statements["sums"] = home_figures.sums((below,))
        for what, query in statements.items():
            figures[f"{scope}: {what}, statement"] = await _held_against(
                lambda query=query: reader.rows(query), lambda query=query: reader.rows(_open(query))
            )
        return figures

    def _questions(self) -> Iterable[tuple[str, str, dict[str, Any]]]:
        at = {"at": global_id(ORGANIZATION, self._account.place)}
        if self._account.persons and not self._account.is_empty:
            yield "record with its audit", MEMBER_RECORD, {"id": global_id(MEMBER, member_id(0))}
        if self._account.role != "member":
            if self._account.persons:
                yield "page", MEMBERS_PAGE, at
            yield "headcount", HEADCOUNT, at

    async def _viewer(self) -> Viewer:
        """As every request looks it up."""
        scope = Scope(self._pool, self._clock)
        viewer = Viewer(
            actor=self._actor,
            today=self._clock.today(),
            roots=tuple(await scope.roots(self._actor)),
            own=own_record(self._actor) or await scope.record_of(self._actor),
        )
        return replace(viewer, opened=await opened_to(self._pool, viewer, self._clock.now()))

    async def _ask(self, document: str, variables: dict[str, Any], known: Viewer | None = None) -> None:
        viewer = known or await self._viewer()
        reader = (_Open if known else Reader)(self._pool, viewer, wide=self._wide)
        nobody: Any = SimpleNamespace()
        asked = Asked(
            viewer=viewer,
            now=self._clock.now(),
            language=Language.VI,
            token="",
            reader=reader,
            cursors=Cursors(bytes(32), viewer.actor.subject),
            loaders=Loaders(reader),
            positions=nobody,
            sender=nobody,
            watch=nobody,
            audit=self._unwritten if known else self._audit,
            letters=nobody,
            budgets=self._budgets,
        )
        result = await self._schema.execute(document, variable_values=variables, context_value=asked)
        assert not result.errors, result.errors


def _open(query: Query) -> Query:
    """The same statement for a reader who may see everything."""
    return replace(query, table=replace(query.table, reach=Reach.DIRECTORY))


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
