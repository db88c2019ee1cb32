"""The places that a plan touches: a replay of the view has to give the same row, byte by byte."""

import asyncpg
import pytest

from services.gateway.organization.restructurings import _DDL, _TOUCH
from shared.testing.postgres import Databases
from tests.gateway.test_restructurings import PLAN, UUID

PLACES = [UUID(int=number * 7_919 % 101) for number in range(60)]


@pytest.mark.parametrize("way", ["enable_hashagg", "enable_sort"])
async def test_they_stand_in_one_order_whichever_way_the_database_finds_them(databases: Databases, way: str):
    database = await databases.fresh(["gateway"])
    connection = await asyncpg.connect(database.admin_dsn)
    try:
        await connection.execute(f"set {way} = off; set search_path = pg_temp; {_DDL}")
        await connection.execute(
            "insert into restructurings (plan, ordinal, version, state, title, effective_on, drafted_by)"
            " values ($1, 1, 1, 'DRAFT', 'Phương án', '2026-07-01', 'officer')",
            PLAN,
        )
        await connection.execute(_TOUCH, PLAN, PLACES + PLACES[:5])
        await connection.execute(_TOUCH, PLAN, [*PLACES, UUID(int=999), UUID(int=500)])
        touched = await connection.fetchval("select touched from restructurings")
        assert touched == [*sorted(PLACES), UUID(int=500), UUID(int=999)]
    finally:
        await connection.close()
        await databases.drop(database)
