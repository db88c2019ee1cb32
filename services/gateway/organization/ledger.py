"""Sổ danh sách đảng viên của một phương án - who was where on the day before, and where the plan has put them.

One reading for the decision's annex, the minutes and the ledger: their figures are counts of the same rows. Whoever
does not reach all of these persons gets no part of them: a list that is signed has everybody on it.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from services.gateway.membership import homes, members
from services.gateway.organization import organizations, restructurings
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Asked
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query, Where, Within, where
from services.gateway.reading.tables import Reach, Table
from services.organization.contracts.restructuring import Operation

LONGEST = 500_000
"""How many members one ledger has at most: no province has more."""
_CHUNK = 10_000
"""How many members one statement is asked about."""
_EVERYBODY = Table(name="homes", reach=Reach.DIRECTORY)  # only ever counted: does the reader reach them all?
_WHOLE = frozenset({"MERGE_INTO", "CONSOLIDATE", "SPLIT", "DISSOLVE", "TRANSFER_ORG"})
_ACTIVE = where("state in ('FULL', 'PROBATIONARY')")


class Body(msgspec.Struct, frozen=True, gc=False):
    """A cell of a ledger."""

    code: str
    name: str


class Line(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One member: from which cell to which. The name is read with the part of the ledger that has it."""

    member: UUID
    sorted_by: str
    full: bool
    origin: Body
    destination: Body


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """How many went from one cell to another."""

    origin: Body
    destination: Body
    members: int
    full: int


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody of a plan, and the movements that they add up to."""

    lines: list[Line]

    @property
    def movements(self) -> list[Movement]:
        """By origin and destination, in the order of the lines."""
        counted = Counter((line.origin, line.destination) for line in self.lines)
        full = Counter((line.origin, line.destination) for line in self.lines if line.full)
        return [
            Movement(origin=pair[0], destination=pair[1], members=count, full=full[pair])
            for pair, count in counted.items()
        ]

    @property
    def digest(self) -> str:
        """Of every line in its order: papers that bear the same are parts of the same ledger."""
        made = sha256()
        for line in self.lines:
            made.update(line.member.bytes)
            made.update(f"{line.origin.code}>{line.destination.code}{'+' if line.full else '-'}".encode())
        return made.hexdigest()


async def ledger(asked: Asked, plan: Row) -> Ledger | None:
    """None while the plan does not count, and for a reader who does not reach everybody."""
    if plan["state"] != "EXECUTED":
        return None
    operations = await _operations(asked, plan["plan"])
    before, after = (
        Instant(plan["effective_on"] - timedelta(days=1), said=True),
        Instant(plan["effective_on"], said=True),
    )
    there = _there([*_sources(operations, whole=True), *_sources(operations, whole=False)], before)
    total = await asked.reader.number(Query(table=_EVERYBODY, columns=("count(*)",), where=there))
    if total > LONGEST:
        return None
    was = {row["member"]: row for row in await asked.reader.rows(_homes(there))}
    if len(was) != total:
        return None
    now, people = await _chunked(asked, list(was), after)
    origins = await _bodies(asked, {row["cell"] for row in was.values()}, before)
    heirs = await _bodies(asked, set(now.values()), after)
    staying = await _below(asked, _sources(operations, whole=True), before)
    on = plan["effective_on"]

    def made() -> list[Line]:
        lines = (
            Line(
                member=member,
                sorted_by=people[member],
                full=_is_full(home, on),
                origin=origins[home["cell"]],
                destination=heirs[now[member]],
            )
            for member, home in was.items()
            if member in people and member in now
        )
        kept = (line for line in lines if was[line.member]["cell"] in staying or line.origin != line.destination)
        return sorted(kept, key=_order)

    return Ledger(lines=await asyncio.to_thread(made))


async def _chunked(asked: Asked, everybody: Sequence[UUID], after: Instant) -> tuple[dict[UUID, UUID], dict[UUID, str]]:
    """Where each of them is at home afterwards, and by what they are sorted."""
    now: dict[UUID, UUID] = {}
    people: dict[UUID, str] = {}
    for start in range(0, len(everybody), _CHUNK):
        some = everybody[start : start + _CHUNK]
        now |= {row["member"]: row["cell"] for row in await asked.reader.rows(homes.at(some, after))}
        people |= {row["member"]: row["sort_key"] for row in await asked.reader.rows(_sort_keys(some))}
    return now, people


def _sort_keys(some: Sequence[UUID]) -> Query:
    chosen = where("member = any({}::uuid[])", list(some))
    return Query(table=members.TABLE, columns=("member", "sort_key"), where=(chosen,))


def _order(line: Line) -> tuple[Any, ...]:
    return (line.origin.code, line.destination.code, line.sorted_by, line.member)


def _is_full(home: Row, on: date) -> bool:
    return home["state"] == "FULL" and (home["full_member_on"] is None or home["full_member_on"] <= on)


async def _operations(asked: Asked, plan: UUID) -> list[Operation]:
    rows = await asked.reader.rows(restructurings.operations([plan]))
    return [msgspec.json.decode(row["body"], type=Operation) for row in rows]


def _sources(operations: Iterable[Operation], *, whole: bool) -> list[UUID]:
    """Organisations of which everybody is listed, or only those who were allocated out of them."""
    moving = [one for one in operations if one.kind in _WHOLE]
    giving = [one for one in operations if one.kind in ("FOUND", "SEPARATE")]
    if whole:
        return [place for one in moving for place in one.sources] + [child for one in giving for child in one.children]
    return [source for one in giving for source in one.sources]


def _there(places: Sequence[UUID], instant: Instant) -> tuple[Where | Within, ...]:
    """At home at or below these organisations, as it was then."""
    return (_ACTIVE, *instant.conditions(), organizations.below_any(sorted(places), instant, "cell"))


def _cells(places: Sequence[UUID], instant: Instant) -> Query:
    below = organizations.below_any(sorted(places), instant)
    return Query(table=organizations.TABLE, columns=("organization",), where=(below, *instant.conditions()))


def _homes(there: tuple[Where | Within, ...]) -> Query:
    return Query(table=homes.TABLE, columns=("member", "cell", "state", "full_member_on"), where=there)


async def _below(asked: Asked, places: Sequence[UUID], instant: Instant) -> set[UUID]:
    return {row["organization"] for row in await asked.reader.rows(_cells(places, instant))} if places else set()


async def _bodies(asked: Asked, cells: set[UUID], instant: Instant) -> Mapping[UUID, Body]:
    """Each cell as it stood then; of one that has ended what had succeeded it."""
    rows = await asked.reader.rows(organizations.by_id(sorted(cells), instant))
    heirs = {row["organization"]: row["path"][-2] for row in rows if row["successor"] is not None}
    found = {row["organization"]: row for row in rows}
    more = await asked.reader.rows(organizations.by_id(sorted(set(heirs.values())), instant)) if heirs else []
    found |= {row["organization"]: row for row in more if row["organization"] not in found}
    standing = {cell: found[heirs.get(cell, cell)] for cell in cells}
    return {cell: Body(row["code"], row["name"]) for cell, row in standing.items()}
