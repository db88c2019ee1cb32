"""Theo phương án sắp xếp - what organization stages is kept, enacted when it takes effect, taken back."""

from collections.abc import Iterable
from typing import Any

from services.membership.application.internal import EnactPlan, ImportPlan, TakePlanBack
from services.membership.domain.plan import PlannedCell, PlannedMove
from services.organization.contracts.enums import CELLS
from services.organization.contracts.facts import RestructuringReverted, RestructuringStaged, RestructuringTookEffect
from services.organization.contracts.restructuring import LineageRow
from shared.bus.policy import command_id
from shared.runtime.service import Policy
from shared.vocabulary.facts import Delivered
from shared.vocabulary.requests import Request

NAME = "membership.follow_restructurings"


async def react(delivered: Delivered, _look: Any) -> Iterable[Request]:
    """Of a plan without cells nothing is kept: mergers above the cells touch no stream of membership."""
    fact, command = delivered.fact, command_id(NAME, delivered.id)
    match fact:
        case RestructuringStaged():
            cells = tuple(_cell(row) for row in fact.rows if row.type in CELLS or _was_cell(row))
            moves = tuple(PlannedMove(member=one.member, cell=one.cell, onward=one.onward) for one in fact.allocations)
            if not cells and not moves:
                return ()
            return (ImportPlan(command_id=command, plan_id=fact.plan, part=fact.part, cells=cells, moves=moves),)
        case RestructuringTookEffect():
            decision = {"decision_number": fact.decision_number, "decision_date": fact.decision_date}
            return (EnactPlan(command_id=command, plan_id=fact.plan, effective_on=fact.effective_on, **decision),)
        case RestructuringReverted():
            return (TakePlanBack(command_id=command, plan_id=fact.plan),)
        case _:
            return ()


def _was_cell(row: LineageRow) -> bool:
    return row.before is not None and row.before.type in CELLS


def _cell(row: LineageRow) -> PlannedCell:
    return PlannedCell(
        kind=row.kind,
        cell=row.organization,
        code=row.code,
        type=row.type,
        successor=row.successors[0] if row.successors else None,
        heir=row.heir,
        origins=row.origins if row.kind == "FOUNDED" else (),
    )


POLICY = Policy(name=NAME, on=(RestructuringStaged, RestructuringTookEffect, RestructuringReverted), react=react)
