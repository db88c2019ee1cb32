"""How many members are at home: from the sums per cell, for a date or for today; by earlier knowledge from every home.

A sum holds from the last day on that any home of its cell has a boundary, so also on a day that has long passed.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from services.gateway.organization.instants import Instant
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.reading.tables import Reach, Table
from services.membership.contracts.enums import MemberState

SUMS = Table(name="homes_sums", reach=Reach.SUMS, organization="cell")
EACH = Table(name="homes", reach=Reach.COUNTS, organization="cell", person="member")
_ACTIVE = [MemberState.FULL.value, MemberState.PROBATIONARY.value]
_FULL = "state = 'FULL' and (full_member_on is null or full_member_on <= {})"
_THERE = "valid_from <= {} and valid_to > {}"
_LAST = "valid_to = 'infinity'"
_UNSETTLED = "unsettled_until > {}"


@dataclass(frozen=True)
class AtHome:
    """Members at home, and how many of them are full members."""

    total: int = 0
    full: int = 0


async def at_home(instant: Instant, ask: "Callable[[Query], Awaitable[Row | None]]", place: "Place") -> AtHome:
    """The figures of a place. `ask` runs one statement, or one for many places at once: one or two are asked."""
    if instant.known_at is not None:
        return _sum(await ask(_each_home(instant, place)))
    lasting = await ask(sums(place))
    if lasting is None or lasting["until"] is None or lasting["until"] <= instant.on:
        return _sum(lasting)
    return _sum(lasting, await ask(_not_today(instant, place)))


Place = Sequence[Where | Within]
"""Conditions on the column `cell`."""


def _sum(*rows: Row | None) -> AtHome:
    found = [row for row in rows if row is not None]
    return AtHome(sum(row["total"] for row in found), sum(row["full_members"] for row in found))


def sums(place: Place) -> Query:
    """What is known to last, whenever it begins."""
    sums = ("coalesce(sum(members), 0) as total", "coalesce(sum(full_members), 0) as full_members")
    columns = (*sums, "max(unsettled_until) as until")
    return Query(table=SUMS, columns=columns, where=tuple(place))


def _not_today(instant: Instant, place: Place) -> Query:
    """What the sums say of other days, in the few cells that have moves or admissions with a date to come."""
    on = instant.on
    there = f"count(*) filter (where {_THERE}) - count(*) filter (where {_LAST}) as total"
    full = (
        f"count(*) filter (where {_THERE} and {_FULL})"
        f" - count(*) filter (where {_LAST} and state = 'FULL') as full_members"
    )
    columns = (where(there, on, on), where(full, on, on, on))
    cells = Within("cell", Query(table=SUMS, columns=("cell",), where=(where(_UNSETTLED, on), *place)))
    return Query(table=EACH, columns=columns, where=(_active(), instant.known(), cells))


def _each_home(instant: Instant, place: Place) -> Query:
    """Every home, as of the instant."""
    columns = (Where("count(*) as total"), where(f"count(*) filter (where {_FULL}) as full_members", instant.on))
    return Query(table=EACH, columns=columns, where=(_active(), *instant.conditions(), *place))


def _active() -> Where:
    return where("state = any({}::text[])", _ACTIVE)
