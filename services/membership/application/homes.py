"""Nơi sinh hoạt hiện nay - the stated cell, or what has succeeded it: no member's record is touched by a merger."""

from uuid import UUID

from services.membership.domain.cell import CELLS
from shared.eventlog.work import Work

_FURTHEST = 32


async def home_now(work: Work, stated: UUID) -> UUID:
    """The cell that a member stated in a cell belongs to now; every cell on the way is guarded."""
    cell = stated
    for _ in range(_FURTHEST):
        state = (await work.load(CELLS, cell)).state
        if state.ended_on is None or state.successor is None:
            return cell
        cell = state.successor
    return cell
