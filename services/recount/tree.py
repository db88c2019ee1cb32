"""Cây tổ chức đọc từ sổ đã công bố - dictionaries folded from the facts' JSON; shares no line with the views."""

from collections.abc import Iterator
from typing import Any

import msgspec

Body = dict[str, Any]


class Staged(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a plan: what becomes of one organisation."""

    kind: str
    organization: str
    parent: str | None
    successors: tuple[str, ...] = ()
    heir: str | None = None


class Place(msgspec.Struct, kw_only=True):
    """An organisation: what stands over it, whether it has ended and into what."""

    above: str | None
    ended: bool = False
    heir: str | None = None


class Tree:
    """Who stands where, fact by fact; a plan counts from its RestructuringTookEffect on, and is undone as a whole."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.rows: dict[str, list[Staged]] = {}
        self._before: dict[str, dict[str, Place]] = {}

    def take(self, name: str, body: Body) -> None:
        """One fact of organization's log, by its name."""
        match name:
            case "OrganizationFounded":
                self.places[body["organization"]] = Place(above=body["parent"])
            case "OrganizationReparented":
                self.places[body["organization"]].above = body["parent"]
            case "OrganizationEnded":
                place = self.places[body["organization"]]
                place.ended, place.heir = True, body.get("successor")
            case "RestructuringStaged":
                self.rows.setdefault(body["plan"], []).extend(msgspec.convert(body["rows"], list[Staged]))
            case "RestructuringTookEffect":
                self._count(body["plan"])
            case "RestructuringReverted":
                self._take_back(body["plan"])

    def stands(self, organization: str) -> bool:
        """Whether it, or what has succeeded it, stands."""
        place = self.places.get(self.now(organization))
        return place is not None and not place.ended

    def has_ended(self, organization: str) -> bool:
        """Whether it has ended itself."""
        place = self.places.get(organization)
        return place is None or place.ended

    def now(self, organization: str) -> str:
        """What stands for it now."""
        for _ in range(len(self.places)):
            place = self.places.get(organization)
            if place is None or not place.ended or place.heir is None:
                break
            organization = place.heir
        return organization

    def over(self, organization: str) -> Iterator[str]:
        """Everything that stands over it, the nearest first; over what has ended stands what succeeded it."""
        here = self.now(organization)
        if here != organization:
            yield here
        place = self.places.get(here)
        while place is not None and place.above is not None:
            above = self.now(place.above)
            yield above
            place = self.places.get(above)

    def _count(self, plan: str) -> None:
        rows = self.rows.get(plan, [])
        kept = {row.organization: self.places.get(row.organization) for row in rows}
        self._before[plan] = {one: msgspec.structs.replace(place) for one, place in kept.items() if place is not None}
        for row in rows:
            heir = row.successors[0] if row.successors else None
            self.places[row.organization] = Place(above=row.parent, ended=row.kind == "ENDED", heir=heir)

    def _take_back(self, plan: str) -> None:
        for row in self.rows.get(plan, []):
            one = row.organization
            before = self._before[plan].get(one)
            self.places[one] = before or Place(above=row.parent, ended=True, heir=row.heir)
