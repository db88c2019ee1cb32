"""Quyền xem sau sắp xếp - whose officers see more and whose see less: the set difference of who stands over whom (R7).

Authority runs along the tree, so nobody is given anything: a plan moves what stands below whom. Those who gain are the
organisations that receive, and what stands over them; nobody else can.
"""

from collections import Counter
from uuid import UUID

import msgspec

from services.organization.domain.restructuring.planning import Planned
from services.organization.domain.restructuring.rows import ENDED, FOUNDED
from services.organization.domain.restructuring.tree import Tree

LISTED = 200
"""How many changes a report lists; the counts cover all of them."""


class AccessChange(msgspec.Struct, frozen=True, kw_only=True):
    """Người phụ trách một tổ chức thấy thêm và bớt bao nhiêu tổ chức - counted over the plan's own rows."""

    organization: UUID
    code: str
    gains: int = 0
    loses: int = 0


def changes(tree: Tree, planned: Planned) -> tuple[AccessChange, ...]:
    """For every organisation that stands after the plan: of how many it sees more and fewer; by code."""
    places = _Places(tree, planned)
    gains: Counter[UUID] = Counter()
    loses: Counter[UUID] = Counter()
    for row in planned.rows:
        if row.kind == FOUNDED:
            continue  # it was nowhere; who comes to it is counted by what they leave
        over_it = set(places.over_before(row.organization))
        now = set(places.over_after(row.organization))
        gains.update(now - over_it - {row.organization})
        loses.update(one for one in over_it - now - {row.organization} if not places.has_ended(one))
    codes = {one: places.code(one) for one in {*gains, *loses}}
    return tuple(
        AccessChange(organization=one, code=code, gains=gains[one], loses=loses[one])
        for one, code in sorted(codes.items(), key=lambda it: (it[1], it[0]))
    )


def receivers(tree: Tree, planned: Planned) -> set[UUID]:
    """Who may gain at all: what receives or is founded, and what stands over it."""
    places = _Places(tree, planned)
    return {
        above
        for row in planned.rows
        for place in (*row.successors, row.organization)
        for above in places.over_after(place)
    }


class _Places:
    """What stands over what, before and after."""

    def __init__(self, tree: Tree, planned: Planned) -> None:
        self._tree = tree
        self._planned = planned

    def over_before(self, organization: UUID) -> list[UUID]:
        above, chain = self._tree.node(organization), []
        while above is not None and above.parent is not None:
            chain.append(above.parent)
            above = self._tree.node(above.parent)
        return chain

    def over_after(self, organization: UUID) -> list[UUID]:
        place, chain = self._above(organization), []
        while place is not None:
            chain.append(place)
            place = self._above(place)
        return chain

    def has_ended(self, organization: UUID) -> bool:
        row = self._planned.row(organization)
        return row is not None and row.kind == ENDED

    def code(self, organization: UUID) -> str:
        row, node = self._planned.row(organization), self._tree.node(organization)
        return row.code if row is not None else node.code if node is not None else ""

    def _above(self, organization: UUID) -> UUID | None:
        row = self._planned.row(organization)
        if row is not None and row.kind == ENDED and row.successor is not None:
            return row.successor
        node = self._tree.node(organization)
        parent = row.parent if row is not None else node.parent if node is not None else None
        while parent is not None and (over := self._planned.row(parent)) is not None and over.kind == ENDED:
            parent = over.successor
        return parent
