"""Somebody holds the lock of a running log: every command is answered, it is told everywhere, and it heals."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
import httpx

from services.cli.doctor import examine
from services.gateway.reading.ids import ORGANIZATION, uuid_of
from shared.eventlog.held import PATIENCE
from shared.eventlog.lifeline import lock_key
from shared.runtime.settings import Settings
from shared.testing.stack import Stack
from tests.journeys.conftest import Scene

COMMANDS = 100
AT_MOST = PATIENCE + 3


@asynccontextmanager
async def held(stack: Stack) -> AsyncIterator[int]:
    """An operator's session, left inside a transaction for longer than PostgreSQL allows others; its number there."""
    connection = await asyncpg.connect(
        Settings.load(stack.data).admin_dsn(),
        server_settings={"application_name": "psql", "idle_in_transaction_session_timeout": "0"},
    )
    try:
        await connection.execute("begin")
        await connection.execute("select pg_advisory_xact_lock($1)", lock_key("membership"))
        yield connection.get_server_pid()
    finally:
        connection.terminate()


def registration(cell: str, number: int) -> dict[str, Any]:
    return {
        "command_id": str(uuid4()),
        "organization_id": cell,
        "full_name": "Nguyễn Thị Lan",
        "personal_id": f"0790887{number:05}",
        "date_of_birth": "1980-02-03",
        "state": "FULL",
        "home_since": "2025-07-01",
    }


class Callers:
    """Many at once, at the service itself."""

    def __init__(self, stack: Stack, token: str) -> None:
        limits = httpx.Limits(max_connections=COMMANDS + 1)
        bearer = {"authorization": f"Bearer {token}"}
        self.http = httpx.AsyncClient(base_url=stack.url("membership"), limits=limits, timeout=60, headers=bearer)

    async def send(self, bodies: list[dict[str, Any]]) -> tuple[list[httpx.Response], float]:
        """The answers, and how many seconds the slowest took."""
        answers = await asyncio.gather(*(self.http.post("/commands/RegisterMember", json=body) for body in bodies))
        return answers, max(one.elapsed.total_seconds() for one in answers)

    async def ready(self) -> tuple[int, dict[str, Any]]:
        """The status, and what the log says of itself."""
        answer = await self.http.get("/health/ready")
        return answer.status_code, next((one for one in answer.json()["findings"] if one["name"] == "log"), {})


def codes(answers: list[httpx.Response]) -> set[tuple[int, str]]:
    return {(one.status_code, json.loads(one.content).get("refusal", {}).get("code", "")) for one in answers}


async def test_a_log_whose_lock_somebody_holds(stack: Stack, scene: Scene):
    cell = scene._cell("79", "79.26740", "Chi bộ Khu phố 9")
    bodies = [registration(str(uuid_of(cell["id"], ORGANIZATION)), number) for number in range(COMMANDS)]
    callers = Callers(stack, scene.people.at(cell).token)
    async with callers.http:
        async with held(stack) as pid:
            answers, seconds = await callers.send(bodies)
            assert codes(answers) == {(503, "LOG_IS_BUSY")}
            assert {one.headers["retry-after"] for one in answers} == {"1"}
            assert PATIENCE - 1 < seconds < AT_MOST
            status, log = await callers.ready()
            assert (status, log["kind"]) == (503, "LOG_HELD")
            assert f"psql, pid {pid}, since " in log["reason"]
            again, seconds = await callers.send(bodies[:20])
            assert codes(again) == {(503, "LOG_IS_BUSY")}
            assert seconds < PATIENCE - 1, "whoever comes now does not wait as the first did"
            assert 'lienthong_well{kind="LOG_HELD",part="log"} 0' in (await callers.http.get("/metrics")).text
            (check,) = (one for one in await examine(stack.data) if one.name == "membership: log")
            assert check.verdict == "FAIL" and f"pid {pid}" in check.found and "pg_terminate_backend" in check.next
            (membership,) = (one for one in stack.status()["processes"] if one["name"] == "membership")
            assert any(note.startswith("log LOG_HELD ") for note in membership["notes"])
        async with asyncio.timeout(AT_MOST):
            while (await callers.ready())[0] != 200:  # noqa: ASYNC110 - as a probe would
                await asyncio.sleep(0.1)
        first, _ = await callers.send(bodies)
        assert codes(first) == {(200, "")}
        replayed, _ = await callers.send(bodies)
        assert [one.json()["version"] for one in replayed] == [one.json()["version"] for one in first]
        assert [one.json()["id"] for one in replayed] == [one.json()["id"] for one in first]
    told = (stack.data / "logs" / "membership.log").read_text()
    assert told.count("the log does not get on") == 1
    assert stack.run("log", "verify", "--service", "membership")
