"""A log's tables as they were a while ago: what a copy of a cluster's files brings back."""

import asyncpg

_TABLES = ("facts", "outbox", "commands", "seals", "claims", "claim_moves", "quiet_seals", "signed_checkpoints")
Copy = dict[str, list[tuple[object, ...]]]


async def copied(admin: asyncpg.Connection) -> Copy:
    """All of it as it stands now."""
    return {table: [tuple(row) for row in await admin.fetch(f"select * from {table}")] for table in _TABLES}


async def put_back(admin: asyncpg.Connection, copy: Copy) -> None:
    """What came since is gone."""
    async with admin.transaction():
        for table, rows in copy.items():
            await admin.execute(f"delete from {table}")
            await admin.copy_records_to_table(table, schema_name="village", records=rows)
