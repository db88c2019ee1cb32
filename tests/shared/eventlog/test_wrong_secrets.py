"""A claims.key or log.key that is not this log's: named, nothing written, nothing said of claims; then back again."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from shared.eventlog.commands import Commands
from shared.eventlog.key_checks import holds, wrong_secret
from shared.eventlog.notary import Notary
from shared.eventlog.refusals import SecretIsWrong
from shared.eventlog.signing import Signer
from shared.runtime.clock import SystemClock
from shared.testing.postgres import Database
from shared.vocabulary.actor import Actor
from tests.shared.eventlog import village
from tests.shared.eventlog.conftest import OpenLog

CLAIMS, LOG, OTHER = b"c" * 32, b"l" * 32, b"o" * 32
ACTOR = Actor(subject="account:builder", role="service")
COUNTED = "select (select count(*) from facts), (select count(*) from commands), (select count(*) from claims)"


async def looked(database: Database, claims: bytes, log: bytes) -> SecretIsWrong | None:
    """What a start finds, in the service's own role."""
    connection = await asyncpg.connect(database.dsn(village.NAME))
    try:
        return await wrong_secret(connection, village.NAME, claims, log)
    finally:
        await connection.close()


async def opened(open_log: OpenLog, database: Database, claims: bytes, log: bytes) -> tuple[Any, Commands]:
    own = await open_log(secret=claims, wrong_secret=await looked(database, claims, log))
    return own, Commands(village.SERVICE, own, SystemClock(), None)


@pytest.mark.parametrize(("claims", "log", "named"), [(OTHER, LOG, "claims.key"), (CLAIMS, OTHER, "log.key")])
async def test_a_log_with_a_wrong_secret_stands_still(
    open_log: OpenLog, database: Database, admin: asyncpg.Connection, claims: bytes, log: bytes, named: str
):
    _, right = await opened(open_log, database, CLAIMS, LOG)
    house = village.BuildHouse(command_id=uuid4(), name="A")
    receipt = await right.run(house, ACTOR)
    before = await admin.fetchrow(COUNTED)

    own, wrong = await opened(open_log, database, claims, log)
    for attempt in (
        wrong.run(village.BuildHouse(command_id=uuid4(), name="A"), ACTOR),
        wrong.run(house, ACTOR),
        own.claim_holder("name", "A"),
        own.claim_holders("name", ["A"]),
    ):
        with pytest.raises(SecretIsWrong) as refused:
            await attempt
        assert f"secrets/{named} " in refused.value.wire()["vi"]
        assert refused.value.status >= 500, "a policy must not take it for an answer"
    assert await admin.fetchrow(COUNTED) == before
    assert len(await own.read_facts(0, 10)) > 0, "reading goes on"

    _, again = await opened(open_log, database, CLAIMS, LOG)
    assert await again.run(house, ACTOR) == receipt
    with pytest.raises(village.NameIsTaken):
        await again.run(village.BuildHouse(command_id=uuid4(), name="A"), ACTOR)


@pytest.mark.parametrize(("key", "taken"), [(LOG, True), (OTHER, False)])
async def test_a_log_without_a_check_is_asked_who_has_signed_it(
    open_log: OpenLog, database: Database, admin: asyncpg.Connection, tmp_path: Any, key: bytes, taken: bool
):
    """As those are that were written before there was a check."""
    own, commands = await opened(open_log, database, CLAIMS, LOG)
    await commands.run(village.BuildHouse(command_id=uuid4(), name="A"), ACTOR)
    await Notary(own, Signer(LOG), SystemClock(), tmp_path / "village.checkpoints").sign()
    await admin.execute("delete from key_checks")
    assert (await looked(database, CLAIMS, key) is None) == taken
    assert await admin.fetchval("select count(*) from key_checks where secret = 'log.key'") == taken
    assert await holds(admin, "log.key", OTHER) == (not taken)


async def test_a_check_value_says_nothing_of_the_key(database: Database, admin: asyncpg.Connection):
    await looked(database, CLAIMS, LOG)
    values = [row["value"] for row in await admin.fetch("select value from key_checks")]
    assert len(set(values)) == 2
    assert all(len(value) == 32 and value not in (CLAIMS, LOG) for value in values)
