"""Cấp ủy - the committee of an organisation: its term and planned size, who took which seat how, and who has left it.

294-QĐ/TW 26-5-2025: a cell with 9 full members or more elects a chi ủy of at most 7; with fewer it has a secretary and,
if needed, one deputy. Who leaves the organisation leaves its committee (24-QĐ/TW 30-7-2021, 16.4).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never
from uuid import UUID, uuid5

import msgspec

from services.organization.domain.committee_refusals import (
    CellIsTooSmallForThisSeat,
    CommitteeIsFull,
    NobodyIsNamed,
    SeatIsNotHeld,
    SeatIsTaken,
    TermIsEmpty,
)
from services.organization.domain.organization import CELL_TYPES
from shared.vocabulary.facts import Fact, Stream

SECRETARY = "SECRETARY"
SMALL = frozenset({SECRETARY, "DEPUTY"})
SINGLE = frozenset({SECRETARY, "STANDING_DEPUTY", "INSPECTION_CHAIR"})


# Facts


class CommitteeTermSet(Fact, frozen=True, kw_only=True):
    """Nhiệm kỳ cấp ủy - its planned size and its days [from, to)."""

    TOPIC = "organization.CommitteeTermSet"
    organization: UUID
    planned_size: int
    term_from: date
    term_to: date | None = None


class SeatTaken(Fact, frozen=True, kw_only=True):
    """Vào cấp ủy - a member takes a seat by election, appointment or supplement; qualification as of that day."""

    TOPIC = "organization.SeatTaken"
    organization: UUID
    seat: UUID
    member: UUID
    position: str
    way: str
    since: date
    decision_number: str | None = None
    decision_date: date | None = None
    degree: str | None = None
    theory: str | None = None
    dual_roles: tuple[str, ...] = ()
    plan: UUID | None = None


class SeatVacated(Fact, frozen=True, kw_only=True):
    """Thôi tham gia cấp ủy - from `on`, and why."""

    TOPIC = "organization.SeatVacated"
    organization: UUID
    seat: UUID
    on: date
    why: str


class SeatReopened(Fact, frozen=True, kw_only=True):
    """Giữ lại chức vụ - the plan that had ended the organisation was undone."""

    TOPIC = "organization.SeatReopened"
    organization: UUID
    seat: UUID


class TrainingHeld(Fact, frozen=True, kw_only=True):
    """Lớp bồi dưỡng - a class that the committee held, and how many attended."""

    TOPIC = "organization.TrainingHeld"
    organization: UUID
    training: UUID
    held_on: date
    attendances: int
    decision_number: str | None = None


CommitteeFact = CommitteeTermSet | SeatTaken | SeatVacated | SeatReopened | TrainingHeld


# State


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """One seat that was taken; `left_on` None: it is held."""

    member: UUID
    position: str
    since: date
    plan: UUID | None = None
    left_on: date | None = None
    why: str = ""


class Committee(msgspec.Struct, frozen=True, kw_only=True):
    """A committee; empty while nobody was ever named."""

    planned_size: int = 0
    seats: Mapping[UUID, Seat] = {}

    @property
    def held(self) -> Mapping[UUID, Seat]:
        """The seats that are held."""
        return {seat: one for seat, one in self.seats.items() if one.left_on is None}


# Evolve


def evolve(state: Committee, fact: CommitteeFact) -> Committee:
    """Total, without clock and without questions."""
    replace = msgspec.structs.replace
    match fact:
        case CommitteeTermSet():
            return replace(state, planned_size=fact.planned_size)
        case SeatTaken():
            taken = Seat(member=fact.member, position=fact.position, since=fact.since, plan=fact.plan)
            return replace(state, seats={**state.seats, fact.seat: taken})
        case SeatVacated():
            left = replace(state.seats[fact.seat], left_on=fact.on, why=fact.why)
            return replace(state, seats={**state.seats, fact.seat: left})
        case SeatReopened():
            again = replace(state.seats[fact.seat], left_on=None, why="")
            return replace(state, seats={**state.seats, fact.seat: again})
        case TrainingHeld():
            return state
        case _:
            assert_never(fact)


COMMITTEE: Stream[Committee] = Stream(
    "committee", Committee(), evolve, (CommitteeTermSet, SeatTaken, SeatVacated, SeatReopened, TrainingHeld)
)


def committee_id(organization: UUID) -> UUID:
    """The stream of an organisation's committee."""
    return uuid5(organization, "committee")


# Decide


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules leave room for in a committee of this kind."""

    type: str
    full_members: int
    chi_uy_from: int | None = None  # full members from which a cell elects a chi ủy
    chi_uy_max: int | None = None


def take(state: Committee, asked: Sequence[SeatTaken], room: Room) -> tuple[SeatTaken, ...]:
    """Each seat is free, and the committee has room for all of them."""
    held = {(one.member, one.position) for one in state.held.values()}
    single = {one.position for one in state.held.values() if one.position in SINGLE}
    people = {one.member for one in state.held.values()}
    for row, fact in enumerate(asked, start=1):
        if (fact.member, fact.position) in held or fact.position in single:
            raise SeatIsTaken("seats", row=row, position=fact.position)
        small = room.type in CELL_TYPES and room.chi_uy_from is not None and room.full_members < room.chi_uy_from
        if small and fact.position not in SMALL:
            raise CellIsTooSmallForThisSeat("seats", row=row, counted=room.full_members, limit=room.chi_uy_from)
        held.add((fact.member, fact.position))
        people.add(fact.member)
        if fact.position in SINGLE:
            single.add(fact.position)
        if room.type in CELL_TYPES and room.chi_uy_max is not None and len(people) > room.chi_uy_max:
            raise CommitteeIsFull("seats", row=row, limit=room.chi_uy_max)
    return tuple(asked)


def leave(state: Committee, organization: UUID, member: UUID, position: str, *, on: date, why: str) -> SeatVacated:
    """Of a seat that is held."""
    for seat, one in state.held.items():
        if (one.member, one.position) == (member, position):
            return SeatVacated(organization=organization, seat=seat, on=on, why=why)
    raise SeatIsNotHeld("leaving", position=position)


def set_term(fact: CommitteeTermSet) -> CommitteeTermSet:
    """A size and days that are some."""
    if fact.planned_size < 1 or (fact.term_to is not None and fact.term_to <= fact.term_from):
        raise TermIsEmpty("term_from")
    return fact


def somebody(facts: Sequence[Fact]) -> Sequence[Fact]:
    """A decision that names nobody and sets nothing is none."""
    if not facts:
        raise NobodyIsNamed("seats")
    return facts
