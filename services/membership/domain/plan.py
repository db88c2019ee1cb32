"""Phương án sắp xếp trong sổ của membership - the cells of another service's plan, kept here until it takes effect."""

from datetime import date
from functools import lru_cache
from typing import assert_never
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import replace

from shared.vocabulary.facts import Fact, Stream


class PlannedCell(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Một chi bộ trong phương án: `kind` FOUNDED, CHANGED or ENDED, as organization tells it."""

    kind: str
    cell: UUID
    code: str
    type: str
    successor: UUID | None = None
    heir: UUID | None = None
    origins: tuple[UUID, ...] = ()  # of a founded cell: where members are allocated to it from


class PlannedMove(msgspec.Struct, frozen=True, kw_only=True):
    """Một đảng viên được phân bổ riêng; `onward` takes them over from a holding cell, by a transfer."""

    member: UUID
    cell: UUID
    onward: UUID | None = None


# Facts ─ what organization told; these names are stored


class PlanImported(Fact, frozen=True, kw_only=True):
    """Một phần của phương án; inert."""

    TOPIC = "membership.PlanImported"
    part: int
    cells: tuple[PlannedCell, ...]
    moves: tuple[PlannedMove, ...] = ()


class PlanEnacted(Fact, frozen=True, kw_only=True):
    """Phương án có hiệu lực: its cells were opened and closed in this same commit, and its allocations count."""

    TOPIC = "membership.PlanEnacted"
    effective_on: date
    plan: UUID | None = None
    parts: tuple[int, ...] = ()  # those with allocations; before there were any, members moved in this same commit
    decision_number: str | None = None
    decision_date: date | None = None


class AllocationsStated(Fact, frozen=True, kw_only=True):
    """Mọi phân bổ đã ghi: every member whom the plan allocates has a fact that says so."""

    TOPIC = "membership.AllocationsStated"


class PlanTakenBack(Fact, frozen=True, kw_only=True):
    """Phương án bị thu hồi: its cells are back in this same commit, its allocations count no more."""

    TOPIC = "membership.PlanTakenBack"
    plan: UUID | None = None
    parts: tuple[int, ...] = ()


# State


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a plan; `moves` by the part that told them, `outstanding` by member until all are stated."""

    parts: tuple[int, ...] = ()
    cells: tuple[PlannedCell, ...] = ()
    moves: dict[int, tuple[PlannedMove, ...]] = {}
    outstanding: dict[UUID, PlannedMove] = {}
    effective_on: date | None = None
    decision_number: str | None = None
    decision_date: date | None = None
    taken_back: bool = False

    @property
    def allocating(self) -> tuple[int, ...]:
        """The parts that allocate members."""
        return tuple(sorted(self.moves))


# Evolve


def evolve(plan: Plan, fact: PlanImported | PlanEnacted | AllocationsStated | PlanTakenBack) -> Plan:
    """What is known after a fact."""
    match fact:
        case PlanImported():
            moves = {**plan.moves, fact.part: fact.moves} if fact.moves else plan.moves
            return Plan(parts=(*plan.parts, fact.part), cells=(*plan.cells, *fact.cells), moves=moves)
        case PlanEnacted():
            counts = {move.member: move for part in fact.parts for move in plan.moves[part]}
            decision = {"decision_number": fact.decision_number, "decision_date": fact.decision_date}
            return replace(plan, effective_on=fact.effective_on, outstanding=counts, **decision)
        case AllocationsStated():
            return replace(plan, outstanding={})
        case PlanTakenBack():
            return replace(plan, taken_back=True, outstanding={})
        case _:
            assert_never(fact)


PLANS: Stream[Plan] = Stream(
    name="plan", initial=Plan(), evolve=evolve, facts=(PlanImported, PlanEnacted, AllocationsStated, PlanTakenBack)
)


@lru_cache(maxsize=256)
def plan_stream(plan: UUID) -> UUID:
    """Where membership keeps a plan."""
    return uuid5(plan, "membership")
