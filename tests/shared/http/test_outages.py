"""What time heals is told apart from what is broken."""

import asyncpg
import pytest

from shared.http.outages import is_outage


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        asyncpg.AdminShutdownError("terminating connection due to administrator command"),
        asyncpg.InterfaceError("cannot perform operation: connection is closed"),
        asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress"),
        ConnectionRefusedError("refused"),
    ],
)
def test_a_database_that_starts_again_is_an_outage(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize(
    "error", [ValueError("x"), asyncpg.UndefinedTableError("facts"), asyncpg.InterfaceError("odd"), None]
)
def test_a_fault_of_the_program_is_not(error: Exception | None) -> None:
    assert not is_outage(error)
