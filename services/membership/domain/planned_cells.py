"""Phương án và chi bộ - what a plan that takes effect, or is taken back, does to one cell; nothing where it did it."""

from datetime import date
from uuid import UUID

from services.membership.domain.cell import CELL_TYPES, Cell, CellClosed, CellDivided, CellImported, CellReopened
from services.membership.domain.plan import PlannedCell

Change = CellClosed | CellDivided | CellImported | CellReopened


def enacted(planned: PlannedCell, cell: Cell, on: date, allocating: UUID | None) -> Change | None:
    """It ends, or begins; `allocating`: the plan, where it allocates members alone."""
    if planned.kind == "ENDED":
        stands = cell.code and cell.ended_on is None
        return CellClosed(effective_on=on, successor=planned.successor, plan=allocating) if stands else None
    if planned.type in CELL_TYPES and not cell.code:
        return CellImported(code=planned.code, type=planned.type, effective_on=on)
    return None


def divided(cell: Cell, plan: UUID) -> Change | None:
    """Some of its members are at home elsewhere by the plan; it stands."""
    return CellDivided(plan=plan) if cell.code and cell.ended_on is None else None


def taken_back(planned: PlannedCell, cell: Cell, on: date) -> Change | None:
    """What had ended stands again; what was founded ends into its heir."""
    if planned.kind == "ENDED" and cell.code:
        return CellReopened()
    return CellClosed(effective_on=on, successor=planned.heir) if planned.kind == "FOUNDED" else None


def made_whole(cell: Cell, plan: UUID) -> Change | None:
    """Nobody is at home elsewhere by the plan any more."""
    return CellReopened() if cell.plan == plan else None
