"""A province of synthetic members, written straight into evaluation's views: the season is measured, not the imports.

Communes, grassroots committees of eight cells each, members at home in the cells. No row speaks of a real person.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import asyncpg

from shared.authority.tree import SETTLE

_SPACE = UUID("0d6e2b3c-3b51-5a7e-9b7c-1f2a6f0a7f11")
_POLICIES = Path(__file__).parents[2] / "services" / "organization" / "data" / "national_policies.json"
_SINCE = date(2020, 1, 1)
CELLS_IN_ONE, COMMUNES = 8, 126
OFFICER = "officer@01"
ROOT, PROVINCE = uuid5(_SPACE, "root"), uuid5(_SPACE, "province")


@dataclass(frozen=True)
class Body:
    """An organisation of the scene."""

    id: UUID
    code: str
    type: str
    path: tuple[UUID, ...]


@dataclass(frozen=True)
class Grassroots:
    """A grassroots committee and the members of its cells."""

    body: Body
    members: tuple[UUID, ...]


@dataclass(frozen=True)
class Province:
    """Everything that was laid down."""

    bodies: Sequence[Body]
    homes: Sequence[tuple[UUID, UUID]]  # member, cell
    grassroots: Sequence[Grassroots]


def province(members: int, cells: int) -> Province:
    """So many members spread evenly over so many cells."""
    root = Body(ROOT, "00", "CENTRAL", (ROOT,))
    top = Body(PROVINCE, "01", "PROVINCIAL", (ROOT, PROVINCE))
    communes = [_under(top, f"{number:05d}", "DIRECT_SUPERIOR") for number in range(COMMUNES)]
    groups = -(-cells // CELLS_IN_ONE)
    committees = [
        _under(communes[number % COMMUNES], f"{number:04d}", "GRASSROOTS_COMMITTEE") for number in range(groups)
    ]
    rooms = [_under(committees[number % groups], f"c{number:05d}", "CELL") for number in range(cells)]
    homes = [(uuid5(_SPACE, f"member {number}"), rooms[number % cells].id) for number in range(members)]
    inside: dict[UUID, list[UUID]] = {committee.id: [] for committee in committees}
    above = {room.id: room.path[-2] for room in rooms}
    for member, cell in homes:
        inside[above[cell]].append(member)
    grassroots = [Grassroots(committee, tuple(inside[committee.id])) for committee in committees]
    return Province([root, top, *communes, *committees, *rooms], homes, grassroots)


async def fill(connection: asyncpg.Connection, schema: str, of: Province) -> None:
    """The rows that the followers of organization and membership would have written."""

    async def copy(table: str, columns: tuple[str, ...], rows: Iterable[Any]) -> None:
        await connection.copy_records_to_table(table, schema_name=schema, columns=columns, records=rows)

    await fill_tree(connection, schema, of)
    await copy(
        "authority_grants", ("grant_id", "valid_from", "subject", "role", "organization"),
        [(uuid5(_SPACE, "grant"), _SINCE, OFFICER, "committee_officer", PROVINCE)],
    )  # fmt: skip
    await copy("bodies", ("organization", "code", "type", "founded_on"),
               ((body.id, body.code, body.type, _SINCE) for body in of.bodies))  # fmt: skip
    await copy("bodies_parents", ("organization", "since", "parent"),
               ((body.id, _SINCE, body.path[-2] if len(body.path) > 1 else None) for body in of.bodies))  # fmt: skip
    await copy("homes", ("member", "since", "cell"), ((member, _SINCE, cell) for member, cell in of.homes))
    await copy("homes_states", ("member", "since", "state", "exempt"),
               ((member, _SINCE, "FULL", False) for member, _ in of.homes))  # fmt: skip
    await copy("rules", _RULE, (_rule(row) for row in _policies()))
    for table in ("bodies", "bodies_parents", "homes", "homes_states"):
        await connection.execute(f"vacuum analyze {schema}.{table}")


async def fill_tree(connection: asyncpg.Connection, schema: str, of: Province) -> None:
    """The tree alone, for who only reads."""
    columns = ("organization", "code", "parent")
    rows = [_seat(body) for body in of.bodies]
    await connection.copy_records_to_table("authority_tree", schema_name=schema, columns=columns, records=rows)
    await connection.execute(f"set search_path = {schema}; {_HANG}; {SETTLE}; reset search_path")
    await connection.execute(f"vacuum analyze {schema}.authority_tree, {schema}.authority_tree_paths")


_HANG = "insert into authority_tree_hanging select distinct coalesce(parent, organization) from authority_tree"
_RULE = ("key", "organization", "valid_from", "valid_to", "organization_code", "value", "source", "confirmed")


def _policies() -> list[dict[str, Any]]:
    return [row for row in json.loads(_POLICIES.read_text()) if row["key"].startswith("eval.")]


def _rule(row: dict[str, Any]) -> tuple[Any, ...]:
    starts, ends = date.fromisoformat(row["valid_from"]), row["valid_to"] and date.fromisoformat(row["valid_to"])
    return row["key"], ROOT, starts, ends, "00", json.dumps(row["value"]), row["source"], row["confirmed"]


def _under(above: Body, number: str, kind: str) -> Body:
    id = uuid5(_SPACE, f"{above.code}.{number}")
    return Body(id, f"{above.code}.{number}", kind, (*above.path, id))


def _seat(body: Body) -> tuple[Any, ...]:
    return body.id, body.code, body.path[-2] if len(body.path) > 1 else None
