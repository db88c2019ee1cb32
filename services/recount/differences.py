"""Khác nhau ở đâu - what was counted here against what a proof and its report have stored; empty: both are right."""

from collections.abc import Mapping
from typing import Any

from services.recount.tree import Tree


def differences(
    before: Mapping[str, int],
    after: Mapping[str, int],
    gains: Mapping[str, set[str]],
    tree: Tree,
    plan: str,
    *,
    stored: dict[str, Any],
    report: dict[str, Any],
) -> list[str]:
    """Every figure that differs, and whoever may see more without receiving anything."""
    found = [*_differ("before", before, stored["before"]), *_differ("after", after, stored["after"])]
    found += _lost(before, after) + _seats(before["seats"] - after["seats"], stored)
    return found + _access(gains, report, tree, plan)


def _differ(when: str, counted: Mapping[str, int], stored: Mapping[str, int]) -> list[str]:
    return [
        f"{kind} {when}: {count} counted, {stored.get(kind, 0)} stored"
        for kind, count in counted.items()
        if count != stored.get(kind, 0)
    ]


def _lost(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    return [
        f"{kind}: {before[kind]} → {after[kind]}" for kind in before if kind != "seats" and before[kind] != after[kind]
    ]


def _seats(ended: int, stored: dict[str, Any]) -> list[str]:
    listed = sum(one["count"] for one in stored.get("exceptions", ()) if one["kind"] == "SEATS")
    return [] if listed == ended else [f"seats that ended: {ended} counted, {listed} listed"]


def _access(gains: Mapping[str, set[str]], report: dict[str, Any], after: Tree, plan: str) -> list[str]:
    """Only what receives, and what stands over it, may see more."""
    receivers = {
        place
        for row in after.rows.get(plan, [])
        for receiver in (*row.successors, row.organization)
        for place in (receiver, *after.over(receiver))
    }
    total = sum(len(over) for over in gains.values())
    stated = report["counts"].get("access_gains", 0)
    found = [f"access: {total} gains counted, {stated} reported"] if total != stated else []
    return found + [f"access: {one} gains and does not receive" for over in gains.values() for one in over - receivers]
