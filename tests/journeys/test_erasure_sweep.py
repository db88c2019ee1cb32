"""Dead rows leave the files of tables, or it is said why not: somebody still sees them, a table is too large."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from services import erasure_sweep
from services.erasure_report import not_written_anew
from services.erasure_sweep import DeadRowsAreSeen, sweep
from shared.runtime.settings import Settings
from shared.testing.stack import Stack


@pytest.fixture
def settings(stack: Stack) -> Settings:
    return Settings.load(stack.data)


async def note(admin: asyncpg.Connection, person: UUID) -> dict[str, Any] | None:
    kept = await admin.fetchval("select kept from membership.erasure_sweeps where person = $1", person)
    return None if kept is None else msgspec.json.decode(kept)


def test_nothing_is_noted_while_a_transaction_sees_the_old_rows(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(erasure_sweep, "_PATIENCE", 0.3)

    async def tried() -> None:
        person, admin = uuid4(), await asyncpg.connect(settings.admin_dsn())
        reader = await asyncpg.connect(settings.admin_dsn())
        async with reader.transaction(isolation="repeatable_read", readonly=True):
            await reader.fetchval("select count(*) from gateway_views.members")
            with pytest.raises(DeadRowsAreSeen):
                await sweep(settings, [person])
        assert await note(admin, person) is None
        await sweep(settings, [person])
        assert await note(admin, person) == {}
        await reader.close()
        await admin.close()

    asyncio.run(tried())


def test_a_table_that_is_too_large_is_named_until_it_is_written_anew(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    async def tried() -> None:
        person, admin = uuid4(), await asyncpg.connect(settings.admin_dsn())
        monkeypatch.setattr(erasure_sweep, "MOST_BYTES", -1)
        await sweep(settings, [person])
        kept = await note(admin, person)
        assert kept is not None
        assert {"membership.person_keys", "gateway.read_audit", 'gateway_views."members"'} <= set(kept)
        assert await not_written_anew(admin, kept) == list(kept)
        monkeypatch.undo()
        await sweep(settings, [uuid4()])
        assert await not_written_anew(admin, kept) == []
        await admin.close()

    asyncio.run(tried())
