"""Tính phương án từ sổ tổ chức - reads what the pure function needs, and keeps what it came to while the plan lives."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from services.organization.application.look import Look
from services.organization.application.sides import refuse_outside
from services.organization.domain.refusals import LegalityIsNotSet
from services.organization.domain.restructuring.access import LISTED, changes
from services.organization.domain.restructuring.operations import (
    TRANSFER_ORG,
    Allocation,
    Operation,
    leaving,
    named,
    new_id,
    resolved,
)
from services.organization.domain.restructuring.planning import Planned, check_allocations, plan
from services.organization.domain.restructuring.report import LeftOver, MovedOrganization, Report, counts_of, digest_of
from services.organization.domain.restructuring.restructuring import Restructuring, same_digest
from services.organization.domain.restructuring.rows import FOUNDED
from services.organization.domain.restructuring.rules import Rules
from services.organization.domain.restructuring.sizes import Size, after, concerned, left_over, spread_of
from services.organization.domain.restructuring.thresholds import (
    Finding,
    Limits,
    committees_of,
    findings,
)
from services.organization.domain.restructuring.tree import KnownTree
from shared.eventlog.work import Work
from shared.vocabulary.codes import ROOT

_KEPT = 4
PART = 250
"""How many rows one part has: a published fact stays well under 256 KiB."""
MOST_MOVED = 2000
"""How many hand-overs a report lists; a published fact stays under 256 KiB."""


class Computed(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan comes to, and how it is counted."""

    planned: Planned
    report: Report
    tree: KnownTree
    rules: Rules
    found: tuple[Finding, ...]
    allocations: tuple[Allocation, ...] = ()
    receiving: dict[UUID, int] = {}  # the cells that members are allocated to, and by which allocation first
    numbers: dict[UUID, int] = {}  # in which operation an organisation is named, or members are sent to it


class ComputedPlans:
    """The last few plans by digest: while one is being laid down, part after part, it is not computed again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[UUID, str], Computed] = OrderedDict()

    def get(self, plan_id: UUID, digest: str) -> Computed | None:
        """What was computed under a digest."""
        return self._kept.get((plan_id, digest))

    def keep(self, plan_id: UUID, result: Computed) -> Computed:
        """Remember it; the oldest goes."""
        self._kept[(plan_id, result.report.digest)] = result
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return result


async def computed(plan_id: UUID, state: Restructuring, work: Work, look: Look) -> Computed:
    """The plan on the tree as it stands; refused if it reaches outside the actor's authority."""
    operations, allocations = state.operations, tuple(state.allocations.values())
    pairs = [(one.member, one.cell) for one in allocations]
    await refuse_outside(operations, plan_id, work, look)
    places = {place for one in operations for place in named(one, plan_id) if place is not None}
    places |= {place for one in allocations for place in (one.cell, one.onward) if place is not None}
    codes = {one.new.code for one in operations if one.new is not None}
    tree = await look.register.tree(places, codes, leaving(operations))
    rules = await rules_on(state.effective_on, look)
    placed = await look.members.placed([one.member for one in allocations])
    held = {resolved(plan_id, one.holding) for one in operations if one.holding is not None}
    spread = spread_of(pairs, placed, [one for one in held if one is not None])
    # a national plan computes for seconds: others are answered meanwhile
    planned = await asyncio.to_thread(
        plan,
        tree,
        plan_id,
        operations,
        state.effective_on,
        rules.legality,
        spread=spread,
        legality_at=rules.legality_at,
    )
    check_allocations(planned, tree, allocations, state.effective_on)
    before = await look.members.sizes(concerned(planned, pairs))
    committees = await look.members.totals(committees_of(planned))
    sizes = after(planned, before, pairs, placed)
    consents = _consents(operations, plan_id, spread)
    found = findings(planned, tree, sizes, committees, limits=rules.limits, consents=consents)
    access = await asyncio.to_thread(changes, tree, planned)
    left = left_over(planned, before, pairs, placed)
    ended = [row.organization for row in planned.rows if row.successors]
    members = {
        "members": sum(before.get(cell, Size()).members for cell in planned.ended_cells),
        "full_members": sum(before.get(cell, Size()).full for cell in planned.ended_cells),
        "allocated": len(pairs),
        "introduced_onward": sum(one.onward is not None for one in allocations),
        "thresholds": len(found),
        "access_gains": sum(one.gains for one in access),
        "leaders_needed": sum(row.kind == FOUNDED for row in planned.rows),
    }
    report = Report(
        digest=await asyncio.to_thread(digest_of, operations, allocations, state.effective_on, planned, rules),
        counts=counts_of(operations, planned, members),
        counted_at=work.basis.get("membership", 0),
        redirected_transfers=await look.members.moving(ended),
        leftovers=sum(left.values()),
        thresholds=found[:LISTED],
        access_changes=access[:LISTED],
        leftover_cells=_listed(planned, left),
        moved=await _moved(operations, look),
    )
    receiving = {cell: len(pairs) - n for n, (_, cell) in enumerate(reversed(pairs))}
    sent = {target: planned.numbers.get(cell, 0) for cell in spread for target in spread[cell]}
    numbers = {**sent, **planned.numbers}
    result = Computed(
        planned=planned,
        report=report,
        tree=tree,
        rules=rules,
        found=found,
        allocations=allocations,
        receiving=receiving,
        numbers=numbers,
    )
    return look.plans.keep(plan_id, result)


