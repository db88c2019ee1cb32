"""Ngưỡng tổ chức - which organisations of a plan are too small or too large, and who must have agreed (D9).

Điều lệ Đảng (khóa XI), Điều 21, 24: at least 3 full members to a cell; more than 30 members in a subordinate cell,
fewer than 30 in a grassroots committee, and any sectional organisation need the superior's consent in writing first.
"""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from services.organization.domain.restructuring.planning import Planned
from services.organization.domain.restructuring.rows import CHANGED, ENDED, FOUNDED
from services.organization.domain.restructuring.sizes import Size
from services.organization.domain.restructuring.tree import Tree

TOO_FEW_FULL_MEMBERS = "TOO_FEW_FULL_MEMBERS"
TOO_MANY_WITHOUT_CONSENT = "TOO_MANY_WITHOUT_CONSENT"
COMMITTEE_TOO_SMALL_WITHOUT_CONSENT = "COMMITTEE_TOO_SMALL_WITHOUT_CONSENT"
SECTIONAL_WITHOUT_CONSENT = "SECTIONAL_WITHOUT_CONSENT"
NEED_CONSENT = frozenset({TOO_MANY_WITHOUT_CONSENT, COMMITTEE_TOO_SMALL_WITHOUT_CONSENT, SECTIONAL_WITHOUT_CONSENT})


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Các ngưỡng, from policy rows of the day; None: there is no such rule."""

    cell_min_full: int | None = None
    cell_max: int | None = None
    committee_min: int | None = None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Một tổ chức dưới hoặc trên ngưỡng sau sắp xếp; `consent` is the number of the paper that allows it."""

    kind: str
    organization: UUID
    code: str
    counted: int
    limit: int
    consent: str | None = None


def findings(
    planned: Planned,
    tree: Tree,
    sizes: Mapping[UUID, Size],
    committees: Mapping[UUID, int],
    *,
    limits: Limits,
    consents: Mapping[UUID, str],
) -> tuple[Finding, ...]:
    """All of them, by code. `committees` says how many members the committees have that the plan founds or retypes."""
    found: list[Finding] = []

    def add(kind: str, organization: UUID, counted: int, limit: int) -> None:
        consent = consents.get(organization) if kind in NEED_CONSENT else None
        code = _code(planned, tree, organization)
        found.append(
            Finding(kind=kind, organization=organization, code=code, counted=counted, limit=limit, consent=consent)
        )

    for cell, size in sizes.items():
        if limits.cell_min_full is not None and size.full < limits.cell_min_full:
            add(TOO_FEW_FULL_MEMBERS, cell, size.full, limits.cell_min_full)
        if limits.cell_max is not None and size.members > limits.cell_max and _type(planned, tree, cell) == "CELL":
            add(TOO_MANY_WITHOUT_CONSENT, cell, size.members, limits.cell_max)
    for row in planned.rows:
        retyped = row.kind == CHANGED and row.before is not None and row.before.type != row.type
        if row.kind != FOUNDED and not retyped:
            continue
        if row.type == "SECTIONAL":
            add(SECTIONAL_WITHOUT_CONSENT, row.organization, 0, 0)
        if row.type == "GRASSROOTS_COMMITTEE" and limits.committee_min is not None:
            counted = committees.get(row.organization, 0)
            if counted < limits.committee_min:
                add(COMMITTEE_TOO_SMALL_WITHOUT_CONSENT, row.organization, counted, limits.committee_min)
    return tuple(sorted(found, key=lambda one: (one.code, one.kind)))


def committees_of(planned: Planned) -> list[UUID]:
    """The grassroots committees that the plan founds or makes."""
    return [row.organization for row in planned.rows if row.kind != ENDED and row.type == "GRASSROOTS_COMMITTEE"]


def _type(planned: Planned, tree: Tree, organization: UUID) -> str:
    row = planned.row(organization)
    if row is not None:
        return row.type
    node = tree.node(organization)
    return node.type if node else ""


def _code(planned: Planned, tree: Tree, organization: UUID) -> str:
    row = planned.row(organization)
    if row is not None:
        return row.code
    node = tree.node(organization)
    return node.code if node else ""
