"""The role of a service: it adds to its log and owns its views; it can neither change nor delete what has happened."""

from collections.abc import Iterable

import asyncpg

_ONLY_ADD = ("facts", "outbox", "commands", "seals", "epoch", "signed_checkpoints", "quiet_seals", "claim_moves")


_QUICK_LOG_IN = "set scram_iterations = 1"
"""Iterations slow the guessing of a weak password; ours are 192 random bits, and services connect often."""


async def prepare(connection: asyncpg.Connection, service: str, password: str) -> None:
    """Role, schemas and what later tables will grant. Idempotent."""
    name = str(await connection.fetchval("select quote_ident($1)", service))
    if not await connection.fetchval("select exists (select from pg_roles where rolname = $1)", service):
        await connection.execute(f"create role {name} login")
    await connection.execute(_QUICK_LOG_IN)
    await connection.execute(await _with_password(connection, name, password))
    await connection.execute(
        f"""
        create schema if not exists {name};
        create schema if not exists "{service}_views" authorization {name};
        alter role {name} set search_path = {name}, "{service}_views";
        revoke create on schema public from public;
        grant usage on schema {name} to {name};
        alter default privileges in schema {name} grant select, insert on tables to {name};
        """
    )


async def restrict(connection: asyncpg.Connection, service: str, trackers: Iterable[str]) -> None:
    """Take back whatever would let the role rewrite history or the list of applied migrations."""
    name = str(await connection.fetchval("select quote_ident($1)", service))
    for table in _ONLY_ADD:
        if await connection.fetchval("select to_regclass($1)", f"{name}.{table}"):
            await connection.execute(f"revoke update, delete, truncate on {name}.{table} from {name}")
    for tracker in trackers:
        if await connection.fetchval("select to_regclass($1)", f"{name}.{tracker}"):
            await connection.execute(f"revoke insert, update, delete on {name}.{tracker} from {name}")


async def _with_password(connection: asyncpg.Connection, name: str, password: str) -> str:
    literal = await connection.fetchval("select quote_literal($1::text)", password)
    return f"alter role {name} password {literal}"
