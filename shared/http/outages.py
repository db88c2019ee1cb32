"""Outages: errors that say that the database is away for a moment, told apart from faults of the program."""

import asyncpg

_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InternalClientError,  # cut between two steps of the library's own
    ConnectionError,
)
_CLOSED = ("connection is closed", "connection was closed", "pool is closed", "pool is closing")


def is_outage(error: BaseException | None) -> bool:
    """Whether waiting heals it: the server restarts, or a connection broke under the statement."""
    if isinstance(error, _AWAY):
        return True
    return isinstance(error, asyncpg.InterfaceError) and any(words in str(error) for words in _CLOSED)
