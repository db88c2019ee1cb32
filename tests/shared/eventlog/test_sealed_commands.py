"""A batch's seal covers its commands, what was asked and what was answered; older batches are sealed without."""

import asyncpg
import pytest

from shared.eventlog import batch, chain
from shared.eventlog.log import EventLog
from shared.eventlog.signing import Signer
from shared.eventlog.verifying import verify
from tests.shared.eventlog.village import NAME, an_append


async def breaches(admin: asyncpg.Connection) -> list[tuple[str, int]]:
    async with admin.transaction(isolation="repeatable_read"):
        found = await verify(admin, NAME, Signer(bytes(range(32))), ())
    return [(breach.kind, breach.at) for breach in found.breaches]


@pytest.mark.parametrize(
    "change",
    ["digest = sha256(digest)", "sequence = 0", "receipt = receipt || ' '::bytea"],
)
async def test_a_changed_answer_is_found(log: EventLog, admin: asyncpg.Connection, change: str):
    for _ in range(3):
        await log.append(an_append())
    assert await breaches(admin) == []
    await admin.execute(f"update commands set {change} where first = 2")
    assert await breaches(admin) == [("seal-broken", 2)]


async def test_batches_that_were_sealed_without_their_commands_hold_only_before_all_others(
    log: EventLog, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as older:
        older.setattr(batch, "seal", lambda *parts, **_: chain.seal(*parts[:4]))
        for _ in range(2):
            await log.append(an_append())
    await log.append(an_append())
    assert await breaches(admin) == []
    with monkeypatch.context() as older:
        older.setattr(batch, "seal", lambda *parts, **_: chain.seal(*parts[:4]))
        await log.append(an_append())
    assert await breaches(admin) == [("seal-broken", 4)]
