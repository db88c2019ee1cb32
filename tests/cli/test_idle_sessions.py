"""The doctor says when nobody would end a session that holds a log's lock."""

import asyncpg
import pytest

from services.doctor import servers
from shared.runtime.postgres import PostgresServer


@pytest.mark.parametrize(("setting", "verdict"), [("15s", "OK"), ("0", "WARN"), ("10min", "WARN")])
async def test_sessions_that_are_left_inside_a_transaction(postgres_server: PostgresServer, setting: str, verdict: str):
    connection = await asyncpg.connect(postgres_server.dsn())
    try:
        await connection.execute(f"set idle_in_transaction_session_timeout = '{setting}'")
        check = await servers._idle_sessions(connection)
    finally:
        await connection.close()
    assert check.verdict == verdict
    assert bool(check.next) == (verdict == "WARN")
