"""Bản đồ thật: old units and what became of each, from the commune map (services/organization/data/NOTICE)."""

import csv
import gzip
import io
from collections.abc import Mapping
from pathlib import Path

import msgspec

import services
from shared.vocabulary.text import nfc

_MAP = Path(services.__file__).parent / "organization/data/commune_merge_2025.csv.gz"


class Old(msgspec.Struct, frozen=True, kw_only=True):
    """Đơn vị cũ: a commune of 30 June 2025, or an island district without communes (`code` empty)."""

    code: str
    name: str
    district: str
    province: str

    @property
    def is_island(self) -> bool:
        """The five island districts have no communes: the district itself is the unit."""
        return not self.code


class New(msgspec.Struct, frozen=True, kw_only=True):
    """Đơn vị cấp xã từ 1-7-2025."""

    code: str
    name: str
    province: str


class Map(msgspec.Struct, frozen=True, kw_only=True):
    """Both maps and the edges between them; the first successor of an old unit is the default one."""

    old_provinces: Mapping[str, str]
    new_provinces: Mapping[str, str]
    became: Mapping[str, str]  # old province → new province
    districts: Mapping[tuple[str, str], str]  # (province, district code) → name
    successors: Mapping[Old, tuple[New, ...]]
    sources: Mapping[New, tuple[Old, ...]]


def read() -> Map:
    """The whole map."""
    text = gzip.decompress(_MAP.read_bytes()).decode()
    old_provinces: dict[str, str] = {}
    new_provinces: dict[str, str] = {}
    became: dict[str, str] = {}
    districts: dict[tuple[str, str], str] = {}
    successors: dict[Old, list[New]] = {}
    sources: dict[New, list[Old]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        province, district = row["old_province_code"], row["old_district_code"]
        old_provinces[province] = nfc(row["old_province"])
        new_provinces[row["new_province_code"]] = nfc(row["new_province"])
        became[province] = row["new_province_code"]
        districts[province, district] = nfc(row["old_district"])
        old = Old(code=row["old_code"], name=nfc(row["old_name"]), district=district, province=province)
        new = New(code=row["new_code"], name=nfc(row["new_name"]), province=row["new_province_code"])
        heirs = successors.setdefault(old, [])
        heirs.insert(0, new) if row["is_default"] == "1" else heirs.append(new)
        sources.setdefault(new, []).append(old)
    return Map(
        old_provinces=old_provinces,
        new_provinces=new_provinces,
        became=became,
        districts=districts,
        successors={old: tuple(heirs) for old, heirs in successors.items()},
        sources={new: tuple(olds) for new, olds in sources.items()},
    )


def committee(unit: str) -> str:
    """The name of a unit's party organisation."""
    return f"Đảng bộ {unit[0].lower()}{unit[1:]}"
