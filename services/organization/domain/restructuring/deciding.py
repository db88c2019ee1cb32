"""Cấp quyết định - whether whoever approves acts for a body that may decide on each organisation of the plan.

The rule is a policy row: for each type of organisation, the lowest type of body that decides on it (domain.md 4.1).
A committee with delegated superior authority (được giao quyền cấp trên trực tiếp) counts as a direct superior.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from services.organization.domain.restructuring.life_refusals import BodyMayNotDecide
from services.organization.domain.restructuring.planning import Planned
from services.organization.domain.restructuring.rows import Row
from services.organization.domain.restructuring.tree import Tree

DIRECT_SUPERIOR = "DIRECT_SUPERIOR"
_RANKS = (
    "CENTRAL",
    "PROVINCIAL",
    "CENTRAL_BLOC",
    DIRECT_SUPERIOR,
    "GRASSROOTS_COMMITTEE",
    "GRASSROOTS_CELL",
    "SECTIONAL",
    "CELL",
    "GROUP",
)
_LEVEL = {kind: level for level, kind in enumerate(_RANKS)} | {"CENTRAL_BLOC": 1}


def refuse_lower_bodies(
    planned: Planned, tree: Tree, decides: Mapping[str, str], acting: Collection[UUID], delegated: Collection[UUID]
) -> None:
    """`acting`: the organisations for which the approver acts; those in `delegated` have superior authority."""
    for row in planned.rows:
        needed = _needed(row, decides)
        if needed is None:
            continue
        bodies = [place for place in _over(tree, row) if place in acting]
        powers = [place for place in delegated if place != row.organization]  # they are not for deciding on oneself
        if not any(_level(tree, place, powers) <= _LEVEL[needed] for place in bodies):
            number = planned.numbers.get(row.organization, 0)
            raise BodyMayNotDecide("operations", row=number, code=row.code, type=row.type, needed=needed)


def _needed(row: Row, decides: Mapping[str, str]) -> str | None:
    """The higher of what the old and the new type ask for."""
    kinds = {row.type, row.before.type if row.before else row.type}
    needed = [decides[kind] for kind in kinds if decides.get(kind) in _LEVEL]
    return min(needed, key=lambda kind: _LEVEL[kind], default=None)


def _over(tree: Tree, row: Row) -> list[UUID]:
    """The organisation itself, and everything over it before the plan; of a new one, over its parent."""
    chain = [row.organization]
    node = tree.node(row.organization)
    above = node.parent if node is not None else row.origins[0] if row.origins else row.parent
    while above is not None:
        chain.append(above)
        over = tree.node(above)
        above = over.parent if over is not None else None
    return chain


def _level(tree: Tree, place: UUID, delegated: Collection[UUID]) -> int:
    node = tree.node(place)
    level = _LEVEL.get(node.type, len(_RANKS)) if node is not None else len(_RANKS)
    return min(level, _LEVEL[DIRECT_SUPERIOR]) if place in delegated else level
