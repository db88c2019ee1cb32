"""What every test may ask for: a real PostgreSQL and a whole stack, started once a session, and a fresh database."""

from collections.abc import Iterator

import pytest

from shared.runtime.postgres import PostgresServer
from shared.testing import postgres
from shared.testing.leftovers import sweep
from shared.testing.postgres import Databases
from shared.testing.stack import Stack, running_stack
from tests.signing_stack import SigningStack

_STACKS = frozenset({"stack", "own", "outside", "deployment", "staged"})
"""What a whole stack is asked for by."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that need a whole stack first: they take longest, and at the end one worker would wait for the other's."""
    staged = {item.path for item in items if not _STACKS.isdisjoint(getattr(item, "fixturenames", ()))}
    items.sort(key=lambda item: item.path not in staged)


@pytest.fixture(scope="session", autouse=True)
def _swept() -> None:
    """What killed runs left behind is stopped and removed."""
    sweep()


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """One stack without demo data for the whole session."""
    with running_stack(SigningStack) as running:
        yield running


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for the session, gone afterwards."""
    with postgres.server() as server:
        yield server


@pytest.fixture(scope="session")
def databases(postgres_server: PostgresServer) -> Databases:
    """Fresh databases, cloned from migrated templates."""
    return Databases(postgres_server)
