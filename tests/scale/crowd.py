"""A province of 450,000 synthetic members, written straight into the gateway's views: reading is measured, not folding.

The tree is the real one down to the communes; cells are hung below the communes of Hà Nội, members into the cells.
Names are drawn from short lists by number, so that two runs read the same rows. No row speaks of a real person.
"""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime

import asyncpg

from services.gateway.organization.paths import PLACE
from shared.authority.tree import SETTLE
from shared.vocabulary.text import fold, nfc, person_sort_key, sort_key

PROVINCE, EMPTY = "01", "79"
IN_A_CELL = 30
SINCE = date(2025, 7, 1)
KNOWN = datetime(2025, 7, 1, tzinfo=UTC)
_SPACE = uuid.UUID("5e0f7a64-6a2c-5e6e-9a6e-0d8c7f6b1a10")
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
_MIDDLES = ("Văn", "Thị", "Đức", "Hữu", "Minh", "Ngọc", "Quang", "Thanh", "Xuân", "Kim")
_GIVENS = ("An", "Ánh", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Hà", "Hoà", "Hoài", "Khánh", "Lan", "Mai", "Nam",
           "Oanh", "Phúc", "Quân", "Sơn", "Thảo", "Uyên", "Vinh", "Yến")  # fmt: skip
_COMMUNES = "select organization from gateway_views.authority_tree where code like $1 order by code"
_SETTLE = f"""
set search_path = gateway_views;
insert into authority_tree_hanging select organization from authority_tree where code like '{PROVINCE}._____';
insert into organizations_hanging table authority_tree_hanging;
{SETTLE};
{PLACE};
reset search_path
"""
_SUMS = """
insert into gateway_views.homes_sums (cell, members, full_members, unsettled_until)
select cell, count(*), count(*), max(valid_from) from gateway_views.homes group by cell
"""
_Row = tuple[object, ...]


def member_id(number: int) -> uuid.UUID:
    """The id of the n-th member."""
    return uuid.uuid5(_SPACE, f"member {number}")


def cell_id(number: int) -> uuid.UUID:
    """The id of the n-th cell."""
    return uuid.uuid5(_SPACE, f"cell {number}")


def full_name(number: int) -> str:
    """A name by number: all combinations, one after the other."""
    given, rest = number % len(_GIVENS), number // len(_GIVENS)
    middle, family = rest % len(_MIDDLES), rest // len(_MIDDLES) % len(_FAMILIES)
    return nfc(f"{_FAMILIES[family]} {_MIDDLES[middle]} {_GIVENS[given]}")


async def fill(connection: asyncpg.Connection, members: int) -> None:
    """Cells below the province's communes, and members at home there; statistics as autovacuum would have them."""
    communes = await connection.fetch(
        _COMMUNES,
        f"{PROVINCE}._____",
    )
    assert communes, "the tree is not there yet"
    cells = [(number, communes[number % len(communes)]) for number in range(members // IN_A_CELL)]
    await _copy(connection, "authority_tree", ("organization", "code", "parent"), map(_seat, cells))
    await _copy(connection, "organizations", _ORGANIZATION, map(_cell, cells))
    await _copy(connection, "members", _MEMBER, (_member(number, len(cells)) for number in range(members)))
    await _copy(connection, "homes", _HOME, (_home(number, len(cells)) for number in range(members)))
    await connection.execute(_SUMS)
    await connection.execute(_SETTLE)
    for table in (
        "authority_tree",
        "authority_tree_paths",
        "organizations",
        "organizations_paths",
        "members",
        "homes",
        "homes_sums",
    ):
        await connection.execute(f"vacuum analyze gateway_views.{table}")


async def _copy(connection: asyncpg.Connection, table: str, columns: tuple[str, ...], rows: Iterator[_Row]) -> None:
    await connection.copy_records_to_table(table, schema_name="gateway_views", columns=columns, records=rows)


def _code(number: int, commune: asyncpg.Record) -> str:
    return f"{commune['organization'].hex[:8]}.{number:06d}"


def _seat(cell: tuple[int, asyncpg.Record]) -> _Row:
    number, commune = cell
    return cell_id(number), _code(number, commune), commune["organization"]


_ORGANIZATION = ("organization", "code", "name", "folded", "sort_key", "type", "setting", "status", "external",
                 "version", "parent", "valid_from", "known_from", "sequence", "valid_to")  # fmt: skip


def _cell(cell: tuple[int, asyncpg.Record]) -> _Row:
    number, commune = cell
    name = f"Chi bộ {number} (tổng hợp)"
    stated = (_code(number, commune), name, fold(name), sort_key(name), "CELL", "VILLAGE", "ACTIVE", False, 1)
    identity = cell_id(number)
    return identity, *stated, commune["organization"], SINCE, KNOWN, 10**9 + number, date.max


_MEMBER = ("member", "version", "cell", "state", "admitted_on", "full_member_on", "synthetic", "full_name", "folded",
           "sort_key", "file_number", "card_number", "external_ids")  # fmt: skip


def _member(number: int, cells: int) -> _Row:
    name = full_name(number)
    numbers = (f"{number:06d}HN", f"98.{number:06d}", "{}")
    stated = (cell_id(number % cells), "FULL", date(2005, 5, 19), date(2006, 5, 19), True)
    return member_id(number), 1, *stated, name, fold(name), person_sort_key(name), *numbers


_HOME = ("member", "valid_from", "sequence", "cell", "state", "full_member_on", "known_from")


def _home(number: int, cells: int) -> _Row:
    return member_id(number), SINCE, 10**9 + number, cell_id(number % cells), "FULL", date(2006, 5, 19), KNOWN
