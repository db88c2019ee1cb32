"""Sổ địa bàn - villages, quarters, apartment buildings and work places: from when to when, and which cells are there.

Of people it keeps one thing: whether the head is a member, yes or no. Cells and places are many to many.
"""

from datetime import date
from uuid import UUID

import msgspec

from services.organization.domain.place_refusals import (
    PlaceEndsBeforeItBegins,
    PlaceHasClosed,
    PlaceIsUnknown,
)
from shared.vocabulary.facts import Fact, Stream

# Facts ─ each tells the whole place


class PlaceRegistered(Fact, frozen=True, kw_only=True):
    """Ghi một địa bàn - the place as it is from `on`; a later one of the same place replaces it."""

    TOPIC = "organization.PlaceRegistered"
    place: UUID
    organization: UUID
    kind: str
    name: str
    on: date
    valid_from: date
    valid_to: date | None = None
    head_is_member: bool | None = None
    cells: tuple[UUID, ...] = ()


# State


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place; None while it is unknown."""

    told: PlaceRegistered | None = None


# Evolve


def evolve(_: Place, fact: PlaceRegistered) -> Place:
    """The last that was said."""
    return Place(told=fact)


PLACE: Stream[Place] = Stream("place", Place(), evolve, (PlaceRegistered,))

# Decide


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What is said anew of a place; what is absent stays."""

    on: date
    valid_to: date | None = None
    head_is_member: bool | None = None
    cells_added: tuple[UUID, ...] = ()
    cells_left: tuple[UUID, ...] = ()


def register(asked: PlaceRegistered) -> PlaceRegistered:
    """A place that lasts at least a day."""
    if asked.valid_to is not None and asked.valid_to <= asked.valid_from:
        raise PlaceEndsBeforeItBegins("valid_to")
    return asked


def change(state: Place, asked: Change) -> tuple[PlaceRegistered, ...]:
    """The place as it is then; nothing where nothing is new."""
    now = state.told
    if now is None:
        raise PlaceIsUnknown("place_id")
    if now.valid_to is not None and now.valid_to <= asked.on:
        raise PlaceHasClosed("place_id", on=now.valid_to)
    left = set(asked.cells_left)
    after = register(
        msgspec.structs.replace(
            now,
            on=asked.on,
            valid_to=asked.valid_to or now.valid_to,
            head_is_member=now.head_is_member if asked.head_is_member is None else asked.head_is_member,
            cells=tuple(dict.fromkeys(cell for cell in (*now.cells, *asked.cells_added) if cell not in left)),
        )
    )
    return () if msgspec.structs.replace(after, on=now.on) == now else (after,)
