"""Pools of connections to PostgreSQL: what a connection need not ask, and how one goes back."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import asyncpg

_FIRST_OF_USERS = 16_384  # PostgreSQL numbers its own types below, the same in every database
_known: dict[int, list[Any]] = {}


class _NotAsked(NamedTuple):
    """Stands for the statement by which the library would have asked."""

    name: str = "known"


class LeanConnection(asyncpg.Connection):
    """The library's connection, which asks at the first array it sees how that array is built: some 5 ms, loaded 40.

    Each new connection asked again, while somebody waited. What PostgreSQL itself defines is asked once in a process.
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
