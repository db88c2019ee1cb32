"""Tính phương án - `plan(tree, operations) → rows`: one pure function for the dry run and for the run.

It reads all operations first, then checks what they come to together; the order in which they were written is not
the order in which they count. Rows come out parents first where they found and change, children first where they end.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from services.organization.domain.restructuring.checking import Legality, check
from services.organization.domain.restructuring.operations import Allocation, Operation
from services.organization.domain.restructuring.reading import Reading, read
from services.organization.domain.restructuring.refusals import (
    AllocationIsNotPossible,
    OnwardIsForTheHoldingCell,
    OnwardIsNotPossible,
    PlanIsEmpty,
)
from services.organization.domain.restructuring.rows import CHANGED, ENDED, FOUNDED, Before, Row
from services.organization.domain.restructuring.tree import CELLS, Tree

Spread = Mapping[UUID, Sequence[UUID]]
"""A cell that ends → the cells that its members were allocated to, most of them first."""


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan comes to."""

    rows: tuple[Row, ...]
    numbers: dict[UUID, int] = {}  # in which operation an organisation is named
    by_organization: dict[UUID, Row] = {}
    spread_alone: frozenset[UUID] = frozenset()  # cells dissolved without a target: every member is allocated
    holdings: frozenset[UUID] = frozenset()  # cells that keep members until an organisation elsewhere admits them

    def row(self, organization: UUID) -> Row | None:
        """What becomes of an organisation; None where the plan leaves it alone."""
        return self.by_organization.get(organization)

    def count(self, kind: str) -> int:
        """How many organisations are founded, changed or ended."""
        return sum(row.kind == kind for row in self.rows)

    @property
    def movable(self) -> set[UUID]:
        """The cells whose members may be allocated: those that end, and the origins of founded cells."""
        founded = [row for row in self.rows if row.kind == FOUNDED and row.type in CELLS]
        return {*self.ended_cells, *(origin for row in founded for origin in row.origins)}

    @property
    def ended_cells(self) -> dict[UUID, UUID]:
        """Each cell that ends, with the cell that takes whoever is left."""
        return {
            row.organization: row.successor
            for row in self.rows
            if row.kind == ENDED and row.type in CELLS and row.successor is not None
        }


def plan(
    tree: Tree,
    plan_id: UUID,
    operations: Sequence[Operation],
    on: date,
    legality: Legality,
    *,
    spread: Spread | None = None,
    legality_at: Mapping[str, Legality] | None = None,
) -> Planned:
    """What the operations come to on the effective date, or the first conflict with its row.

    `spread`: where the allocated members of a cell go, most of them first; a cell that is dissolved without a target is
    succeeded by these. `legality_at`: the matrices that count below some organisations, by their code.
    """
    if not operations:
        raise PlanIsEmpty
    reading = read(tree, plan_id, operations, on, spread or {})
    check(tree, reading, on, legality, legality_at or {})
    rows = (*_founded(tree, reading), *_changed(tree, reading), *_ended(tree, reading))
    return Planned(
        rows=rows,
        numbers={**reading.receivers, **reading.rows},
        by_organization={row.organization: row for row in rows},
        spread_alone=frozenset(reading.spread_alone),
        holdings=frozenset(reading.holdings),
    )


def check_allocations(planned: Planned, tree: Tree, allocations: Sequence[Allocation], on: date) -> None:
    """Each goes to a cell that stands after the plan; from a holding cell, and from no other, onward."""
    for number, one in enumerate(allocations, start=1):
        if _kind_after(planned, tree, one.cell, on) not in CELLS or _is_external(tree, one.cell):
            raise AllocationIsNotPossible("allocations", row=number)
        if (one.onward is not None) != (one.cell in planned.holdings):
            raise OnwardIsForTheHoldingCell("allocations", row=number)
        if one.onward is not None and (
            one.onward in planned.holdings or _kind_after(planned, tree, one.onward, on) in (None, "CENTRAL", "GROUP")
        ):
            raise OnwardIsNotPossible("allocations", row=number)


def _kind_after(planned: Planned, tree: Tree, organization: UUID, on: date) -> str | None:
    """What an organisation is after the plan; None where it does not stand."""
    if (row := planned.row(organization)) is not None:
        return row.type if row.kind != ENDED else None
    node = tree.node(organization)
    return node.type if node is not None and node.stands(on) else None


def _is_external(tree: Tree, organization: UUID) -> bool:
    node = tree.node(organization)
    return node is not None and node.external


def _founded(tree: Tree, reading: Reading) -> list[Row]:
    """Parents before children."""
    waiting = dict(reading.founded)
    rows: list[Row] = []
    while waiting:
        ready = [identity for identity, found in waiting.items() if found.parent not in waiting]
        for identity in ready:
            found = waiting.pop(identity)
            origins = tuple(reading.origins.get(identity, ()))
            rows.append(
                Row(
                    kind=FOUNDED,
                    organization=identity,
                    code=found.body.code,
                    name=found.body.name,
                    type=found.body.type,
                    parent=found.parent,
                    setting=found.body.setting,
                    origins=origins,
                    heir=_heir(tree, found.body.type, origins),
                )
            )
    return rows


def _heir(tree: Tree, kind: str, origins: Sequence[UUID]) -> UUID | None:
    """The first origin that can hold what the new organisation holds."""
    nodes = (tree.node(origin) for origin in origins)
    return next((node.organization for node in nodes if node and (node.type in CELLS) == (kind in CELLS)), None)


def _changed(tree: Tree, reading: Reading) -> list[Row]:
    changed = sorted({*reading.parents, *reading.types, *reading.names})
    rows = []
    for identity in changed:
        node = tree.node(identity)
        assert node is not None
        rows.append(
            Row(
                kind=CHANGED,
                organization=identity,
                code=node.code,
                name=reading.names.get(identity, node.name),
                type=reading.types.get(identity, node.type),
                parent=reading.parents.get(identity, node.parent),
                setting=node.setting,
                before=Before(name=node.name, type=node.type, parent=node.parent),
            )
        )
    return rows


def _ended(tree: Tree, reading: Reading) -> list[Row]:
    """Children before parents."""
    rows = []
    for identity, successors in reading.ended.items():
        node = tree.node(identity)
        assert node is not None
        rows.append(
            Row(
                kind=ENDED,
                organization=identity,
                code=node.code,
                name=node.name,
                type=node.type,
                parent=node.parent,
                setting=node.setting,
                successors=successors,
                before=Before(name=node.name, type=node.type, parent=node.parent),
            )
        )
    return sorted(rows, key=lambda row: (-_depth(tree, row.organization), row.organization))


def _depth(tree: Tree, organization: UUID) -> int:
    depth, above = 0, tree.node(organization)
    while above is not None and above.parent is not None:
        depth, above = depth + 1, tree.node(above.parent)
    return depth
