"""What time heals is told apart from what is broken."""

import errno
import socket

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
        asyncpg.ReadOnlySQLTransactionError("cannot execute INSERT in a read-only transaction"),
        OSError(errno.EHOSTUNREACH, "Connect call failed ('10.0.0.1', 5432)"),
        OSError(errno.ENETUNREACH, "Network is unreachable"),
        TimeoutError(errno.ETIMEDOUT, "Connect call failed"),
    ],
)
def test_a_database_that_starts_again_is_an_outage(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        OSError(errno.ENOSPC, "No space left on device"),
        FileNotFoundError(),
        asyncpg.UndefinedTableError("facts"),
        asyncpg.InterfaceError("odd"),
        None,
    ],
)
def test_a_fault_of_the_program_is_not(error: Exception | None) -> None:
    assert not is_outage(error)


async def test_a_server_whose_name_is_not_known_is_away():
    with pytest.raises(socket.gaierror) as unknown:
        await asyncpg.connect("postgresql://nobody:x@nowhere.invalid:5432/none", timeout=10)
    assert is_outage(unknown.value)


async def test_so_is_one_that_answers_at_none_of_its_addresses(monkeypatch: pytest.MonkeyPatch):
    """A name of both kinds, as `localhost` often is: the loop says nothing but this one sentence."""
    both = [
        (socket.AF_INET6, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("::1", 1, 0, 0)),
        (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", 1)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: both)
    with pytest.raises(OSError, match="Multiple exceptions") as refused:
        await asyncpg.connect("postgresql://nobody:x@both.example:1/none", timeout=10)
    assert is_outage(refused.value)
