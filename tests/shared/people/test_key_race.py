"""A key that is being made while its person is erased: no key outlives the erasure, whoever comes first."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from shared.people.keys import PersonKeys
from shared.people.refusals import PersonWasErased
from tests.shared.people.test_keys import keys, pool

__all__ = ["keys", "pool"]

WAITS = "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like '%person_keys%')"


async def test_a_key_asked_for_during_the_erasure(keys: PersonKeys, pool: asyncpg.Pool):
    lan = uuid4()
    await keys.sealer(lan)
    async with pool.acquire() as connection:
        async with connection.transaction():  # as `erase` does, which has not committed yet
            await connection.execute("insert into erased_persons (person) values ($1)", lan)
            await connection.execute("delete from person_keys where person = $1", lan)
            asking = asyncio.create_task(keys.sealer(lan))
            async with asyncio.timeout(5):
                while not await pool.fetchval(WAITS):  # noqa: ASYNC110 - PostgreSQL has no event for it
                    await asyncio.sleep(0.01)
        with pytest.raises(PersonWasErased):
            await asking
    assert await pool.fetchval("select count(*) from person_keys") == 0
