"""Đếm lại chứng minh bảo toàn - reads what three services have published and compares with the proof they stored.

The logs are read page by page, twice where what is looked for must be known first; no page is kept.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from hashlib import sha256
from uuid import UUID

import msgspec

from services.recount.differences import differences
from services.recount.records import Records
from services.recount.tree import Body, Tree
from shared.http.pages import FactsPage

Fetch = Callable[[str, int, int], Awaitable[FactsPage]]
"""A page of what a service has published: service, after which sequence, how many."""
_PAGE = 500
_KINDS = {"transfers": "counted_at", "guests": "counted_at", "evaluations": "evaluated_at"}
_OF_THE_PLAN = ("RestructuringApproved", "RestructuringTookEffect", "RestructuringProved")


class ProofIsNotThere(LookupError):  # noqa: N818 - named as a sentence
    """The log has no proof of this plan."""


class Recount(msgspec.Struct, frozen=True, kw_only=True):
    """Kết quả đếm lại - what was counted here, and how it differs from what is stored; empty: the proof is right."""

    plan: UUID
    before: dict[str, int]
    after: dict[str, int]
    seats_ended: int
    access_gains: int
    differences: list[str]
    facts: int = 0

    @property
    def holds(self) -> bool:
        """Whether the stored proof is right and nothing was lost."""
        return not self.differences


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the log says of the plan: its report, the figures it was pinned to, when it took effect, its proof."""

    report: Body
    pinned: dict[str, int]
    effect: int
    stored: Body


async def recount(fetch: Fetch, plan: UUID) -> Recount:
    """Count everything again before and after a plan took effect, and who may see more since."""
    told, read = await _told(fetch, plan), _Reader(fetch)
    records, tree = await _records(read, str(plan), told.pinned), Tree()
    before: dict[str, int] = {}
    over: dict[str, set[str]] = {}
    async with aclosing(read.facts("organization")) as facts:
        async for name, body, at in facts:
            if at <= told.pinned["seated_at"]:
                records.of_seats(name, body, at)
            if at == told.effect:
                before, over = _count(records, tree, told.pinned), _over(tree, str(plan))
            tree.take(name, body)
            if at == told.effect:
                break
    after = _count(records, tree, told.pinned, moved=True)
    gains = {one: above - over[one] - {one} for one, above in _over(tree, str(plan)).items()}
    found = differences(before, after, gains, tree, str(plan), stored=told.stored, report=told.report)
    if sha256(_ordered([told.stored["before"], told.stored["after"]])).hexdigest() != told.stored["digest"]:
        found.append("the digest of the stored proof is not that of its figures")
    return Recount(
        plan=plan,
        before=before,
        after=after,
        seats_ended=before["seats"] - after["seats"],
        access_gains=sum(len(over) for over in gains.values()),
        differences=found,
        facts=read.count,
    )


_ordered = msgspec.json.Encoder(order="sorted").encode


class _Reader:
    """Reads logs from their beginning; the next page is on its way while one is counted."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self.count = 0

    async def facts(self, service: str) -> AsyncGenerator[tuple[str, Body, int]]:
        """Everything a service has published: the fact's name, its body and its sequence."""
        waiting: asyncio.Task[FactsPage] | None = asyncio.create_task(self._page(service, 0))
        try:
            while waiting is not None and (page := await waiting).rows:
                last = page.rows[-1].sequence
                waiting = asyncio.create_task(self._page(service, last)) if last < page.head else None
                for row in page.rows:
                    self.count += 1
                    yield row.topic.split(".")[-2], msgspec.json.decode(row.body), row.sequence
        finally:
            if waiting is not None:
                waiting.cancel()

    async def _page(self, service: str, after: int) -> FactsPage:
        return await self._fetch(service, after, _PAGE)


async def _told(fetch: Fetch, plan: UUID) -> _Told:
    """The first reading: what was proved, and where in the logs."""
    found: dict[str, tuple[Body, int]] = {}
    async with aclosing(_Reader(fetch).facts("organization")) as facts:
        async for name, body, at in facts:
            if name in _OF_THE_PLAN and body["plan"] == str(plan):
                found[name] = body, at
                if name == _OF_THE_PLAN[-1]:
                    break
    if missing := [name for name in _OF_THE_PLAN if name not in found]:
        raise ProofIsNotThere(f"{missing[0]} {plan}")
    (approved, _), (effect, at), (proved, _) = (found[name] for name in _OF_THE_PLAN)
    return _Told(report=approved["report"], pinned=effect["before"], effect=at, stored=proved["proof"])


async def _records(read: _Reader, plan: str, pinned: dict[str, int]) -> Records:
    records = Records(plan)
    async for name, body, at in read.facts("membership"):
        records.of_membership(name, body, at, pinned["counted_at"])
    if pinned["evaluated_at"]:
        async with aclosing(read.facts("evaluation")) as facts:
            async for _, body, at in facts:
                if at > pinned["evaluated_at"]:
                    break
                records.of_evaluation(body, at)
    return records


def _count(records: Records, tree: Tree, pinned: dict[str, int], *, moved: bool = False) -> dict[str, int]:
    figures = {kind: records.counted(kind, pinned[at], tree.stands) for kind, at in _KINDS.items()}
    members, cards = records.people(tree.stands, moved=moved)
    seats = records.counted("seats", pinned["seated_at"], lambda place: not tree.has_ended(place))
    return {"members": members, "cards": cards, **figures, "seats": seats}


def _over(tree: Tree, plan: str) -> dict[str, set[str]]:
    """Each organisation of the plan that was there before → what stands over it."""
    changed = [row.organization for row in tree.rows.get(plan, []) if row.kind != "FOUNDED"]
    return {one: set(tree.over(one)) for one in changed}
