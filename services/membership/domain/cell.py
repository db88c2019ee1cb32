"""Chi bộ - what membership keeps of another service's organisation: whether a person may be placed in it."""

from datetime import date
from uuid import UUID

import msgspec

from services.membership.domain.refusals import (
    CellHasEnded,
    CellHasNotBegun,
    CellIsUnknown,
    OrganizationIsExternal,
    OrganizationIsNotACell,
)
from shared.vocabulary.facts import Fact, Stream

CELL_TYPES = frozenset({"CELL", "GRASSROOTS_CELL"})

# Facts ─ what organization told; these names are stored


class CellImported(Fact, frozen=True, kw_only=True):
    """Chi bộ (hoặc tổ chức ngoài hệ thống) đã được biết tới, told by organization; stands from `effective_on`."""

    TOPIC = "membership.CellImported"
    code: str
    type: str
    effective_on: date
    external: bool = False


class CellClosed(Fact, frozen=True, kw_only=True):
    """Chi bộ kết thúc hoạt động, told by organization; whoever is still there belongs to `successor`."""

    TOPIC = "membership.CellClosed"
    effective_on: date
    successor: UUID | None = None
    plan: UUID | None = None  # that ended it, where it allocates members alone


class CellDivided(Fact, frozen=True, kw_only=True):
    """Chi bộ được chia tách: it stands, and the members whom the plan allocates are at home elsewhere."""

    TOPIC = "membership.CellDivided"
    plan: UUID


class CellReopened(Fact, frozen=True, kw_only=True):
    """Chi bộ hoạt động trở lại như trước: the plan that ended or divided it was undone."""

    TOPIC = "membership.CellReopened"


# State ─ what placing a person needs to know


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell as membership knows it; `code` is empty while it is unknown."""

    code: str = ""
    type: str = ""
    begins_on: date = date.max
    external: bool = False
    ended_on: date | None = None
    successor: UUID | None = None
    plan: UUID | None = None  # the last plan by which some of its members are at home elsewhere


# Evolve ─ fact → state


def evolve(cell: Cell, fact: CellImported | CellClosed | CellDivided | CellReopened) -> Cell:
    """What is known after a fact."""
    match fact:
        case CellImported():
            return Cell(code=fact.code, type=fact.type, begins_on=fact.effective_on, external=fact.external)
        case CellClosed():
            plan = fact.plan or cell.plan
            return msgspec.structs.replace(cell, ended_on=fact.effective_on, successor=fact.successor, plan=plan)
        case CellDivided():
            return msgspec.structs.replace(cell, plan=fact.plan)
        case CellReopened():
            return msgspec.structs.replace(cell, ended_on=None, successor=None, plan=None)


CELLS: Stream[Cell] = Stream(
    name="cell", initial=Cell(), evolve=evolve, facts=(CellImported, CellClosed, CellDivided, CellReopened)
)

# Decide ─ what may be done


def import_cell(cell: Cell, fact: CellImported) -> tuple[CellImported, ...]:
    """A cell that is known already is not imported again."""
    return () if cell.code else (fact,)


def close_cell(cell: Cell, fact: CellClosed) -> tuple[CellClosed, ...]:
    """An end is recorded once; of an organisation that is no cell of ours there is nothing to record."""
    return () if not cell.code or cell.ended_on else (fact,)


def may_place(cell: Cell, on: date, *path: str) -> None:
    """Whether a person may be placed in the cell as of a date; every command that places someone asks this."""
    if not cell.code:
        raise CellIsUnknown(*path)
    if cell.external:
        raise OrganizationIsExternal(*path)
    if cell.type not in CELL_TYPES:
        raise OrganizationIsNotACell(*path)
    if cell.ended_on is not None:
        raise CellHasEnded(*path, ended_on=cell.ended_on)
    if on < cell.begins_on:
        raise CellHasNotBegun(*path, begins_on=cell.begins_on)


def may_leave_to(cell: Cell, *path: str) -> None:
    """Whether a member may be handed over to an organisation that is not connected."""
    if not cell.code:
        raise CellIsUnknown(*path)
    if cell.ended_on is not None:
        raise CellHasEnded(*path, ended_on=cell.ended_on)