async def rules_on(on: date, look: Look) -> Rules:
    """The policy rows of a plan's effective day."""

    async def row(key: str) -> Any:
        return await look.rules.value(key, (ROOT,), on)

    legality = await look.rules.everywhere("organization.legality", on)
    if ROOT not in legality:
        raise LegalityIsNotSet("effective_on", on=on)
    limits = Limits(
        cell_min_full=await row("cell.min_official"),
        cell_max=await row("cell.max_without_consent"),
        committee_min=await row("committee.min_members"),
    )
    return Rules(
        legality=legality[ROOT],
        legality_at={code: legality[code] for code in sorted(legality) if code != ROOT},
        decides=await row("restructuring.decides") or {},
        limits=limits,
        undo_days=await row("restructuring.undo_days"),
    )


async def laid_down(plan_id: UUID, state: Restructuring, work: Work, look: Look) -> Computed:
    """What was approved, exactly: from memory, or computed once more to the same digest."""
    assert state.report is not None
    kept = look.plans.get(plan_id, state.report.digest)
    if kept is None:
        kept = await computed(plan_id, state, work, look)
        same_digest(state.report, kept.report.digest)
    return kept


def _consents(operations: Sequence[Operation], plan_id: UUID, spread: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, str]:
    """The consent that each organisation named beside one rests on, and each cell that takes its members."""
    return {
        place: one.consent_number
        for one in operations
        if one.consent_number is not None
        for place in (
            *named(one, plan_id),
            one.new and new_id(plan_id, one.new.key),
            *(target for source in one.sources for target in spread.get(source, ())),
        )
        if place is not None
    }


async def _moved(operations: Sequence[Operation], look: Look) -> tuple[MovedOrganization, ...]:
    """What a hand-over's form states: who goes with each organisation."""
    sources = [source for one in operations if one.kind == TRANSFER_ORG for source in one.sources]
    totals = await look.members.totals(sources)
    return tuple(MovedOrganization(organization=one, members=totals.get(one, 0)) for one in sources[:MOST_MOVED])


def _listed(planned: Planned, left: Mapping[UUID, int]) -> tuple[LeftOver, ...]:
    rows = [(row, left[cell]) for cell in left if (row := planned.row(cell)) is not None]
    first = sorted(rows, key=lambda it: (it[0].organization not in planned.spread_alone, it[0].code))[:LISTED]
    return tuple(LeftOver(cell=row.organization, code=row.code, members=count) for row, count in first)


def part(values: Sequence[Any], number: int, size: int) -> tuple[Any, ...]:
    """One part of many, from 0."""
    return tuple(values[number * size : (number + 1) * size])
