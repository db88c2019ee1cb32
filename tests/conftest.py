"""What every test may ask for: a real PostgreSQL, started once a session, and a fresh database of its own."""

from collections.abc import Iterator

import pytest

from shared.runtime.postgres import PostgresServer
from shared.testing import postgres
from shared.testing.postgres import Databases


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for the session, gone afterwards."""
    with postgres.server() as server:
        yield server


@pytest.fixture(scope="session")
def databases(postgres_server: PostgresServer) -> Databases:
    """Fresh databases, cloned from migrated templates."""
    return Databases(postgres_server)
