"""Quy tắc phân bổ - where residence or work place puts each member: proposals, for people to adjust.

Nearest first: the cells at the member's place, in the order of the register, that stand, do not end in the plan and lie
under the reader's own organisations; a work place that has none: the cell that the plan founds in its commune, if it is
one. A place elsewhere: the plan's holding cell, and onward to that place's cell or commune.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from uuid import UUID

import msgspec
import strawberry

from services.gateway.membership import residences
from services.gateway.organization import organizations, places
from services.gateway.organization.instants import Instant
from services.gateway.reading.asked import Asked
from services.gateway.reading.pages import Row
from services.gateway.reading.query import Query, where
from services.organization.contracts.enums import PlaceKind


@strawberry.enum(description="Quy tắc đề xuất phân bổ / By which rule an allocation is proposed")
class AllocationRule(StrEnum):
    """Quy tắc phân bổ."""

    RESIDENCE = "RESIDENCE"
    WORKPLACE = "WORKPLACE"


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Chi bộ đến, and for whoever lives elsewhere the organisation onward: as the sheet names them."""

    target: str
    onward: str = ""


_KIND = {AllocationRule.RESIDENCE: "residence", AllocationRule.WORKPLACE: "workplace"}


async def proposals(
    asked: Asked,
    members: Mapping[UUID, UUID],
    rules: Sequence[AllocationRule],
    *,
    ending: Collection[UUID],
    holdings: Mapping[UUID, str],
    founded: Mapping[UUID, Mapping[str, Sequence[UUID]]],
) -> dict[UUID, Proposal]:
    """Member → where the first rule that knows something puts them. `members`: member → cell of today."""
    if not rules or not members:
        return {}
    told = await asked.reader.rows(residences.of_members(list(members)))
    lives = {(row["member"], row["kind"]): UUID(row["place"]) for row in told if row["place"]}
    found = {row["place"]: row for row in await asked.reader.rows(places.by_id(sorted({*lives.values()})))}
    cells = {cell for place in found.values() for cell in place["cells"]}
    bodies = {*cells, *(place["organization"] for place in found.values())}
    known = {row["organization"]: row for row in await asked.reader.rows(_standing(asked, bodies))}
    plan = _Plan(ending=ending, holdings=holdings, founded=founded)
    proposed: dict[UUID, Proposal] = {}
    for member, cell in members.items():
        chosen = [found[at] for rule in rules if (at := lives.get((member, _KIND[rule])))]
        if chosen and (one := _of_place(asked, chosen[0], known, plan, cell)):
            proposed[member] = one
    return proposed


class _Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules have to know of the plan."""

    ending: Collection[UUID]
    holdings: Mapping[UUID, str]
    founded: Mapping[UUID, Mapping[str, Sequence[UUID]]]

    def new_at(self, place: Row, cell: UUID) -> str | None:
        """The one cell that the plan founds in a work place's commune out of the member's."""
        there = self.founded.get(place["organization"], {}) if place["kind"] == PlaceKind.WORKPLACE else {}
        fits = [key for key, sources in there.items() if cell in sources]
        return fits[0] if len(fits) == 1 else None


def _of_place(asked: Asked, place: Row, known: Mapping[UUID, Row], plan: _Plan, cell: UUID) -> Proposal | None:
    standing = [known[one] for one in place["cells"] if one in known and one not in plan.ending]
    ours = {root.organization for root in asked.viewer.roots}
    near = next((one for one in standing if ours & set(one["path"])), None)
    if near is not None:
        return Proposal(target=near["code"])
    if new := plan.new_at(place, cell):
        return Proposal(target=new)
    holding = plan.holdings.get(cell)
    onward = next(iter(standing), None) or known.get(place["organization"])
    is_ours = onward is not None and bool(ours & set(onward["path"]))
    return Proposal(target=holding, onward=onward["code"]) if holding and onward and not is_ours else None


def _standing(asked: Asked, bodies: Collection[UUID]) -> Query:
    chosen = where("organization = any({}::uuid[])", sorted(bodies))
    today = Instant(asked.today)
    conditions = (chosen, organizations.STANDING, *today.conditions())
    return Query(table=organizations.TABLE, columns=organizations.columns(today), where=conditions)
