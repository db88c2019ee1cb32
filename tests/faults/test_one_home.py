"""The check of one home, on histories made by hand: the right one passes, each wrong one is named."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.membership.contracts import facts as told
from shared.eventlog.mapper import FactMapper
from shared.eventlog.topics import register_fact
from shared.testing.postgres import Database, Databases
from shared.vocabulary.facts import PublishedFact, Sealed
from tests.faults.one_home import homes_violations

MEMBER, TRANSFER, HERE, THERE, ELSEWHERE = (UUID(int=number) for number in range(1, 6))
TODAY = date(2026, 11, 21)
STEP: dict[str, Any] = {
    "transfer": TRANSFER,
    "member": MEMBER,
    "standing": told.Standing(state="ADMITTED", holder=HERE, route=(HERE, THERE), hop=0, allowed_steps=()),
    "act": told.Act(organization=THERE, acted_on=TODAY, step="ADMIT"),
}
REGISTERED = told.MemberRegistered(
    member=MEMBER,
    cell=HERE,
    state="FULL",
    home_since=TODAY,
    full_name=Sealed("-"),
    personal_id=Sealed("-"),
    date_of_birth=Sealed("-"),
)
ADMITTED = told.TransferAdmitted(**STEP, from_cell=HERE, to_cell=THERE, admitted_on=TODAY)
ASTRAY = told.TransferAdmitted(**STEP, from_cell=ELSEWHERE, to_cell=THERE, admitted_on=TODAY)
CONFIRMED = told.TransferConfirmed(**STEP)

HISTORIES = {
    "all is well": ((REGISTERED, ADMITTED, CONFIRMED), ""),
    "two registrations": ((REGISTERED, REGISTERED), "again"),
    "admitted without a home": ((ADMITTED,), "not at home"),
    "admitted from where he was not": ((REGISTERED, ASTRAY), "not at home"),
    "admitted twice": ((REGISTERED, ADMITTED, ADMITTED), "admitted 2 times"),
    "confirmed twice": ((REGISTERED, ADMITTED, CONFIRMED, CONFIRMED), "confirmed 2 times"),
}


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    fresh = await databases.fresh(["membership"])
    yield fresh
    await databases.drop(fresh)


@pytest.mark.parametrize(("history", "complaint"), HISTORIES.values(), ids=HISTORIES.keys())
async def test_one_home(database: Database, history: Sequence[PublishedFact], complaint: str) -> None:
    await _publish(database, history)
    found = await homes_violations(database.admin_dsn)
    assert any(complaint in violation.detail for violation in found) if complaint else found == []


async def _publish(database: Database, history: Sequence[PublishedFact]) -> None:
    connection, mapper = await asyncpg.connect(database.admin_dsn), FactMapper()
    try:
        for sequence, fact in enumerate(history, start=1):
            register_fact(type(fact))
            topic, body = mapper.encode(fact)
            place = (
                sequence,
                sequence,
                uuid4(),
                MEMBER,
                sequence,
                "79",
                "-",
                topic,
                body,
                b"{}",
                datetime.now(UTC),
                b"-",
            )
            await connection.execute(
                "insert into membership.outbox values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", *place
            )
    finally:
        await connection.close()
