"""Cây tổ chức cả nước ngày 1-7-2025 - the root, 34 provinces, 3,321 communes and the national policy rows.

The commune map is real (data/NOTICE); that each unit has a party organisation of this name is derived.
"""

import csv
import gzip
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from services.organization.contracts.enums import OrganizationType
from services.organization.contracts.identity import PARTY_FOUNDED_ON, ROOT_ID, TWO_TIER_SINCE, organization_id
from services.organization.domain.organization import OrganizationFounded
from services.organization.domain.policy import PolicySet
from shared.vocabulary.codes import ROOT
from shared.vocabulary.text import nfc

_DATA = Path(__file__).parent.parent / "data"


class _NationalRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    valid_from: date
    valid_to: date | None
    value: Any
    source: str
    confirmed: bool


def root() -> OrganizationFounded:
    """Ban Chấp hành Trung ương: over every tree, also those before 1-7-2025."""
    return OrganizationFounded(
        organization=ROOT_ID,
        code=ROOT,
        name="Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam",
        type=OrganizationType.CENTRAL.value,
        parent=None,
        effective_on=PARTY_FOUNDED_ON,
    )


def provinces() -> list[tuple[OrganizationFounded, ...]]:
    """For each province its own founding, then those of its communes, by code."""
    units = _units_of_2025()
    return [tuple(_foundings(code, units[code])) for code in sorted(units)]


def policies() -> dict[str, list[PolicySet]]:
    """The national rows by key; what nobody could confirm says so."""
    rows = msgspec.json.decode((_DATA / "national_policies.json").read_bytes(), type=list[_NationalRow])
    facts = [PolicySet(organization=ROOT_ID, organization_code=ROOT, **msgspec.structs.asdict(row)) for row in rows]
    return {key: [fact for fact in facts if fact.key == key] for key in dict.fromkeys(fact.key for fact in facts)}


class _Units(msgspec.Struct):
    province: str
    communes: dict[str, str]


def _units_of_2025() -> Mapping[str, _Units]:
    with gzip.open(_DATA / "commune_merge_2025.csv.gz", "rt", encoding="utf-8", newline="") as text:
        rows = csv.reader(text)  # row by row: what all of them together take, every service would keep
        columns = next(rows)
        of = [columns.index(name) for name in ("new_province_code", "new_province", "new_code", "new_name")]
        found = {tuple(row[place] for place in of) for row in rows}
    units: dict[str, _Units] = {}
    for code, province, commune, name in found:
        units.setdefault(code, _Units(nfc(province), {})).communes[commune] = nfc(name)
    return units


def _foundings(code: str, units: _Units) -> Iterator[OrganizationFounded]:
    province = organization_id(code)
    yield _founding(code, units.province, OrganizationType.PROVINCIAL, ROOT_ID)
    for commune in sorted(units.communes):
        yield _founding(f"{code}.{commune}", units.communes[commune], OrganizationType.DIRECT_SUPERIOR, province)


def _founding(code: str, unit: str, kind: OrganizationType, parent: UUID) -> OrganizationFounded:
    return OrganizationFounded(
        organization=organization_id(code),
        code=code,
        name=f"Đảng bộ {unit[0].lower()}{unit[1:]}",  # Phường Ba Đình → Đảng bộ phường Ba Đình
        type=kind.value,
        parent=parent,
        effective_on=TWO_TIER_SINCE,
    )
