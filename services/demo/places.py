"""Tổ chức mẫu - made-up committees and cells below real communes of provinces 79 and 82, labelled so."""

from collections.abc import Iterator

import msgspec

from services.organization.contracts.enums import CellSetting, OrganizationType

CELL = OrganizationType.CELL
HCMC = ("79.26740", "79.26743", "79.26824", "79.26929", "79.27553", "79.25747", "79.26506", "79.27664")
DONG_THAP = ("82.29869", "82.28261", "82.28306", "82.28360", "82.29905", "82.29955", "82.30010")
ARMY = "00.b01"
_LABEL = "(tổng hợp)"
_RESIDENTIAL = (CellSetting.VILLAGE, CellSetting.APARTMENT_BUILDING)
_NAMES = {
    CellSetting.VILLAGE: "Chi bộ khu phố",
    CellSetting.APARTMENT_BUILDING: "Chi bộ chung cư",
    CellSetting.SCHOOL: "Chi bộ Trường Trung học cơ sở",
    CellSetting.HOSPITAL: "Chi bộ Trạm Y tế",
    CellSetting.COMMUNE_AGENCY: "Chi bộ cơ quan Đảng",
    CellSetting.ENTERPRISE_STATE: "Chi bộ Phân xưởng",
    CellSetting.ENTERPRISE_PRIVATE: "Chi bộ Công ty tư nhân",
    CellSetting.AGENCY: "Chi bộ Văn phòng",
}


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One made-up organisation; `parent` is a code, `external`: not connected."""

    code: str
    parent: str
    name: str
    type: OrganizationType
    setting: CellSetting | None = None
    external: bool = False


def places() -> list[Place]:
    """All of them, parents first, in an order that never changes."""
    return [
        _committee(f"{HCMC[0]}.001", HCMC[0], "Đảng bộ cơ sở Tổng Công ty Cấp nước"),
        _committee(f"{HCMC[2]}.001", HCMC[2], "Đảng bộ cơ sở Bệnh viện đa khoa"),
        _committee(f"{DONG_THAP[0]}.001", DONG_THAP[0], "Đảng bộ cơ sở Trường Đại học"),
        Place(
            code=f"{HCMC[0]}.002",
            parent=f"{HCMC[0]}.001",
            name=f"Đảng bộ bộ phận Nhà máy nước {_LABEL}",
            type=OrganizationType.SECTIONAL,
        ),
        _cell(f"{HCMC[0]}.003", f"{HCMC[0]}.002", CellSetting.ENTERPRISE_STATE, 1),
        _cell(f"{HCMC[0]}.004", f"{HCMC[0]}.002", CellSetting.ENTERPRISE_STATE, 2),
        _cell(f"{HCMC[0]}.005", f"{HCMC[0]}.001", CellSetting.AGENCY, 1),
        _cell(f"{HCMC[0]}.006", f"{HCMC[0]}.001", CellSetting.ENTERPRISE_PRIVATE, 1),
        *(_cell(f"{HCMC[2]}.{2 + n:03d}", f"{HCMC[2]}.001", CellSetting.HOSPITAL, n + 1) for n in range(3)),
        *(_cell(f"{DONG_THAP[0]}.{2 + n:03d}", f"{DONG_THAP[0]}.001", CellSetting.SCHOOL, n + 1) for n in range(3)),
        *_residential(),
        Place(
            code=ARMY,
            parent="00",
            name=f"Đảng bộ Quân đội, chưa kết nối {_LABEL}",
            type=OrganizationType.CENTRAL_BLOC,
            external=True,
        ),
    ]


def cells() -> list[Place]:
    """Where members have their home."""
    return [place for place in places() if place.type is CELL]


def _residential() -> Iterator[Place]:
    """Two cells in each commune, right below its committee."""
    for commune in (*HCMC, *DONG_THAP):
        for number, setting in enumerate(_RESIDENTIAL, start=1):
            name = CellSetting.COMMUNE_AGENCY if commune == DONG_THAP[-1] and number == 1 else setting
            yield _cell(f"{commune}.{10 + number:03d}", commune, name, number)


def _committee(code: str, parent: str, name: str) -> Place:
    return Place(code=code, parent=parent, name=f"{name} {_LABEL}", type=OrganizationType.GRASSROOTS_COMMITTEE)


def _cell(code: str, parent: str, setting: CellSetting, number: int) -> Place:
    return Place(code=code, parent=parent, name=f"{_NAMES[setting]} {number} {_LABEL}", type=CELL, setting=setting)
