"""Views, told again: every fact folded alone, in order, by the plainest possible application of its operations.

The engine merges the operations of a batch and writes set-based statements; this oracle does neither, so that equal
tables mean that batches, crashes and rebuilds changed nothing. It works in a transaction that it takes back.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import asyncpg

from shared.people.keyring import Keyring
from shared.readmodel.view import View
from shared.runtime.service import Service
from shared.testing.plain_writes import PlainWrites
from shared.testing.told_history import told_history
from shared.testing.violation import Violation
from shared.vocabulary.facts import Delivered, Sealed

SCRATCH = "invariants_replay"
_SETTLE_EVERY = 250
_LOST = """
    select count(*) from unnest($1::uuid[]) person where not exists (
        select from "{}".erased_persons erased where erased.person = person
    )
"""
_KEYS = 'select person, wrapped from "{}".person_keys where person = any($1)'


async def view_violations(
    reader: asyncpg.Connection, writer: asyncpg.Connection, services: Sequence[Service], kek: bytes
) -> list[Violation]:
    """Every view of every service against its replay, up to its follower's checkpoint. Two admin connections."""
    keeper = next((service.name for service in services if service.keeps_person_keys), "")
    keyring = Keyring(lambda persons: _wrapped_keys(writer, keeper, persons), kek)
    found: list[Violation] = []
    for service in services:
        replay = writer.transaction()
        await replay.start()
        try:
            oracle = _Oracle(writer, keyring, service)
            await oracle.replay(reader)
            found += await oracle.differences()
            if lost := await writer.fetchval(_LOST.format(keeper), oracle.unread) if oracle.unread else 0:
                detail = f"{lost} persons who are not erased have no key that opens their fields"
                found.append(Violation(invariant="a person can be read", service=service.name, detail=detail))
        finally:
            await replay.rollback()  # nothing stays of it
    return found


class _Oracle:
    """The views of one service in the scratch schema."""

    def __init__(self, connection: asyncpg.Connection, keyring: Keyring, service: Service) -> None:
        self._connection = connection
        self._keyring = keyring
        self._service = service
        self._writes = PlainWrites(connection)
        self.unread: set[UUID] = set()

    async def replay(self, reader: asyncpg.Connection) -> None:
        name = self._service.name
        await self._connection.execute(f"create schema {SCRATCH}")
        await self._connection.execute(f'set local search_path to {SCRATCH}, "{name}_views", "{name}"')
        await self._writes.make([view for one in self._service.reactions for view in one.views], SCRATCH)
        for reaction in self._service.reactions:
            applied = 0
            async for delivered in told_history(reader, self._service, reaction):
                await self._apply(reaction.views, delivered)
                applied += 1
                if applied % _SETTLE_EVERY == 0:
                    await self._settle(reaction.views)
            await self._settle(reaction.views)

    async def differences(self) -> list[Violation]:
        found, name = [], self._service.name
        for table in self._writes.tables:
            rows = await self._connection.fetchrow(_DIFFERENCE.format(SCRATCH, f'"{name}_views"', table))
            if rows and any(rows):
                detail = f"{table}: {rows[0]} rows only in the view, {rows[1]} only in the replay"
                detail += f"; columns: {await self._columns(name, table)}"
                found.append(Violation(invariant="a view is not its replay", service=name, detail=detail))
        return found

    async def _columns(self, name: str, table: str) -> str:
        """Where rows differ whose first column is the same: names, never values, which may be a person's."""
        rows = await self._connection.fetch(_COLUMNS.format(SCRATCH, f'"{name}_views"', table))
        return ", ".join(f"{row['key']} ({row['rows']}, {row['nulls']} null in the view)" for row in rows) or "none"

    async def _apply(self, views: Iterable[View], delivered: Delivered) -> None:
        for view in views:
            if isinstance(delivered.fact, view.on):
                await self._keyring.prefetch(tuple(view.people(delivered)))
                for op in view.asked(delivered, self._open):
                    await self._writes.write(op)

    async def _settle(self, views: Iterable[View]) -> None:
        await self._writes.flush()
        for view in views:
            if view.settle:
                await self._connection.execute(view.settle)

    def _open(self, person: UUID, field: str, sealed: Sealed | None) -> str | None:
        opened = None if sealed is None else self._keyring.open(person, field, sealed)
        if opened is None and sealed is not None:
            self.unread.add(person)
        return opened


_DIFFERENCE = """
    select (select count(*) from (select t::text from {1}."{2}" t except all select t::text from {0}."{2}" t) live),
           (select count(*) from (select t::text from {0}."{2}" t except all select t::text from {1}."{2}" t) replayed)
"""
_COLUMNS = """
    with live as (select t::text from {1}."{2}" t except all select t::text from {0}."{2}" t),
    shown as (select to_jsonb(t) as held from {1}."{2}" t where t::text in (select * from live)),
    told as (select to_jsonb(t) as held from {0}."{2}" t),
    first as (
        select attname from pg_attribute where attrelid = '{1}."{2}"'::regclass and attnum > 0 order by attnum limit 1
    )
    select column_.key, count(*) as rows,
        count(*) filter (where column_.value = 'null') as nulls
    from first cross join shown cross join told cross join jsonb_each(shown.held) column_
    where told.held -> attname = shown.held -> attname and told.held -> column_.key is distinct from column_.value
    group by 1 order by 1
"""


async def _wrapped_keys(connection: asyncpg.Connection, keeper: str, persons: Sequence[UUID]) -> Mapping[UUID, str]:
    """The keys as they stand; unlike a service's reading this leaves no trace in the audit."""
    rows = await connection.fetch(_KEYS.format(keeper), persons)
    return {row["person"]: base64.b64encode(row["wrapped"]).decode() for row in rows}
