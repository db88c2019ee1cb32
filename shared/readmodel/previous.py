"""The tables that a rebuild replaced, kept for a roll-back: in a schema that nobody queries.

Personal values in them are not blanked by an erasure; so an erasure drops every kept table with personal columns.
"""

from collections.abc import Sequence
from typing import Any

from shared.readmodel.statements import quoted
from shared.readmodel.view import View

_KEEP = """
INSERT INTO view_previous (name, version, tables, sequence, personal) VALUES ($1, $2, $3, $4, $5)
"""
_PERSONAL = "SELECT name FROM view_previous WHERE personal"


class Previous:
    """The kept tables of one service's views."""

    def __init__(self, service: str) -> None:
        self.schema = f"{service}_previous"

    async def version(self, connection: Any, view: View) -> int | None:
        """Which version of a view is kept; None when nothing is."""
        return await connection.fetchval("SELECT version FROM view_previous WHERE name = $1", view.name)

    async def keep(
        self, connection: Any, view: View, version: int, tables: Sequence[str], live: str, *, sequence: int
    ) -> None:
        """Put the live tables aside, in place of what was kept before; inside the transaction of the switch."""
        await self.drop(connection, view.name)
        for table in tables:
            await connection.execute(f"ALTER TABLE {quoted(live)}.{quoted(table)} SET SCHEMA {quoted(self.schema)}")
        await connection.execute(_KEEP, view.name, version, list(tables), sequence, bool(view.personal))

    async def take(self, connection: Any, view: View, building: str) -> int:
        """Move the kept tables to where they are told the rest; answers how far they have been told."""
        row = await connection.fetchrow("DELETE FROM view_previous WHERE name = $1 RETURNING *", view.name)
        for table in row["tables"]:
            name = f"{quoted(self.schema)}.{quoted(table)}"
            await connection.execute(f"ALTER TABLE {name} SET SCHEMA {quoted(building)}")
        return int(row["sequence"])

    async def drop(self, connection: Any, name: str) -> None:
        """Forget what is kept of a view."""
        tables = await connection.fetchval("DELETE FROM view_previous WHERE name = $1 RETURNING tables", name)
        for table in tables or ():
            await connection.execute(f"DROP TABLE {quoted(self.schema)}.{quoted(table)}")

    async def forget_persons(self, connection: Any) -> None:
        """Somebody is erased, from what is kept as well."""
        for row in await connection.fetch(_PERSONAL):
            await self.drop(connection, row["name"])
