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
    select setval(oid::regclass, 1, false) from pg_class
    where relkind = 'S' and relnamespace::regnamespace::text = any ($1)
"""
_OTHERS = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""
_APPLIED = "applied_"
_PARTS = ("", "_views", "_rebuild", "_previous")


class Template:
    """What a freshly migrated database holds: its tables, all empty but for the lists of applied migrations."""

    def __init__(self, name: str, services: Sequence[str]) -> None:
        self.name = name
        self.free: list[str] = []
        self._schemas = [f"{service}{part}" for service in services for part in _PARTS]
        self._signature = ""
        self._tables: set[str] = set()
        self._is_empty = False

    async def remember(self, dsn: str) -> None:
        """Look at the template once."""
        connection = await asyncpg.connect(dsn)
        try:
            self._tables = await self._all_tables(connection)
            self._signature = await connection.fetchval(_SIGNATURE, self._schemas)
            full = [await connection.fetchval(_is_full(table)) for table in self._to_empty()]
            self._is_empty = not any(full)
        finally:
            await connection.close()

    async def clean(self, dsn: str) -> bool:
        """Empty a used database; False if it is no longer what the template was."""
        if not self._is_empty:
            return False
        connection = await asyncpg.connect(dsn)
        try:
            await connection.execute(_OTHERS)
            for table in await self._all_tables(connection) - self._tables:
                await connection.execute(f"drop table if exists {table} cascade")
            if await connection.fetchval(_SIGNATURE, self._schemas) != self._signature:
                return False
            emptied = "; ".join(f"delete from {table}" for table in self._to_empty())  # noqa: S608 - names of our tables
            await connection.execute(f"set session_replication_role = replica; {emptied}")
            await connection.execute(_SEQUENCES.replace("$1", f"array{self._schemas}::text[]"))
            return True
        finally:
            await connection.close()

    async def _all_tables(self, connection: asyncpg.Connection) -> set[str]:
        return {row[0] for row in await connection.fetch(_TABLES, self._schemas)}

    def _to_empty(self) -> list[str]:
        return sorted(table for table in self._tables if not table.split(".")[-1].startswith(_APPLIED))


def _is_full(table: str) -> str:
    return f"select exists (select from {table})"  # noqa: S608 - names of our tables
