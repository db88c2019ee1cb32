"""Outages: errors that say that the database is away for a moment, told apart from faults of the program."""

import errno
import socket

import asyncpg

_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.IdleInTransactionSessionTimeoutError,  # this process was stopped for a while
    asyncpg.InternalClientError,  # cut between two steps of the library's own
    asyncpg.ReadOnlySQLTransactionError,  # a standby that has not taken over yet
    ConnectionError,
    socket.gaierror,  # its name is not known at the moment
)
_NO_WAY = {errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH, errno.ETIMEDOUT}
_AT_NO_ADDRESS = "Multiple exceptions: "  # asyncio and uvloop say so of a name with several addresses
_CLOSED = ("connection is closed", "connection was closed", "pool is closed", "pool is closing")


def is_outage(error: BaseException | None) -> bool:
    """Whether waiting heals it: the server restarts or is not reached, or a connection broke under the statement."""
    if isinstance(error, _AWAY):
        return True
    if isinstance(error, OSError):
        return error.errno in _NO_WAY or str(error).startswith(_AT_NO_ADDRESS)
    return isinstance(error, asyncpg.InterfaceError) and any(words in str(error) for words in _CLOSED)
