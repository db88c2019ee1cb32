"""Cây tổ chức ngày 30-6-2025 - 63 provinces, 696 districts, 10,035 communes of the real map; the cells are made up."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID, uuid5

import msgspec

from services.merger_2025.units import Map, Old, committee
from services.organization.contracts.enums import CellSetting, OrganizationType
from services.organization.contracts.identity import ROOT_ID
from services.organization.contracts.requests import FoundOrganizations, NewOrganization
from shared.vocabulary.requests import new_id

SINCE = date(2000, 1, 1)
_COMMANDS = UUID("7c1e3f7a-94bb-5a0b-8f39-2d8a5a0c2025")
_AT_ONCE = 400


class June(msgspec.Struct, frozen=True, kw_only=True):
    """The tree as commands, and where each unit stands in it."""

    levels: Sequence[Sequence[FoundOrganizations]]  # a level rests on the one before
    provinces: Mapping[str, UUID]
    districts: Mapping[tuple[str, str], UUID]
    units: Mapping[Old, UUID]
    schools: Mapping[tuple[str, str], UUID]
    cells: Mapping[str, UUID]  # code → id


def june(units: Map, cells_each: int) -> June:
    """Everything, with `cells_each` cells to an old unit."""
    provinces = {code: (code, committee(name)) for code, name in units.old_provinces.items()}
    first = _Level("provinces")
    for code, (number, name) in provinces.items():
        first.add(code, number, name, OrganizationType.PROVINCIAL, ROOT_ID)
    second = _Level("districts")
    codes = _district_codes(units)
    for key, name in units.districts.items():
        second.add(key, codes[key], committee(name), OrganizationType.DIRECT_SUPERIOR, first.ids[key[0]])
    third = _Level("communes")
    for old in units.successors:
        if not old.is_island:
            above = second.ids[old.province, old.district]
            code = f"{old.province}.{old.code}"
            third.add(old, code, committee(old.name), OrganizationType.GRASSROOTS_COMMITTEE, above)
    placed = {
        old: second.ids[old.province, old.district] if old.is_island else third.ids[old] for old in units.successors
    }
    fourth = _Level("cells")
    for old, above in placed.items():
        base = codes[old.province, old.district] if old.is_island else f"{old.province}.{old.code}"
        kind = OrganizationType.GRASSROOTS_CELL if old.is_island else OrganizationType.CELL
        for number in range(1, cells_each + 1):
            name = f"Chi bộ {number} (tổng hợp)"
            fourth.add(f"{base}.{number:03d}", f"{base}.{number:03d}", name, kind, above, setting=CellSetting.VILLAGE)
    schools = _Level("schools")
    for key, above in second.ids.items():
        name = "Chi bộ trường học trực thuộc huyện (tổng hợp)"
        kind = OrganizationType.GRASSROOTS_CELL
        schools.add(key, f"{codes[key]}.901", name, kind, above, setting=CellSetting.SCHOOL)
    levels = [tuple(level.commands()) for level in (first, second, third, fourth, schools)]
    return June(
        levels=levels,
        provinces=first.ids,
        districts=second.ids,
        units=placed,
        schools=schools.ids,
        cells={**fourth.ids, **{f"{codes[key]}.901": identity for key, identity in schools.ids.items()}},
    )


def _district_codes(units: Map) -> dict[tuple[str, str], str]:
    """Districts have no code in ours: they are numbered inside their province, d01 or d101."""
    numbers: dict[str, int] = {}
    codes = {}
    for key in sorted(units.districts):
        numbers[key[0]] = numbers.get(key[0], 0) + 1
        codes[key] = f"{key[0]}.d{numbers[key[0]]:02d}"
    return codes


class _Level:
    """One level of the tree, cut into commands; ids follow from the commands' ids."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines: list[NewOrganization] = []
        self.ids: dict = {}

    def add(
        self,
        key: object,
        code: str,
        name: str,
        kind: OrganizationType,
        parent: UUID,
        *,
        setting: CellSetting | None = None,
    ) -> None:
        number = len(self._lines)
        self._lines.append(NewOrganization(code=code, name=name, type=kind, parent_id=parent, setting=setting))
        self.ids[key] = new_id(self._command(number // _AT_ONCE), f"organization/{number % _AT_ONCE}")

    def commands(self) -> Iterator[FoundOrganizations]:
        for part in range(-(-len(self._lines) // _AT_ONCE)):
            lines = tuple(self._lines[part * _AT_ONCE : (part + 1) * _AT_ONCE])
            yield FoundOrganizations(command_id=self._command(part), effective_on=SINCE, organizations=lines)

    def _command(self, part: int) -> UUID:
        return uuid5(_COMMANDS, f"{self._name}/{part}")
