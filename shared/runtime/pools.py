"""Pools of connections to PostgreSQL: what a connection need not ask, and how one goes back."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import asyncpg

_FIRST_OF_USERS = 16_384  # PostgreSQL numbers its own types below, the same in every database
_BYTEA = 17
_ARRAYS = (
    # the element: its number, its name, its name in SQL; the array's number
    (16, "bool", "boolean", 1000),
    (17, "bytea", "bytea", 1001),
    (20, "int8", "bigint", 1016),
    (21, "int2", "smallint", 1005),
    (23, "int4", "integer", 1007),
    (701, "float8", "double precision", 1022),
    (1082, "date", "date", 1182),
    (1184, "timestamptz", "timestamp with time zone", 1185),
    (1700, "numeric", "numeric", 1231),
    (2950, "uuid", "uuid", 2951),
    (3802, "jsonb", "jsonb", 3807),
)
"""Arrays that every process sends: PostgreSQL's own, by numbers that its versions keep."""


def _row(oid: int, name: str, depth: int, **more: Any) -> dict[str, Any]:
    """A type, as the library reads it from the catalogue."""
    nothing = dict.fromkeys(("basetype", "range_subtype", "attrtypoids", "attrnames", "elemdelim"))
    names = {"basetype_name": None, "elemtype_name": "-", "range_subtype_name": None}
    told = {"oid": oid, "ns": "pg_catalog", "name": name, "kind": b"b", "elemtype": 0, "depth": depth}
    return {**told, **nothing, **names, **more}


_known: dict[int, list[Any]] = {
    array: [
        _row(element, name, 1),
        _row(array, f"_{name}", 0, elemtype=element, elemdelim=b",", elemtype_name=named),
    ]
    for element, name, named, array in _ARRAYS
}


class _NotAsked(NamedTuple):
    """Stands for the statement by which the library would have asked."""

    name: str = "known"


def as_bytes(typeoids: Iterable[int]) -> tuple[list[dict[str, Any]], _NotAsked]:
    """Types that the library is to take as the bytes PostgreSQL reads: it is told that they are a kind of `bytea`."""
    told = {"kind": b"d", "basetype": _BYTEA, "basetype_name": "bytea"}
    return [{**_row(oid, str(oid), 0), **told} for oid in typeoids], _NotAsked()


class LeanConnection(asyncpg.Connection):
    """The library's connection, which asks at the first array it sees how that array is built: some 5 ms, loaded 40.

    Each new connection asked again, while somebody waited. The usual ones are known from the start, others that
    PostgreSQL itself defines are asked once in a process.
    """

    async def _introspect_types(self, typeoids: Iterable[int], timeout: float | None) -> Any:  # noqa: ASYNC109 - theirs
        wanted = list(typeoids)
        missing = [oid for oid in wanted if oid not in _known]
        if not missing:
            return [row for oid in wanted for row in _known[oid]], _NotAsked()
        rows, asked = await super()._introspect_types(wanted, timeout)  # type: ignore[misc]
        if max(row["oid"] for row in rows) < _FIRST_OF_USERS:
            _known.update((oid, rows) for oid in missing)
        return rows, asked


async def as_it_is(_connection: object) -> None:
    """Nobody here leaves session state behind, so a connection goes back without asyncpg's RESET round trip."""
