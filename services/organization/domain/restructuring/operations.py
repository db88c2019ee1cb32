"""Thao tác sắp xếp - what a plan is made of: operations, and the names of organisations that do not exist yet."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

import msgspec

FOUND = "FOUND"
MERGE_INTO = "MERGE_INTO"
CONSOLIDATE = "CONSOLIDATE"
SPLIT = "SPLIT"
SEPARATE = "SEPARATE"
DISSOLVE = "DISSOLVE"
TRANSFER_ORG = "TRANSFER_ORG"
RETYPE = "RETYPE"
RENAME = "RENAME"
STRENGTHEN = "STRENGTHEN"

NEW = "new:"
"""How an operation refers to an organisation that another operation of the same plan founds: `new:<key>`."""


class NewBody(msgspec.Struct, frozen=True, kw_only=True):
    """Tổ chức lập mới trong phương án; `key` is its name inside the plan, `parent` an id or `new:<key>`."""

    key: str
    code: str
    name: str
    type: str
    parent: str
    setting: str | None = None


class Appointment(msgspec.Struct, frozen=True, kw_only=True):
    """Một người vào cấp ủy: `position` and `way` (ELECTED, APPOINTED, SUPPLEMENTED) as the contracts spell them."""

    member: UUID
    position: str
    way: str


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """Một thao tác.

    FOUND: `new`; a cell takes the members of `sources` who are allocated to it. MERGE_INTO: `sources` end into
    `target`. CONSOLIDATE: `sources` end into `new`. SPLIT: the one source ends into `targets`, of which the first takes
    whoever is not allocated. SEPARATE: `new` is carved out of the one source and takes `children`; a cell takes the
    members allocated to it. DISSOLVE: `sources` end; `target` takes whoever and whatever is left. TRANSFER_ORG:
    `sources` come under `target`. RETYPE: `sources` become `type`. RENAME: the one source takes `name`. STRENGTHEN:
    members take `seats` in the committee of the one source. `consent_number`: what the superior agreed to in writing.
    `holding`: the cell that keeps members who live outside the plan's reach until another admits them.
    """

    kind: str
    sources: tuple[UUID, ...] = ()
    target: str | None = None
    targets: tuple[str, ...] = ()
    new: NewBody | None = None
    children: tuple[UUID, ...] = ()
    type: str | None = None
    name: str | None = None
    holding: str | None = None
    seats: tuple[Appointment, ...] = ()
    consent_number: str | None = None
    consent_date: date | None = None


class Allocation(msgspec.Struct, frozen=True, kw_only=True):
    """Phân bổ - one member of a cell that ends goes to a cell of their own; from a holding cell `onward` takes them."""

    member: UUID
    cell: UUID
    onward: UUID | None = None


def new_id(plan: UUID, key: str) -> UUID:
    """The id of an organisation that a plan founds: the same in every dry run and in the run."""
    return uuid5(plan, f"{NEW}{key}")


def resolved(plan: UUID, ref: str) -> UUID | None:
    """What a reference names; None where it is no reference at all."""
    if ref.startswith(NEW):
        return new_id(plan, ref.removeprefix(NEW))
    try:
        return UUID(ref)
    except ValueError:
        return None


def leaving(operations: Sequence[Operation]) -> set[UUID]:
    """The organisations that do not stay as they are below their parent: each has a row of its own."""
    moves = {MERGE_INTO, CONSOLIDATE, SPLIT, DISSOLVE, TRANSFER_ORG, RETYPE}
    sources = {source for one in operations if one.kind in moves for source in one.sources}
    return sources | {child for one in operations for child in one.children}


def giving(operation: Operation, plan: UUID) -> list[UUID | None]:
    """Every organisation that whoever drafts must have authority over: not the one that takes over."""
    return (
        named(msgspec.structs.replace(operation, target=None), plan)
        if operation.kind == TRANSFER_ORG
        else named(operation, plan)
    )


def named(operation: Operation, plan: UUID) -> list[UUID | None]:
    """Every organisation that an operation speaks of."""
    refs = [ref for ref in (operation.target, operation.holding, *operation.targets) if ref is not None]
    if operation.new is not None:
        refs.append(operation.new.parent)
    return [*operation.sources, *operation.children, *(resolved(plan, ref) for ref in refs)]
