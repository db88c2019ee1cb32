"""Điều còn vướng - what an approval would refuse: a dry run lists all of it, an approval refuses the first.

Structure that contradicts itself is no plan and cannot be counted: `plan` refuses that by its row at once.
"""

from collections.abc import Iterable
from uuid import UUID

from services.organization.application.planned import Computed
from services.organization.domain.restructuring.access import LISTED
from services.organization.domain.restructuring.life_refusals import (
    AllocatedCellIsInAnotherPlan,
    ConsentIsMissing,
    MembersAreNotAllocated,
    OrganizationIsInAnotherPlan,
)
from services.organization.domain.restructuring.report import PlanConflict
from services.organization.domain.restructuring.restructuring import Restructuring, counts_that_differ
from services.organization.domain.restructuring.rows import FOUNDED
from services.organization.domain.restructuring.thresholds import NEED_CONSENT
from shared.eventlog.work import Work
from shared.vocabulary.refusals import Refusal

PLAN = "restructuring.organization"
"""The claim that keeps an organisation in one approved plan at a time."""


def missing(result: Computed) -> Iterable[Refusal]:
    """Consents in writing, and members without a cell."""
    for finding in result.found:
        if finding.kind in NEED_CONSENT and finding.consent is None:
            yield ConsentIsMissing(
                "operations",
                row=result.numbers.get(finding.organization, 0),
                code=finding.code,
                finding=finding.kind,
                counted=finding.counted,
                limit=finding.limit,
            )
    for left in result.report.leftover_cells:
        if left.cell in result.planned.spread_alone:
            number = result.planned.numbers.get(left.cell, 0)
            yield MembersAreNotAllocated("allocations", row=number, code=left.code, count=left.members)


def touched(result: Computed) -> dict[UUID, OrganizationIsInAnotherPlan]:
    """What a plan changes or founds, and what receives: each with what is refused where another plan has it."""
    refusals = {
        place: OrganizationIsInAnotherPlan(
            "operations", row=result.planned.numbers.get(place, 0), code=_code(result, place)
        )
        for place in _changed(result)
    }
    return {
        cell: AllocatedCellIsInAnotherPlan("allocations", row=number, code=_code(result, cell))
        for cell, number in result.receiving.items()
    } | refusals


def claimed(result: Computed) -> set[UUID]:
    """The same organisations: what is free again once the plan counts, or is given up."""
    return {*_changed(result), *result.receiving}


def _changed(result: Computed) -> set[UUID]:
    rows = result.planned.rows
    founded_under = {row.parent for row in rows if row.kind == FOUNDED and row.parent}
    return {row.organization for row in rows} | {heir for row in rows for heir in row.successors} | founded_under


async def in_the_way(plan: Restructuring, result: Computed, work: Work) -> tuple[PlanConflict, ...]:
    """Everything that an approval would refuse now, in the order of the rows; at most 200."""
    elsewhere = touched(result)
    held = await work.holders(PLAN, [str(place) for place in elsewhere])
    found = [
        *missing(result),
        *(elsewhere[UUID(place)] for place in held),
        *counts_that_differ(plan, result.report),
    ]
    conflicts = [_told(refusal) for refusal in found]
    return tuple(sorted(conflicts, key=lambda one: (one.path, one.row, one.refusal))[:LISTED])


def _told(refusal: Refusal) -> PlanConflict:
    """As a fact keeps it: the texts are composed where they are read."""
    params = {name: str(value) for name, value in refusal.params.items()}
    row = int(refusal.params.get("row", 0))
    return PlanConflict(refusal=refusal.code, path=refusal.path[0], row=row, params=params)


def _code(result: Computed, place: UUID) -> str:
    row, node = result.planned.row(place), result.tree.node(place)
    return row.code if row is not None else node.code if node is not None else ""
