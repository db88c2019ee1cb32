"""Phương án cả nước - the whole merger as one list of operations, effective 1 July 2025."""

from collections.abc import Iterator
from uuid import UUID

from services.merger_2025.june import June
from services.merger_2025.units import Map, New, Old, committee
from services.organization.contracts.identity import ROOT_ID
from services.organization.contracts.restructuring import NewBody, Operation


def operations(units: Map, june: June) -> list[Operation]:
    """Provinces, communes, what stood right below the districts, and last the districts themselves."""
    writer = _Writer(units, june)
    return [*writer.provinces(), *writer.communes(), *writer.splits(), *writer.schools(), *writer.districts()]


class _Writer:
    """Writes the operations; `new:p…` and `new:c…` name what the plan founds."""

    def __init__(self, units: Map, june: June) -> None:
        self._units = units
        self._june = june
        self._islands = {(old.province, old.district) for old in units.successors if old.is_island}
        self._merged = self._merged_provinces()
        self._kept = {new: olds[0] for new, olds in units.sources.items() if self._stays(new, olds)}

    def provinces(self) -> Iterator[Operation]:
        for code, olds in self._merged.items():
            name = committee(self._units.new_provinces[code])
            new = NewBody(key=f"p{code}", code=code, name=name, type="PROVINCIAL", parent=str(ROOT_ID))
            yield Operation(kind="CONSOLIDATE", sources=tuple(self._june.provinces[old] for old in olds), new=new)

    def communes(self) -> Iterator[Operation]:
        for new, olds in self._units.sources.items():
            if new in self._kept:
                yield from self._kept_as(new, self._kept[new])
                continue
            whole = tuple(self._june.units[old] for old in olds if len(self._units.successors[old]) == 1)
            body = NewBody(
                key=f"c{new.code}",
                code=f"{new.province}.{new.code}",
                name=committee(new.name),
                type="DIRECT_SUPERIOR",
                parent=self._province(new.province),
            )
            yield Operation(kind="CONSOLIDATE" if whole else "FOUND", sources=whole, new=body)

    def splits(self) -> Iterator[Operation]:
        for old, heirs in self._units.successors.items():
            if len(heirs) > 1:
                targets = tuple(self._commune(heir) for heir in heirs)
                yield Operation(kind="SPLIT", sources=(self._june.units[old],), targets=targets)

    def schools(self) -> Iterator[Operation]:
        """What stood right below a district goes to the commune that its first unit became."""
        first: dict[tuple[str, str], New] = {}
        for old, heirs in self._units.successors.items():
            first.setdefault((old.province, old.district), heirs[0])
        for key, school in self._june.schools.items():
            if not self._is_island(key):
                yield Operation(kind="TRANSFER_ORG", sources=(school,), target=self._commune(first[key]))

    def districts(self) -> Iterator[Operation]:
        ended: dict[str, list[UUID]] = {}
        for key, district in self._june.districts.items():
            if not self._is_island(key):
                ended.setdefault(key[0], []).append(district)
        for sources in ended.values():
            yield Operation(kind="DISSOLVE", sources=tuple(sources))

    def _kept_as(self, new: New, old: Old) -> Iterator[Operation]:
        """One commune that stays whole under its own code becomes a direct superior, under the province."""
        here = (self._june.units[old],)
        yield Operation(kind="RETYPE", sources=here, type="DIRECT_SUPERIOR")
        yield Operation(kind="TRANSFER_ORG", sources=here, target=self._province(new.province))
        if old.name != new.name:
            yield Operation(kind="RENAME", sources=here, name=committee(new.name))

    def _stays(self, new: New, olds: tuple[Old, ...]) -> bool:
        if len(olds) != 1 or olds[0].is_island:
            return False
        old = olds[0]
        same = old.code == new.code and old.province == new.province
        return same and len(self._units.successors[old]) == 1

    def _merged_provinces(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for old, new in self._units.became.items():
            groups.setdefault(new, []).append(old)
        return {new: olds for new, olds in groups.items() if len(olds) > 1}

    def _province(self, code: str) -> str:
        return f"new:p{code}" if code in self._merged else str(self._june.provinces[code])

    def _commune(self, new: New) -> str:
        return str(self._june.units[self._kept[new]]) if new in self._kept else f"new:c{new.code}"

    def _is_island(self, key: tuple[str, str]) -> bool:
        return key in self._islands
