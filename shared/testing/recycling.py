"""A test's database used again: emptied if its tables are still the template's; making one takes 70 times longer."""

from collections.abc import Sequence

import asyncpg

_SIGNATURE = """
    select md5(string_agg(concat_ws('|', c.oid::regclass, c.relkind, a.columns, p.source), ',' order by c.oid))
    from pg_class c
    left join lateral (
        select string_agg(attname || ' ' || atttypid, ' ' order by attnum) as columns
        from pg_attribute where attrelid = c.oid and attnum > 0
    ) a on true
    left join lateral (
        select md5(string_agg(proname || prosrc, ' ' order by proname)) as source
        from pg_proc where pronamespace = c.relnamespace
    ) p on true
    where c.relnamespace::regnamespace::text = any ($1)
"""
_TABLES = "select oid::regclass::text from pg_class where relkind = 'r' and relnamespace::regnamespace::text = any ($1)"
_SEQUENCES = """
    select oid::regclass::text as name, pg_sequence_last_value(oid) as last from pg_class
    where relkind = 'S' and relnamespace::regnamespace::text = any ($1)
"""
_RESET = "select setval($1::text::regclass, $2, $3)"
_OTHERS = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""
_APPLIED = "applied_"
_PARTS = ("", "_views", "_rebuild", "_previous")


class Template:
    """What a freshly migrated database holds: its tables, empty but for what the making of them wrote (`given`)."""

    def __init__(self, name: str, services: Sequence[str]) -> None:
        self.name = name
        self.free: list[str] = []
        self._schemas = [f"{service}{part}" for service in services for part in _PARTS]
        self._signature = ""
        self._tables: set[str] = set()
        self._given: dict[str, str] = {}
        self._counted: dict[str, int | None] = {}

    async def remember(self, dsn: str) -> None:
        """Look at the template once."""
        connection = await asyncpg.connect(dsn)
        try:
            self._tables = await self._all_tables(connection)
            self._signature = await connection.fetchval(_SIGNATURE, self._schemas)
            held = {table: await connection.fetchval(_rows(table)) for table in self._to_empty()}
            self._given = {table: rows for table, rows in held.items() if rows}
            self._counted = {row["name"]: row["last"] for row in await connection.fetch(_SEQUENCES, self._schemas)}
        finally:
            await connection.close()

    async def clean(self, dsn: str) -> bool:
        """Empty a used database; False if it is no longer what the template was."""
        connection = await asyncpg.connect(dsn)
        try:
            await connection.execute(_OTHERS)
            for table in await self._all_tables(connection) - self._tables:
                await connection.execute(f"drop table if exists {table} cascade")
            if await connection.fetchval(_SIGNATURE, self._schemas) != self._signature:
                return False
            if {table: await connection.fetchval(_rows(table)) for table in self._given} != self._given:
                return False
            emptied = "; ".join(f"delete from {table}" for table in self._to_empty())  # noqa: S608 - names of our tables
            await connection.execute(f"set session_replication_role = replica; {emptied}")
            for name, last in self._counted.items():
                await connection.fetchval(
                    "select setval($1::text::regclass, $2, $3)", name, last or 1, last is not None
                )
            return True
        finally:
            await connection.close()

    async def _all_tables(self, connection: asyncpg.Connection) -> set[str]:
        return {row[0] for row in await connection.fetch(_TABLES, self._schemas)}

    def _to_empty(self) -> list[str]:
        kept = {table for table in self._tables if table.split(".")[-1].startswith(_APPLIED)}
        return sorted(self._tables - kept - set(self._given))


def _rows(table: str) -> str:
    return f"select md5(string_agg(held::text, '|' order by held::text)) from {table} held"  # noqa: S608 - as above
