"""A log that is quiet after its start: PostgreSQL's bound on a statement counts while one is at work, not between."""

import asyncio
from time import monotonic
from uuid import uuid4

import pytest

from shared.eventlog import held
from shared.eventlog.commands import Commands
from shared.eventlog.lifeline import Lifeline
from shared.runtime.clock import SystemClock
from shared.testing.postgres import Database
from shared.vocabulary.actor import Actor
from tests.shared.eventlog.conftest import OpenLog
from tests.shared.eventlog.village import NAME, SERVICE, BuildHouse

BOUND = 0.3
OFFICER = Actor(subject="officer", role="officer")


@pytest.fixture(autouse=True)
def _a_short_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(held.BOUNDS, "statement_timeout", f"{BOUND:.1f}s")


async def test_the_first_command_after_a_quiet_while_finds_its_connection(open_log: OpenLog):
    log = await open_log()
    session = log._lifelines[0].session
    await asyncio.sleep(2 * BOUND)
    commands = Commands(SERVICE, log, SystemClock(), None)
    assert (await commands.run(BuildHouse(command_id=uuid4(), name="Đình"), OFFICER)).version == 1
    assert log._lifelines[0].session == session


async def test_a_writer_that_was_never_used_says_good_bye_at_once(database: Database):
    line = Lifeline(database.dsn(NAME), NAME)
    await line.connect()
    await asyncio.sleep(2 * BOUND)
    began = monotonic()
    await line.close()
    assert monotonic() - began < 0.5
