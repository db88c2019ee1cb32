"""A million facts, each a command of its own that claims a name, half of them published, are verified within a minute.

FAULT_FACTS=1000000 is the proof, which holds the time; the short form holds only that everything verifies.
"""

import os
import time
from uuid import UUID, uuid5

import asyncpg

from shared.eventlog.append import Append, Claim, Write
from shared.eventlog.log import EventLog
from shared.eventlog.signing import Signer
from shared.eventlog.topics import register_topics
from shared.eventlog.verifying import verify
from shared.runtime.clock import SystemClock
from shared.testing.postgres import Databases
from shared.vocabulary.facts import Meta
from tests.faults.village import VILLAGE, HousePainted, HouseShown

FACTS = int(os.environ.get("FAULT_FACTS", "4000"))
PAGE = 20_000
ALLOWED = 60.0
_STREETS = UUID(int=7)


async def test_a_million_facts_are_verified_within_a_minute(databases: Databases) -> None:
    register_topics([VILLAGE])
    database = await databases.fresh(["village"])
    log = await EventLog.open(
        database.dsn("village"), service="village", clock=SystemClock(), secret=b"s" * 32, in_tests=True
    )
    began = time.monotonic()
    for first in range(0, FACTS, PAGE):
        await log.append_many([_append(number) for number in range(first, min(FACTS, first + PAGE))])
    written = time.monotonic() - began
    await log.close()
    connection = await asyncpg.connect(database.admin_dsn)
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        await connection.execute("set local search_path to village")
        began = time.monotonic()
        found = await verify(connection, "village", Signer(bytes(32)), [])
        verified = time.monotonic() - began
    await connection.close()
    await databases.drop(database)
    print(f"{FACTS} facts written in {written:.1f} s, verified in {verified:.1f} s ({FACTS / verified:,.0f} a second)")
    assert (found.facts, found.published, found.breaches) == (FACTS, FACTS // 2, ())
    if FACTS >= 1_000_000:
        assert verified <= ALLOWED


def _append(number: int) -> Append:
    house = uuid5(_STREETS, str(number))
    told = HouseShown(house=house, look=f"Nhà {number}, vàng") if number % 2 else None
    return Append(
        command_id=house,
        actor="user:an",
        digest=b"d",
        meta=Meta(actor="user:an", command_id=house, correlation=house, causation=house),
        thing="house",
        answer=house,
        writes=(
            Write(
                stream=house,
                expected_version=0,
                facts=(HousePainted(colour="vàng"),),
                province="79",
                published=(told,),
            ),
        ),
        claims=(Claim(kind="name", value=str(number), holder=house),),
    )
