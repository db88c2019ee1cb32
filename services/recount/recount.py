"""Đếm lại chứng minh bảo toàn - reads what three services have published and compares with the proof they stored."""

from collections.abc import AsyncIterator, Awaitable, Callable
from copy import deepcopy
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from services.recount.records import Records
from services.recount.tree import Body, Tree
from shared.http.pages import FactsPage

Fetch = Callable[[str, int, int], Awaitable[FactsPage]]
"""A page of what a service has published: service, after which sequence, how many."""
_PAGE = 500
_KINDS = {"members": "counted_at", "transfers": "counted_at", "guests": "counted_at", "evaluations": "evaluated_at"}


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

    @property
    def holds(self) -> bool:
        """Whether the stored proof is right and nothing was lost."""
        return not self.differences


async def recount(fetch: Fetch, plan: UUID) -> Recount:
    """Count everything again before and after a plan took effect, and who may see more since."""
    told = [row async for row in _facts(fetch, "organization")]
    effect = _only(told, "RestructuringTookEffect", plan)
    stored = _only(told, "RestructuringProved", plan)[1]["proof"]
    report = _only(told, "RestructuringApproved", plan)[1]["report"]
    pinned = effect[1]["before"]
    records, tree = await _records(fetch, str(plan), pinned), Tree()
    before = Tree()
    for name, body, at in told:
        if at <= pinned["seated_at"]:
            records.of_seats(name, body, at)
        if at == effect[2]:
            before = deepcopy(tree)
        if at <= effect[2]:
            tree.take(name, body)
    counted = (_count(records, before, pinned), _count(records, tree, pinned, moved=True))
    seats_ended = counted[0]["seats"] - counted[1]["seats"]
    gains = _gains(before, tree, str(plan))
    found = [*_differ("before", counted[0], stored["before"]), *_differ("after", counted[1], stored["after"])]
    found += _lost(*counted) + _seats(seats_ended, stored) + _access(gains, report, tree, str(plan))
    if sha256(_ordered([stored["before"], stored["after"]])).hexdigest() != stored["digest"]:
        found.append("the digest of the stored proof is not that of its figures")
    return Recount(
        plan=plan,
        before=counted[0],
        after=counted[1],
        seats_ended=seats_ended,
        access_gains=sum(len(over) for over in gains.values()),
        differences=found,
    )


_ordered = msgspec.json.Encoder(order="sorted").encode


async def _facts(fetch: Fetch, service: str) -> AsyncIterator[tuple[str, Body, int]]:
    """Everything a service has published: the fact's name, its body and its sequence."""
    after = 0
    while (page := await fetch(service, after, _PAGE)).rows:
        for row in page.rows:
            yield row.topic.split(".")[-2], msgspec.json.decode(row.body), row.sequence
        after = page.rows[-1].sequence
        if after >= page.head:
            return


async def _records(fetch: Fetch, plan: str, pinned: dict[str, int]) -> Records:
    records = Records(plan)
    async for name, body, at in _facts(fetch, "membership"):
        records.of_membership(name, body, at, pinned["counted_at"])
    if pinned["evaluated_at"]:
        async for name, body, at in _facts(fetch, "evaluation"):
            if at <= pinned["evaluated_at"]:
                records.of_evaluation(name, body, at)
    return records


def _count(records: Records, tree: Tree, pinned: dict[str, int], *, moved: bool = False) -> dict[str, int]:
    figures = {kind: records.counted(kind, pinned[at], tree.stands, moved=moved) for kind, at in _KINDS.items()}
    seats = records.counted("seats", pinned["seated_at"], lambda place: not tree.has_ended(place))
    return {**figures, "cards": records.cards(pinned["counted_at"], tree.stands, moved=moved), "seats": seats}


def _gains(before: Tree, after: Tree, plan: str) -> dict[str, set[str]]:
    """Each organisation of the plan that was there before → what stands over it now and did not."""
    changed = [row["organization"] for row in after.rows.get(plan, []) if row["kind"] != "FOUNDED"]
    return {one: set(after.over(one)) - set(before.over(one)) - {one} for one in changed}


def _differ(when: str, counted: dict[str, int], stored: dict[str, int]) -> list[str]:
    return [
        f"{kind} {when}: {count} counted, {stored.get(kind, 0)} stored"
        for kind, count in counted.items()
        if count != stored.get(kind, 0)
    ]


def _lost(before: dict[str, int], after: dict[str, int]) -> list[str]:
    return [
        f"{kind}: {before[kind]} → {after[kind]}" for kind in before if kind != "seats" and before[kind] != after[kind]
    ]


def _seats(ended: int, stored: dict[str, Any]) -> list[str]:
    listed = sum(one["count"] for one in stored.get("exceptions", ()) if one["kind"] == "SEATS")
    return [] if listed == ended else [f"seats that ended: {ended} counted, {listed} listed"]


def _access(gains: dict[str, set[str]], report: dict[str, Any], after: Tree, plan: str) -> list[str]:
    """Only what receives, and what stands over it, may see more."""
    receivers = {
        place
        for row in after.rows.get(plan, [])
        for receiver in (*(row.get("successors") or ()), row["organization"])
        for place in (receiver, *after.over(receiver))
    }
    total = sum(len(over) for over in gains.values())
    stated = report["counts"].get("access_gains", 0)
    found = [f"access: {total} gains counted, {stated} reported"] if total != stated else []
    return found + [f"access: {one} gains and does not receive" for over in gains.values() for one in over - receivers]


def _only(told: list[tuple[str, Body, int]], name: str, plan: UUID) -> tuple[str, Body, int]:
    for one in told:
        if one[0] == name and one[1]["plan"] == str(plan):
            return one
    raise ProofIsNotThere(f"{name} {plan}")
