"""Views, told again: every fact folded alone, in order, by the plainest possible application of its operations.

The engine merges the operations of a batch and writes set-based statements; this oracle does neither, so that equal
tables mean that batches, crashes and rebuilds changed nothing. It works in a schema of its own.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from shared.people.keyring import Keyring
from shared.readmodel.columns import Column, Tables, read_columns
from shared.readmodel.view import Op, Patch, Put, Run, View
from shared.runtime.service import Service
from shared.testing.told_history import told_history
from shared.testing.violation import Violation
from shared.vocabulary.facts import Delivered, Sealed

SCRATCH = "invariants_replay"
_SETTLE_EVERY = 250
_KEYS = 'select person, wrapped from "{}".person_keys where person = any($1)'


async def view_violations(
    reader: asyncpg.Connection, writer: asyncpg.Connection, services: Sequence[Service], kek: bytes
) -> list[Violation]:
    """Every view of every service against its replay, up to its follower's checkpoint. Two admin connections."""
    keeper = next((service.name for service in services if service.keeps_person_keys), "")
    keyring = Keyring(lambda persons: _wrapped_keys(writer, keeper, persons), kek)
    found: list[Violation] = []
    for service in services:
        oracle = _Oracle(writer, keyring)
        await oracle.begin(service)
        for reaction in service.reactions:
            async for delivered in told_history(reader, service, reaction):
                await oracle.apply(reaction.views, delivered)
            await oracle.settle(reaction.views)
        found += await oracle.differences(service)
    return found


class _Oracle:
    """The views of one service in the scratch schema."""

    def __init__(self, connection: asyncpg.Connection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring
        self._tables: Tables = {}
        self._applied = 0

    async def begin(self, service: Service) -> None:
        await self._connection.execute(f"drop schema if exists {SCRATCH} cascade; create schema {SCRATCH}")
        await self._connection.execute(f'set search_path to {SCRATCH}, "{service.name}_views", "{service.name}"')
        for reaction in service.reactions:
            for view in reaction.views:
                await self._connection.execute(view.ddl)
        self._tables = await read_columns(self._connection, SCRATCH)

    async def apply(self, views: Iterable[View], delivered: Delivered) -> None:
        for view in views:
            if isinstance(delivered.fact, view.on):
                await self._keyring.prefetch(tuple(view.people(delivered)))
                for op in view.fold(delivered, self._open):
                    await self._one(op)
        self._applied += 1
        if self._applied % _SETTLE_EVERY == 0:
            await self.settle(views)

    async def settle(self, views: Iterable[View]) -> None:
        for view in views:
            if view.settle:
                await self._connection.execute(view.settle)

    async def differences(self, service: Service) -> list[Violation]:
        found = []
        for table in self._tables:
            rows = await self._connection.fetchrow(_DIFFERENCE.format(SCRATCH, f'"{service.name}_views"', table))
            if rows and any(rows):
                detail = f"{table}: {rows[0]} rows only in the view, {rows[1]} only in the replay"
                found.append(Violation(invariant="a view is not its replay", service=service.name, detail=detail))
        await self._connection.execute(f"drop schema {SCRATCH} cascade")
        return found

    async def _one(self, op: Op) -> None:
        if isinstance(op, Run):
            await self._connection.execute(op.sql, *op.arguments)
        elif isinstance(op, Patch):
            await self._statement("update {} set {}", op.table, op.columns, op.key)
        else:
            await self._statement("delete from {}{}", op.table, {}, op.key)
            if isinstance(op, Put):
                await self._insert(op.table, {**op.key, **op.columns})

    async def _statement(self, form: str, table: str, changes: Mapping[str, Any], key: Mapping[str, Any]) -> None:
        if form.startswith("update") and not changes:
            return
        named = [self._tables[table][name] for name in (*changes, *key)]
        assigned = [f'"{column.name}" = {_placeholder(place, column)}' for place, column in enumerate(named, start=1)]
        matched = " and ".join(assigned[len(changes) :])
        statement = f"{form.format(_quoted(table), ', '.join(assigned[: len(changes)]))} where {matched}"
        await self._connection.execute(statement, *_natives(named, [*changes.values(), *key.values()]))

    async def _insert(self, table: str, values: Mapping[str, Any]) -> None:
        named = [self._tables[table][name] for name in values]
        places = ", ".join(_placeholder(place, column) for place, column in enumerate(named, start=1))
        names = ", ".join(_quoted(column.name) for column in named)
        statement = f"insert into {_quoted(table)} ({names}) values ({places})"  # noqa: S608 - names of the catalogue
        await self._connection.execute(statement, *_natives(named, values.values()))

    def _open(self, person: UUID, field: str, sealed: Sealed | None) -> str | None:
        return None if sealed is None else self._keyring.open(person, field, sealed)


_DIFFERENCE = """
    select (select count(*) from (select t::text from {1}."{2}" t except all select t::text from {0}."{2}" t) live),
           (select count(*) from (select t::text from {0}."{2}" t except all select t::text from {1}."{2}" t) replayed)
"""


def _quoted(name: str) -> str:
    return f'"{name}"'


def _placeholder(place: int, column: Column) -> str:
    return f"${place}::{column.sent_as}::{column.type}"


def _natives(columns: Sequence[Column], values: Iterable[Any]) -> list[Any]:
    return [column.native(value) for column, value in zip(columns, values, strict=True)]


async def _wrapped_keys(connection: asyncpg.Connection, keeper: str, persons: Sequence[UUID]) -> Mapping[UUID, str]:
    """The keys as they stand; unlike a service's reading this leaves no trace in the audit."""
    rows = await connection.fetch(_KEYS.format(keeper), persons)
    return {row["person"]: base64.b64encode(row["wrapped"]).decode() for row in rows}
