"""The register of places: what was said last holds, and a place that has closed is not spoken of any more."""

from datetime import date
from uuid import UUID

import pytest

from services.organization.domain.place import Change, Place, PlaceRegistered, change, evolve, register
from services.organization.domain.place_refusals import PlaceEndsBeforeItBegins, PlaceHasClosed, PlaceIsUnknown

ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))
BEGIN, LATER = date(2026, 1, 1), date(2026, 6, 1)
VILLAGE = PlaceRegistered(
    place=UUID(int=9),
    organization=UUID(int=8),
    kind="VILLAGE",
    name="Thôn Một",
    on=BEGIN,
    valid_from=BEGIN,
    cells=(ONE,),
)


def known() -> Place:
    return evolve(Place(), register(VILLAGE))


def test_what_is_absent_stays():
    [after] = change(known(), Change(on=LATER, head_is_member=True))
    assert (after.head_is_member, after.cells, after.name, after.on) == (True, (ONE,), "Thôn Một", LATER)


def test_cells_and_places_are_many_to_many():
    [after] = change(known(), Change(on=LATER, cells_added=(TWO, THREE, ONE), cells_left=(TWO,)))
    assert after.cells == (ONE, THREE)


def test_nothing_new_is_not_recorded():
    assert change(known(), Change(on=LATER, cells_added=(ONE,))) == ()


def test_a_place_ends_after_it_begins():
    with pytest.raises(PlaceEndsBeforeItBegins):
        change(known(), Change(on=LATER, valid_to=BEGIN))


def test_a_closed_place_takes_nothing_more():
    [closed] = change(known(), Change(on=LATER, valid_to=LATER))
    with pytest.raises(PlaceHasClosed):
        change(evolve(known(), closed), Change(on=LATER, cells_added=(TWO,)))


def test_nothing_is_said_of_an_unknown_place():
    with pytest.raises(PlaceIsUnknown):
        change(Place(), Change(on=LATER))
