"""Every scope class reads lists and details over 450,000 members: p50, p95, page 1 against page 1,000, memory.

Over HTTP, one caller at a time, with the token of each class; the page-1,000 cursor is the one that page 999 ends with.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import asyncpg
import httpx
import psutil

from services.gateway.reading.cursors import Cursors
from services.gateway.reading.ids import MEMBER, ORGANIZATION, global_id
from tests.benchmarks.figures import Figures, at_most, percentile, plain
from tests.scale.accounts import Account
from tests.scale.crowd import member_id
from tests.scale.questions import CENSUS, HEADCOUNT, MEMBER_RECORD, MEMBERS_PAGE

PAGE = 50
DEEP = 1_000
ASKED = 100
PSS_GOAL_MB = 80
FLAT_GOAL = 1.5
WIDE_GOAL = 4.0  # a page of any class against a cell's: a bad plan costs tens to hundreds of times as much
_PAGE_1 = "list of members, page 1"
_KEYS = """
select sort_key, member::text from gateway_views.members
where cell in (select node.organization from gateway_views.authority_tree node
    join gateway_views.authority_tree_paths reach on reach.organization = node.place
    where reach.path @> array[$1::uuid])
order by sort_key, member offset $2 limit 1
"""


async def measure(url: str, made: list[Account], connection: asyncpg.Connection, cursor_key: bytes) -> Figures:
    """All classes, one after the other."""
    figures: Figures = {}
    async with httpx.AsyncClient(base_url=url, timeout=30) as http:
        for account in made:
            asking = Asking(http, account)
            figures |= await _details(asking)
            if account.persons and account.role != "member":
                figures |= await _lists(asking, connection, cursor_key)
            if account.role != "member":
                figures |= await asking.figures("headcount below it", HEADCOUNT, {"at": asking.place})
        figures |= await asking.figures("census", CENSUS, {})
    return figures | _against_a_cell(figures)


def _against_a_cell(figures: Figures) -> Figures:
    """The same question of every class beside that of a cell, whose rows are few whatever the plan."""
    pages = {
        name.partition(":")[0]: figure.value for name, figure in figures.items() if name.endswith(f"{_PAGE_1}, p50")
    }
    cell = pages.pop("cell")
    return {
        f"{scope}: page 1 against a cell's, p50": at_most(value / cell, "×", WIDE_GOAL)
        for scope, value in pages.items()
    }


def memory(pid: int) -> Figures:
    """The gateway after all this."""
    size = psutil.Process(pid).memory_full_info().pss / 2**20
    return {"memory of the gateway after these reads (PSS)": at_most(size, "MB", PSS_GOAL_MB)}


async def _details(asking: "Asking") -> Figures:
    if not asking.account.persons or asking.account.is_empty:
        return {}
    return await asking.figures("a member's record", MEMBER_RECORD, {"id": global_id(MEMBER, member_id(0))})


async def _lists(asking: "Asking", connection: asyncpg.Connection, key: bytes) -> Figures:
    """Page 1, and page 1,000 where there is one: it must be as fast."""
    first = {"at": asking.place}
    figures = await asking.figures(_PAGE_1, MEMBERS_PAGE, first)
    search = {**first, "search": "nguyen thi an"}
    figures |= await asking.figures("search in the list", MEMBERS_PAGE, search)
    last = await connection.fetchrow(_KEYS, asking.account.place, PAGE * (DEEP - 1) - 1)
    if last is None:
        return figures
    listing = f"members|{asking.account.place}|True|None|None"
    after = Cursors(key, asking.account.subject).seal(listing, list(last))
    deep = await asking.figures(f"list of members, page {DEEP:,}", MEMBERS_PAGE, {**first, "after": after})
    ratio = _first(deep) / _first(figures)
    flat = {f"{asking.account.scope}: page {DEEP:,} against page 1, p50": at_most(ratio, "×", FLAT_GOAL)}
    return {**figures, **deep, **flat}


def _first(figures: Figures) -> float:
    """The p50 of a question."""
    return next(iter(figures.values())).value


class Asking:
    """Asks one question many times and keeps how long each answer took."""

    def __init__(self, http: httpx.AsyncClient, account: Account) -> None:
        self._http = http
        self.account = account
        self.place = global_id(ORGANIZATION, account.place)

    async def figures(self, what: str, query: str, variables: Mapping[str, Any]) -> Figures:
        """p50 and p95 in milliseconds, after a few answers nobody counts."""
        took = [await self._once(query, variables) for _ in range(ASKED + 5)][5:]
        name = f"{self.account.scope}: {what}"
        return {f"{name}, p{percent}": plain(percentile(took, percent), "ms") for percent in (50, 95)}

    async def _once(self, query: str, variables: Mapping[str, Any]) -> float:
        took, body = await self._answered(query, variables)
        while _is_short_of_points(body):  # a quiet machine answers sooner than an account gets its points back
            await asyncio.sleep(0.2)
            took, body = await self._answered(query, variables)
        assert not body.get("errors"), body
        assert all(body["data"].values()), f"{self.account.scope} reads nothing: {body}"
        return took

    async def _answered(self, query: str, variables: Mapping[str, Any]) -> tuple[float, dict[str, Any]]:
        begun = time.perf_counter()
        headers = {"authorization": f"Bearer {self.account.token}"}
        answer = await self._http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
        return (time.perf_counter() - begun) * 1000, answer.json()


def _is_short_of_points(body: Mapping[str, Any]) -> bool:
    return any(error["extensions"].get("code") == "QUERY_BUDGET_IS_SPENT" for error in body.get("errors") or ())
