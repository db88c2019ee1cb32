"""The gateway's tests: a gateway with its views in a fresh database, and the makers of facts."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from services.gateway.reading.reader import reading_pool
from services.gateway.service import SERVICE
from shared.readmodel import MIGRATIONS
from shared.readmodel.tables import ViewTables
from shared.testing.postgres import Database, Databases, server
from tests.gateway.standing import VIEWS, Gateway
from tests.gateway.told_facts import TREE, Facts


@pytest.fixture(scope="session")
def facts() -> type[Facts]:
    return Facts


@pytest.fixture(scope="session")
async def gateway_databases() -> AsyncIterator[Databases]:
    with server() as running:
        yield Databases(running)


async def with_views(database: Database) -> None:
    """Every view of the gateway, empty."""
    connection = await asyncpg.connect(database.dsn("gateway"))
    try:
        await ViewTables("gateway").ensure(connection, VIEWS, at_origin=True)
    finally:
        await connection.close()


@pytest.fixture
async def bare(gateway_databases: Databases) -> AsyncIterator[Gateway]:
    """A gateway that has been told nothing."""
    migrations = {"gateway": (MIGRATIONS, *map(Path, SERVICE.migrations))}
    database = await gateway_databases.fresh((), migrations, followers=("gateway",), made=with_views)
    dsn = database.dsn("gateway")
    async with asyncpg.create_pool(dsn, min_size=1, max_size=2) as pool:
        reading = await reading_pool(dsn, 4)
        made = Gateway(pool, reading, database.admin_dsn)
        await made.prepare()
        yield made
        await reading.close()
    await gateway_databases.drop(database)


@pytest.fixture
async def gateway(bare: Gateway) -> Gateway:
    """A gateway that knows a small tree."""
    await bare.told(*TREE)
    return bare
