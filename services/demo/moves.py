"""Hồ sơ chuyển mẫu - which member moves where, and how far the transfer has come."""

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from services.demo.places import ARMY, Place, cells, places
from services.membership.contracts import requests
from services.membership.contracts.requests import TransferReasonRequest, TransferStepRequest

EVERY_STEP = 99
_HOW_FAR = (EVERY_STEP, 0, 1, 2, 3, 4, 5, EVERY_STEP, 2, EVERY_STEP)
"""Steps taken by one transfer after the other: some are finished, most are on their way at different hops."""
_COUNT = 36
_LATE = {4: date(2026, 8, 3), 14: date(2026, 8, 10)}
"""Introduced on these days and typed long after: overdue from the start."""
_TO_THE_ARMY = 35

StepType = type[TransferStepRequest] | type[TransferReasonRequest]


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One transfer: the member's cell and row in its list, the destination, and how many steps are taken."""

    number: int
    origin: str
    row: int
    destination: str
    steps: tuple[tuple[StepType, str], ...]
    acted_on: date | None = None
    effective_on: date = date(2026, 10, 1)


def moves() -> Iterator[Move]:
    """From the cells of one province to those of the other, some within the own one."""
    known = {place.code: place for place in places()}
    homes = [place.code for place in cells()]
    for number in range(_COUNT):
        origin, destination = homes[number % len(homes)], homes[(number * 7 + 23) % len(homes)]
        if number == _TO_THE_ARMY:
            destination = ARMY
        elif origin.rpartition(".")[0] == destination.rpartition(".")[0]:
            destination = homes[(number * 7 + 30) % len(homes)]
        yield _move(number, origin, destination, known)


def _move(number: int, origin: str, destination: str, known: Mapping[str, Place]) -> Move:
    steps = tuple(_steps(_above(origin, known), _above(destination, known)))
    acted_on = _LATE.get(number)
    taken = len(_above(origin, known)) if acted_on or number == _TO_THE_ARMY else _HOW_FAR[number % len(_HOW_FAR)]
    return Move(
        number=number,
        origin=origin,
        row=number % 7,
        destination=destination,
        steps=steps[:taken],
        acted_on=acted_on,
        effective_on=date(2026, 7, 20) if acted_on else date(2026, 10, 1),
    )


def way(origin: str, destination: str) -> tuple[tuple[StepType, str], ...]:
    """Every step from one cell to another."""
    known = {place.code: place for place in places()}
    return tuple(_steps(_above(origin, known), _above(destination, known)))


def _steps(origin: list[str], destination: list[str]) -> Iterator[tuple[StepType, str]]:
    """Every step of the way with the body that takes it: up on the origin's side, down on the other."""
    yield requests.ReviewTransfer, origin[0]
    for committee in origin[1:]:
        yield requests.EndorseTransfer, committee
    for committee in reversed(destination[1:]):
        yield requests.ReceiveTransfer, committee
    yield requests.PresentTransfer, destination[0]
    yield requests.AdmitTransfer, destination[0]


def _above(code: str, known: Mapping[str, Place]) -> list[str]:
    """A cell and the committees above it, its commune last."""
    chain = [code]
    while chain[-1] in known and known[chain[-1]].parent != "00":
        chain.append(known[chain[-1]].parent)
    return chain
