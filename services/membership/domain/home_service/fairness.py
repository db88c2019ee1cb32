"""Chia việc cho đều - which officer goes: who has fewest visits that day, then fewest lately; ties by the account."""

from collections.abc import Sequence

import msgspec

from services.membership.domain.refusals_home import NoOfficerIsFree, OfficerDayIsFull


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """Việc của một cán bộ: visits on the day, visits in the thirty days before it."""

    officer: str
    day: int
    lately: int


def fairest(loads: Sequence[Load], most: int) -> str:
    """The officer to whom the next visit of the day goes."""
    free = [load for load in loads if load.day < most]
    if not free:
        raise NoOfficerIsFree("officer", most=most)
    return min(free, key=lambda load: (load.day, load.lately, load.officer)).officer


def chosen(loads: Sequence[Load], officer: str, most: int) -> str:
    """The officer whom somebody named, if he serves here and his day has room."""
    load = next((load for load in loads if load.officer == officer), None)
    if load is None:
        raise NoOfficerIsFree("officer", most=most)
    if load.day >= most:
        raise OfficerDayIsFull("officer", most=most)
    return officer
